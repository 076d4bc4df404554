// What a file says of a word, below its name; a link is opened only after its host was shown.

import { element } from "../base/dom.js";
import { isolated, short } from "../base/names.js";
import { linkOf } from "../film/metadata.js";

const MOST = 6; // columns that are shown

/** @param {Film} film @param {number} word @returns {HTMLElement[]} */
export function cellsOf(film, word, texts) {
  const cells = film.metadata.of(word).slice(0, MOST);
  return cells.map(({ name, cell }) => {
    const url = linkOf(cell);
    return url ? link(name, url, texts) : plain(name, cell, texts);
  });
}

function plain(name, cell, texts) {
  const said = texts.say("cell", { name: isolated(short(name)), cell: isolated(short(cell)) });
  return element("p", { class: "cell quiet" }, said);
}

function link(name, url, texts) {
  const host = isolated(short(url.host, 80));
  const node = element("p", { class: "cell" });
  const offer = () => {
    const onclick = () => node.replaceChildren(...question());
    node.replaceChildren(
      element("button", { type: "button", onclick, "aria-haspopup": "true" }, texts.say("link", { name: isolated(short(name)), host })),
    );
  };
  const question = () => {
    const safe = { target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" };
    const open = element("a", { href: url.href, title: url.href, ...safe, onclick: () => setTimeout(offer) }, texts.say("link_open"));
    const cancel = element("button", { type: "button", onclick: offer }, texts.say("cancel"));
    setTimeout(() => open.focus?.());
    return [element("span", {}, texts.say("link_asked", { host })), open, cancel];
  };
  offer();
  return node;
}
