// What Python wants the map to do, player and selection: each command once, and a jump to an epoch
// that is still to come as soon as the film has got there.

const PICTURES = ["svg", "pdf"]; // kinds that are saved of what is seen
let saved = null; // the command that was last one: never twice on one page, whatever is mounted anew

export class Commands {
  constructor() {
    this.goal = null; // {run, epoch} that the film has not reached yet
    this.moment = null; // what was seen when the same film was asked for in another way
    this.last = null; // the id of the command carried out last, in whatever film
    this.chosen = null; // the id of the words selected last
  }

  /** The film on screen will be drawn in another way: go on where it stands. */
  keep({ film, frame, player }) {
    this.moment = { film, epoch: film.epochs[frame], playing: player.playing };
  }

  /** Whether a command was not carried out yet. */
  isNew(command, film) {
    return Boolean(command) && command.id !== film.kept.command && command.id !== this.last;
  }

  /** A message has been shown. */
  arrived(view, film) {
    const { command } = film.header;
    const known = !this.isNew(command, film);
    if (command) film.kept.command = this.last = command.id;
    if (PICTURES.includes(command?.do)) {
      if (!known && saved !== command.id) view.watcher.onSave?.(command.do);
      saved = command.id;
    } else if (film.isStill) this.moment = this.goal = null;
    else if (!known) {
      this.goal = null;
      this.execute(view, film, command);
    }
    if (this.moment && this.moment.film !== film) this.resume(view, film);
    this.select(view, film);
    this.checkGoal(view, film);
  }

  /** Select what was typed elsewhere on the page. */
  select(view, film) {
    const { chosen } = film.header;
    if (!chosen || chosen.id === this.chosen || chosen.id === film.kept.chosen) return;
    this.chosen = film.kept.chosen = chosen.id;
    view.select(chosen.words);
  }

  execute(view, film, command) {
    const { player, last, growing } = view;
    if (command.do === "pause") player.pause();
    else if (command.do === "forward") player.step(1, last);
    else if (command.do === "seek") this.waitFor(view, film, command.epoch);
    else if (view.calm.matches) player.seek(film.rest ?? last, last);
    else if (command.do === "follow") player.follow(last);
    else player.play(last, growing);
  }

  resume(view, film) {
    const { epoch, playing } = this.moment;
    this.moment = null;
    const there = film.count && film.epochs.at(-1) >= epoch - 1e-6;
    const frame = there ? nearest(film.epochs, epoch) : view.last;
    if (!playing || (there && frame >= view.last && !view.growing)) this.waitFor(view, film, epoch);
    else if (!there) view.player.follow(view.last);
    else {
      view.seek(frame);
      view.player.play(view.last, view.growing);
    }
  }

  waitFor(view, film, epoch) {
    if (!Number.isFinite(epoch)) return;
    this.goal = { run: film.run, epoch };
    view.player.follow(view.last);
  }

  /** Go along until the epoch is there; whoever stops the film before does not want it any more. */
  checkGoal(view, film) {
    const { goal } = this;
    if (!goal || !film.count) return;
    const here = goal.run === film.run && (view.player.playing || view.calm.matches);
    const reached = film.epochs.at(-1) >= goal.epoch - 1e-6 || film.complete;
    if (here && reached) view.seek(nearest(film.epochs, goal.epoch));
    if (!here || reached) this.goal = null;
  }
}

/** The frame nearest to an epoch. @param {number[]} epochs rising */
export function nearest(epochs, epoch) {
  const away = (frame) => Math.abs(epochs[frame] - epoch);
  return epochs.reduce((best, _, frame) => (away(frame) < away(best) ? frame : best), 0);
}
