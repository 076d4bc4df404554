// Entry of the component: Streamlit calls the default export for every message, on the same node.
// A node is a map; or the cells of a matrix or the dots of a word that go along with one; or, on a
// page without a map, only what is to stand in the address.
//
// A browser learns what a module needs only when it has come. All are named here, so that they come
// at once instead of one after the other: this is the table of contents, too.

// base/: elements, names of any length, what buttons open, visible words
import "./base/dom.js";
import "./base/names.js";
import "./base/popup.js";
import "./base/texts.js";

// film/: bytes from Python (message), the frames of a run and their answers (film), E of frames where
// there is no Python to ask (rows), what a file says of its words (metadata), the play head
import { Film } from "./film/film.js";
import { decode, split } from "./film/message.js";
import "./film/metadata.js";
import "./film/player.js";
import "./film/rows.js";

// map/: the map at work (view). What a canvas shows of a moment (scene): points, rings and labels
// (painter, written), which words are named (labels), paths (trails), lines to neighbours (links),
// what axes mean (axes). What of the plane, or of space, is seen (camera), and should be (framing);
// mouse and fingers (gestures, hand, lasso). What colours stand for (colouring, scale), which they
// are (palette), how pale (tones), their names (legend). The map once more, in another size (copy).
import "./map/axes.js";
import "./map/camera.js";
import "./map/colouring.js";
import "./map/copy.js";
import "./map/framing.js";
import "./map/gestures.js";
import "./map/hand.js";
import "./map/labels.js";
import "./map/lasso.js";
import "./map/legend.js";
import "./map/links.js";
import "./map/marks.js";
import "./map/painter.js";
import "./map/palette.js";
import "./map/scale.js";
import "./map/scene.js";
import "./map/tones.js";
import "./map/trails.js";
import "./map/view.js";
import "./map/viewpoint.js";
import "./map/written.js";

// panels/: all that is around the map (chrome), made of elements without words (layout). Tools and
// menu (toolbar), what buttons and keys do (controls, keys), words by name (search), neighbours of
// what is selected (panel) or not on the map (absent), questions that a page without a server answers
// (ask), what a file says of a word (cells), regular expressions (patterns), the moment in words
// (readout), the loss curve (timeline), where it was lowest (best) and what is sorted rightly
// (accuracy), the map as a table, the whole screen, what two maps side by side share (strip).
import "./panels/absent.js";
import "./panels/accuracy.js";
import "./panels/ask.js";
import "./panels/best.js";
import "./panels/cells.js";
import { Chrome } from "./panels/chrome.js";
import "./panels/controls.js";
import "./panels/fullscreen.js";
import "./panels/keys.js";
import "./panels/layout.js";
import "./panels/panel.js";
import "./panels/patterns.js";
import "./panels/readout.js";
import "./panels/search.js";
import "./panels/strip.js";
import "./panels/table.js";
import "./panels/timeline.js";
import "./panels/toolbar.js";

// link/: what Python is told (server), what it tells (commands), this moment's address, with a server and without (fragment), two maps of
// a page in step (pair)
import { replaceView } from "./link/address.js";
import "./link/commands.js";
import "./link/fragment.js";
import "./link/pair.js";
import "./link/server.js";

// matrix/: the rows of a matrix as colours
import { HeatMap } from "./matrix/heatmap.js";

// occurrences/: a word wherever it stands, as dots
import { Dots } from "./occurrences/dots.js";

// save/: pictures and films as files (studio), their title and legend (poster), recording; for papers
// what is painted as a list (shapes), written as svg or pdf
import "./save/pdf.js";
import "./save/poster.js";
import "./save/recorder.js";
import "./save/shapes.js";
import "./save/studio.js";
import "./save/svg.js";

const GRACE = 100; // ms
/** What goes along with a map, by what the header of its message says. */
const COMPANIONS = [["cells", HeatMap], ["dots", Dots]];
const FILMS = 8; // kept in this page, so that a remount loses nothing

/** @type {Map<string, Film>} run -> film, the last used one last */
const films = new Map();
/** @type {WeakMap<Node, Chrome | HeatMap | Dots>} */
const maps = new WeakMap();
let mounts = 0;

/** Take in a message, if there is one; the theme may have changed in any case. */
export default function wordmap({ data, parentElement, setStateValue, setTriggerValue }) {
  const message = data?.length ? split(data) : null;
  if (message?.header.view) {
    replaceView(message.header.view);
    return undefined;
  }
  const companion = COMPANIONS.find(
    ([key, Kind]) => message?.header[key] || maps.get(parentElement) instanceof Kind,
  );
  if (companion) {
    if (!maps.has(parentElement)) maps.set(parentElement, new companion[1](parentElement));
    maps.get(parentElement).take(message);
    return () => setTimeout(() => leave(parentElement), GRACE);
  }
  if (!maps.has(parentElement)) {
    mounts++;
    maps.set(parentElement, new Chrome(parentElement, mounts));
  }
  const map = maps.get(parentElement);
  map.server.connect(setStateValue, setTriggerValue);
  map.view.readTheme();
  if (message) receive(map, decode(message));
  return () => setTimeout(() => leave(parentElement), GRACE);
}

/** Streamlit also cleans up after a call that newer data overtook: only a map off the page ends. */
function leave(parent) {
  const map = maps.get(parent);
  if (!map || map.isPresent) return;
  map.close();
  maps.delete(parent);
}

/** Hand a message to its film, and the film to the map. */
function receive(map, message) {
  const { header } = message;
  let film = films.get(header.run);
  const replaced = film && film.greeting !== (header.greeting ?? film.greeting);
  if ((!film || replaced) && !header.words) {
    const lacking = { run: header.run, from: 0, words: true };
    const isHere = () => films.get(header.run)?.greeting === header.greeting && films.has(header.run);
    map.server.requestFrames(() => (isHere() ? null : lacking));
    return;
  }
  film ??= new Film(header);
  films.delete(film.run);
  films.set(film.run, film);
  if (films.size > FILMS) films.delete(films.keys().next().value);
  const { added, missing } = film.accept(message);
  if (missing) map.server.requestFrames(() => film.lacking());
  map.show(film, added, header);
}
