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
import "./link/address.js";
import "./map/axes.js";
import "./map/camera.js";
import "./panels/card.js";
import "./map/colouring.js";
import "./link/commands.js";
import "./panels/controls.js";
import "./map/copy.js";
import "./base/dom.js";
import "./panels/fullscreen.js";
import "./map/gestures.js";
import "./map/hand.js";
import "./panels/keys.js";
import "./map/labels.js";
import "./map/lasso.js";
import "./panels/layout.js";
import "./map/legend.js";
import "./map/links.js";
import "./panels/matching.js";
import "./base/names.js";
import "./map/nearby.js";
import "./link/pair.js";
import "./map/painter.js";
import "./map/palette.js";
import "./panels/panel.js";
import "./film/player.js";
import "./base/popup.js";
import "./save/poster.js";
import "./panels/readout.js";
import "./save/recorder.js";
import "./save/saving.js";
import "./map/scale.js";
import "./map/scene.js";
import "./panels/search.js";
import "./link/server.js";
import "./save/studio.js";
import "./panels/table.js";
import "./base/texts.js";
import "./panels/timeline.js";
import "./panels/toolbar.js";
import "./map/trails.js";
import "./map/view.js";

import { Chrome } from "./panels/chrome.js";
import { Film } from "./film/film.js";
import { decode } from "./film/message.js";

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
