// Writes the address of a page without a map: what is looked at, without a new entry in the history.

import { queryWith } from "./link/address.js";

export default function address({ data }) {
  if (!data?.view) return;
  const query = queryWith(location.search, data.view);
  if (query !== location.search) {
    history.replaceState(history.state, "", location.pathname + query + location.hash);
  }
}
