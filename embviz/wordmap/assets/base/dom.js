// Making elements. Strings become text, never markup: words come from users' files.

const SVG = "http://www.w3.org/2000/svg";

/** @param {Object<string, string | Function>} attributes functions as well: what happens `onclick` */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** How many times larger than usual the page's text is: wide screens are seen from afar. */
export function grown() {
  const root = globalThis.document?.documentElement;
  return root ? parseFloat(getComputedStyle(root).fontSize) / 16 || 1 : 1;
}

/** A picture of 24 by 24, drawn as one path. */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "path"));
  svg.firstChild.setAttribute("d", path);
  return svg;
}

export const ICONS = {
  play: "M7 4v16l13-8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  start: "M5 4h3v16H5zM20 4v16L9 12z",
  back: "M16 4v16L6 12zM18 4h2v16h-2z",
  forward: "M8 4v16l10-8zM4 4h2v16H4z",
  zoom_in: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  zoom_out: "M5 11h14v2H5z",
  loop: "M7 7h10v3l4-4-4-4v3H5v6h2zM17 17H7v-3l-4 4 4 4v-3h12v-6h-2z",
  lasso: "M12 3c5.5 0 10 2.9 10 6.5S17.5 16 12 16c-1 0-2-.1-2.9-.3.1 2-.6 3.9-2.5 5.6l-1.3-1.5c1.3-1.2 1.9-2.5 1.8-4.6C4 14.1 2 12 2 9.5 2 5.9 6.5 3 12 3zm0 2c-4.5 0-8 2.1-8 4.5S7.5 14 12 14s8-2.1 8-4.5S16.5 5 12 5z",
  trails: "M4 20a2 2 0 1 1 .1-4A2 2 0 0 1 4 20zM8.5 15.5a1.7 1.7 0 1 1 .1-3.4 1.7 1.7 0 0 1-.1 3.4zM13 11.5a2 2 0 1 1 .1-4 2 2 0 0 1-.1 4zM18.5 8.5a3 3 0 1 1 .1-6 3 3 0 0 1-.1 6z",
  more: "M4 6h16v2H4zM4 11h16v2H4zM4 16h16v2H4z",
  save_picture: "M3 4h18v16H3zm2 2v9l4-4 4 4 2-2 4 4V6zm10 1.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z",
  save_svg: "M3 4h18v16H3zm2 2v9l4-4 4 4 2-2 4 4V6zm10 1.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z",
  save_pdf: "M3 4h18v16H3zm2 2v9l4-4 4 4 2-2 4 4V6zm10 1.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z",
  save_film: "M3 5h13v4l5-3v12l-5-3v4H3z",
  as_table: "M3 4h18v16H3zm2 5v3h4V9zm6 0v3h8V9zm-6 5v4h4v-4zm6 0v4h8v-4z",
  full_screen: "M4 4h7v2H7.4l4 4L10 11.4l-4-4V11H4zM20 20h-7v-2h3.6l-4-4 1.4-1.4 4 4V13h2z",
  show_keys: "M2 6h20v12H2zm2 2v2h2V8zm4 0v2h2V8zm4 0v2h2V8zm4 0v2h4V8zM4 12v2h2v-2zm4 4h8v-2H8zm0-4v1h8v-1zm10 0v2h2v-2z",
  fit: "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
};
