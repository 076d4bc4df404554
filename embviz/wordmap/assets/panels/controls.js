// What buttons and keys do.

import { element } from "../base/dom.js";
import { Keys, listKeys } from "./keys.js";
import { pair } from "../link/pair.js";
import { Popup } from "../base/popup.js";

const ZOOM_STEP = 1.4;

export class Controls {
  /** @param {import("./chrome.js").Chrome} chrome @param {AbortSignal} signal its end */
  constructor(chrome, signal) {
    this.chrome = chrome;
    const { parts, root } = chrome;
    this.list = element("div", { class: "keys", hidden: "" });
    parts.stage.append(this.list);
    this.popup = new Popup(parts.show_keys, this.list, root);
    this.bindPlayer();
    this.bindRest();
    new Keys(parts, this.acts(), signal);
  }

  /** Another film. It can be in space, unless it is in a plane and alone. */
  begin({ dims, header, isStill }, texts) {
    listKeys(this.list, texts, dims === 3 || !header.alone, !isStill, Boolean(header.asks));
  }

  bindPlayer() {
    const { parts, view } = this.chrome;
    const { viewpoint } = view;
    parts.play.onclick = () => view.toggle();
    parts.start.onclick = () => view.seek(0);
    parts.back.onclick = () => view.step(-1);
    parts.forward.onclick = () => view.step(1);
    const pace = (chosen) => {
      this.setPace({ ...view.player, ...chosen });
      this.chrome.onPace();
    };
    parts.speed.onchange = () => pace({ speed: Number(parts.speed.value) });
    parts.loop.onclick = () => pace({ loop: !view.player.loop });
    parts.zoom_in.onclick = () => viewpoint.zoom(ZOOM_STEP);
    parts.zoom_out.onclick = () => viewpoint.zoom(1 / ZOOM_STEP);
    parts.fit.onclick = () => viewpoint.fit();
  }

  /** How fast the film plays, and whether again and again. */
  setPace({ speed, loop }) {
    const { parts, view } = this.chrome;
    Object.assign(view.player, { speed, loop });
    parts.speed.value = speed;
    parts.loop.setAttribute("aria-pressed", loop);
  }

  bindRest() {
    const { chrome } = this;
    const { parts, server, view } = chrome;
    parts.show_all.onclick = () => chrome.isolate([]);
    parts.show_before.onclick = () => server.setTrigger("swap", true);
    parts.press.onclick = () => server.setTrigger("press", view.film.header.narrow.press);
    parts.full_screen.onclick = () => chrome.fullScreen.toggle();
    parts.as_table.onclick = () => chrome.showTable(!chrome.table.on);
    // Whatever was chosen, the menu has done its duty; but not with the tools that it may hold.
    parts.menu.addEventListener("click", ({ target }) => {
      const item = target.closest("button");
      if (!item || parts.tools.contains(item)) return;
      const focused = parts.menu.contains(parts.menu.getRootNode().activeElement);
      chrome.toolbar.menu.toggle(false);
      if (focused) chrome.root.focus(); // what is hidden cannot keep it
      if (item === parts.show_keys) this.popup.toggle(true); // which has closed with the focus gone
    });
  }

  /** What keys can do. */
  acts() {
    const { chrome } = this;
    const { view, toolbar } = chrome;
    const { viewpoint } = view;
    const filmed = (act) => (...given) => (view.film?.isStill ? false : act(...given));
    return {
      toggle: filmed(() => view.toggle()),
      step: filmed((frames) => view.step(frames)),
      seek: filmed((frame) => view.seek(Math.min(frame, view.last))),
      rotate: (dx, dy) => viewpoint.rotate(dx, dy),
      zoom: (nearer) => viewpoint.zoom(nearer ? ZOOM_STEP : 1 / ZOOM_STEP),
      fit: () => viewpoint.fit(),
      search: () => pair.first(chrome).search.focus(),
      ask: () => chrome.ask.focus(),
      lasso: () => toolbar.setLasso(!toolbar.drawing),
      trails: filmed(() => toolbar.setTrails(!toolbar.trailing)),
      fill: () => chrome.fullScreen.toggle(),
      list: () => this.popup.toggle(),
      close: () => this.close(),
      isMeant: () => pair.leads(chrome),
    };
  }

  /** Close what was opened last, as far as one can tell. @returns {boolean} */
  close() {
    const { toolbar, studio, table, fullScreen, view } = this.chrome;
    if (this.popup.open) return this.popup.toggle(false) ?? true;
    if (toolbar.menu.close() || studio.stop()) return true;
    if (toolbar.drawing) return toolbar.setLasso(false) ?? true;
    if (table.on) return this.chrome.showTable(false) ?? true;
    if (fullScreen.leave()) return true;
    if (view.marks.selected.length) return view.select([]) ?? true;
    if (view.film?.header.isolated) return this.chrome.isolate([]) ?? true;
    return false;
  }
}
