// The address of what is on screen: the stem comes from Python, epoch and selection are added here.
// Only the parameter "view" is replaced, and no entry is added to the browser's history.

const MOST = 20; // words in an address
const LONGEST = 100; // signs of a word in it: servers refuse long addresses
const MEANT = /[%;:,]/g; // what separates the parts

const escaped = (word) =>
  word.replace(MEANT, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** @param {?number} epoch null at the start, and while the film is followed @param {string[]} words */
export function viewOf(stem, epoch, words) {
  const at = epoch === null ? "" : `;at:${Number(epoch.toFixed(4))}`;
  const brief = words.filter((word) => word.length <= LONGEST);
  const named = brief.slice(0, MOST).map(escaped).join(",");
  return `${stem}${at}${named && `;words:${named}`}`;
}

/** The query with another view; what else it has stays as it is. */
export function queryWith(query, view) {
  const others = query.replace(/^\?/, "").split("&").filter((part) => part && !/^view(=|$)/.test(part));
  // Signs that mean nothing to a query stay as they are, so that people can read them.
  const written = encodeURIComponent(view).replace(/%(3A|3B|2C)/g, decodeURIComponent);
  return `?${[...others, `view=${written}`].join("&")}`;
}

/** Replace the view in the address, without a new entry in the history. */
export function replaceView(view) {
  const query = queryWith(location.search, view);
  if (query !== location.search) {
    history.replaceState(history.state, "", location.pathname + query + location.hash);
  }
}

export class Address {
  /**
   * Write the address of this moment, if Python has given a stem: what was chosen at once, also
   * while the film moves, the epoch once it rests.
   * @param {{moving: boolean, along: boolean}} player along: it goes with a film that grows
   * @param {string[]} words selected
   */
  write(film, frame, { moving, along }, words) {
    const { address } = film.header;
    if (typeof address !== "string" || !film.count) return;
    const chosen = viewOf(address, null, words);
    if (moving && !along && chosen === this.chosen) return;
    this.chosen = chosen;
    const view = viewOf(address, along || frame === 0 ? null : film.epochs[frame], words);
    if (view === this.view) return;
    this.view = view;
    replaceView(view);
  }
}
