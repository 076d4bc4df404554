// Entry of the component: Streamlit calls the default export for every message, on the same node.
//
//   message.js   bytes from Python -> header, frames, lists        server.js    what Python is told
//   film.js      the frames of a run, and questions to them        layout.js    the elements
//   player.js    the play head                                     gestures.js  mouse and fingers
//   camera.js    which part of the plane is shown                  painter.js   the map on a canvas
//   labels.js    which words are named                             timeline.js  the loss curve
//   palette.js   colours                                           panel.js     lists of neighbours
//   texts.js     words and numbers                                 view.js      brings it together

import { Film } from "./film.js";
import { decode } from "./message.js";
import { View } from "./view.js";

const GRACE = 100; // ms
const FILMS = 4; // kept in this page, so that a remount loses nothing

/** @type {Map<string, Film>} run -> film, the last used one last */
const films = new Map();
/** @type {WeakMap<Node, View>} */
const views = new WeakMap();
let mounts = 0;

/**
 * @param {{data: ?Uint8Array, parentElement: Node, setStateValue: Function,
 *   setTriggerValue: Function}} component
 */
export default function wordmap({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!views.has(parentElement)) {
    mounts++;
    views.set(parentElement, new View(parentElement, mounts));
  }
  const view = views.get(parentElement);
  view.server.connect(setStateValue, setTriggerValue);
  view.dress();
  if (data?.length) receive(view, decode(data));
  return () => setTimeout(() => leave(parentElement), GRACE);
}

/** Streamlit also cleans up after a call that newer data overtook: only a map off the page ends. */
function leave(parent) {
  const view = views.get(parent);
  if (!view || view.root.isConnected) return;
  view.close();
  views.delete(parent);
}

/** Hand a message to its film, and the film to the view. */
function receive(view, message) {
  const { header } = message;
  let film = films.get(header.run);
  if (!film && !header.words) {
    const lacking = { run: header.run, from: 0, words: true };
    view.server.wantFrames(() => (films.has(header.run) ? null : lacking));
    return;
  }
  film ??= new Film(header);
  films.delete(film.run);
  films.set(film.run, film);
  if (films.size > FILMS) films.delete(films.keys().next().value);
  const { added, missing } = film.accept(message);
  if (missing) view.server.wantFrames(() => film.lacking());
  view.show(film, added);
}
