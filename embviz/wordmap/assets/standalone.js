// A film in a page of its own: what Python would have sent stands in it, compressed.

import { readFragment } from "./link/fragment.js";
import wordmap from "./wordmap.js";

/** What was compressed and written in base64. @param {string} text @returns {Promise<Uint8Array>} */
export async function unpacked(text) {
  const packed = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function open(page) {
  const parentElement = page.querySelector("#film");
  for (const { textContent } of page.querySelectorAll(".message")) {
    wordmap({ data: await unpacked(textContent), parentElement });
  }
  page.querySelector(".needs_browser").remove();
  const { watcher } = parentElement.querySelector(".embviz").embviz;
  const recall = () => watcher.recall(readFragment(location.hash));
  addEventListener("hashchange", recall);
  recall();
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => wordmap({ data: null, parentElement }));
}
