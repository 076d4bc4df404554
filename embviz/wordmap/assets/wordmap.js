// Entry of the component: Streamlit calls the default export for every message, on the same node.
//
//   message.js   bytes from Python -> header, frames, lists        server.js    what Python is told
//   film.js      the frames of a run, and questions to them        chrome.js    what is around the map
//   view.js      the map: film, player and camera at work          layout.js    the elements
//   player.js    the play head                                     keys.js      the keyboard
//   camera.js    which part of the plane is shown                  readout.js   the moment in words
//   gestures.js  mouse and fingers                                 timeline.js  the loss curve
//   painter.js   the map on a canvas                               panel.js     lists of neighbours
//   labels.js    which words are named                             texts.js     words and numbers
//   palette.js   colours                                           commands.js  what Python tells the player

import { Chrome } from "./chrome.js";
import { Film } from "./film.js";
import { decode } from "./message.js";

const GRACE = 100; // ms
const FILMS = 4; // kept in this page, so that a remount loses nothing

/** @type {Map<string, Film>} run -> film, the last used one last */
const films = new Map();
/** @type {WeakMap<Node, Chrome>} */
const maps = new WeakMap();
let mounts = 0;

/**
 * @param {{data: ?Uint8Array, parentElement: Node, setStateValue: Function,
 *   setTriggerValue: Function}} component
 */
export default function wordmap({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!maps.has(parentElement)) {
    mounts++;
    maps.set(parentElement, new Chrome(parentElement, mounts));
  }
  const map = maps.get(parentElement);
  map.server.connect(setStateValue, setTriggerValue);
  map.view.dress();
  if (data?.length) receive(map, decode(data));
  return () => setTimeout(() => leave(parentElement), GRACE);
}

/** Streamlit also cleans up after a call that newer data overtook: only a map off the page ends. */
function leave(parent) {
  const map = maps.get(parent);
  if (!map || map.root.isConnected) return;
  map.close();
  maps.delete(parent);
}

/** Hand a message to its film, and the film to the map. */
function receive(map, message) {
  const { header } = message;
  let film = films.get(header.run);
  if (!film && !header.words) {
    const lacking = { run: header.run, from: 0, words: true };
    map.server.wantFrames(() => (films.has(header.run) ? null : lacking));
    return;
  }
  film ??= new Film(header);
  films.delete(film.run);
  films.set(film.run, film);
  if (films.size > FILMS) films.delete(films.keys().next().value);
  const { added, missing } = film.accept(message);
  if (missing) map.server.wantFrames(() => film.lacking());
  map.show(film, added, header);
}
