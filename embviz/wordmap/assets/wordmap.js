// Entry of the component: Streamlit calls the default export for every message, on the same node.
//
//   message.js    bytes from Python: header, frames, lists  chrome.js      what is around the map
//   film.js       the frames of a run, and their answers    layout.js      the elements; dom.js makes them
//   view.js       the map: film, player and camera at work  toolbar.js     colour, dimensions, tools; popup.js
//   scene.js      what a canvas shows of a moment           controls.js    what buttons and keys.js do
//   copy.js       the map once more, in another size        search.js      words by name; matching.js
//   painter.js    points, rings and labels on a canvas      panel.js       what is selected; card.js: neighbours
//   labels.js     which words are named                     readout.js     the moment in words
//   player.js     the play head                             timeline.js    the loss curve
//   camera.js     what of the plane, or of space, is shown  table.js       the map as a table
//   gestures.js   mouse and fingers; hand.js on the map     studio.js      pictures and films: poster.js,
//   lasso.js      a line around words                                      recorder.js, saving.js
//   links.js      true neighbours, and nearby.js: false     fullscreen.js  the whole screen
//   trails.js     where words have come from                names.js       words of any length
//   axes.js       what the axes of the map mean
//   colouring.js  what colours stand for; scale.js          server.js      what Python is told
//   palette.js    the colours                               commands.js    what Python tells the player
//   legend.js     their names, and a filter                 address.js     this moment's address; texts.js: words
//   pair.js       two maps on a page, in step

// A browser learns what a module needs only when it has come. All are named here, so that they
// come at once instead of one after the other.
import "./address.js";
import "./axes.js";
import "./camera.js";
import "./card.js";
import "./colouring.js";
import "./commands.js";
import "./controls.js";
import "./copy.js";
import "./dom.js";
import "./fullscreen.js";
import "./gestures.js";
import "./hand.js";
import "./keys.js";
import "./labels.js";
import "./lasso.js";
import "./layout.js";
import "./legend.js";
import "./links.js";
import "./matching.js";
import "./names.js";
import "./nearby.js";
import "./pair.js";
import "./painter.js";
import "./palette.js";
import "./panel.js";
import "./player.js";
import "./popup.js";
import "./poster.js";
import "./readout.js";
import "./recorder.js";
import "./saving.js";
import "./scale.js";
import "./scene.js";
import "./search.js";
import "./server.js";
import "./studio.js";
import "./table.js";
import "./texts.js";
import "./timeline.js";
import "./toolbar.js";
import "./trails.js";
import "./view.js";

import { Chrome } from "./chrome.js";
import { Film } from "./film.js";
import { decode } from "./message.js";

const GRACE = 100; // ms
const FILMS = 8; // kept in this page, so that a remount loses nothing

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
  const unheard = film && film.greeting !== (header.greeting ?? film.greeting);
  if ((!film || unheard) && !header.words) {
    const lacking = { run: header.run, from: 0, words: true };
    const heard = () => films.has(header.run) && films.get(header.run).greeting === header.greeting;
    map.server.wantFrames(() => (heard() ? null : lacking));
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
