// The play head: a real number of frames, and the epoch that it stands at. It knows neither screen
// nor clock; the caller brings both.

const FRAMES_A_SECOND = 12; // at 1x, however fast or slow training is
const LAG = 1.6; // intervals between arrivals that the head stays behind while frames trickle in
const FADE = 0.4; // seconds that a jump takes at least, so that its fading can be seen
const DWELL = 1; // seconds that a film stands at its end before it begins again, or goes back
const BACK = 60; // frames a second, on the way back to where it rests
export const NEAR = 0.002; // frames; closer than this to the newest one is there

/** The epoch at a (fractional) frame. @param {number[]} epochs rising, at least one */
export function epochAt(epochs, head) {
  const frame = Math.max(0, Math.min(Math.floor(head), epochs.length - 1));
  const next = Math.min(frame + 1, epochs.length - 1);
  return epochs[frame] + (epochs[next] - epochs[frame]) * Math.min(1, Math.max(0, head - frame));
}

/** The (fractional) frame at an epoch, within the film. @param {number[]} epochs rising, at least one */
export function headAt(epochs, epoch) {
  let [low, high] = [0, epochs.length - 1];
  if (epoch >= epochs[high]) return high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (epochs[middle] <= epoch) low = middle;
    else high = middle;
  }
  const step = epochs[high] - epochs[low];
  return step > 0 ? low + Math.max(0, (epoch - epochs[low]) / step) : low;
}

export class Player {
  constructor() {
    this.head = 0;
    this.playing = false;
    this.rate = 0; // frames a second, while it plays
    this.held = false; // between two frames, by hand
    this.led = false; // by another map: it stands where it is put
    this.speed = 1;
    this.loop = false;
    this.dwelt = 0; // seconds at the end
    this.rest = null; // the frame to go back to from the end, if that is not where it rests
    this.goal = null; // the same while it is on its way there
    this.returned = false; // whether it has come there by itself
    this.interval = 0.5; // seconds between arrivals of new frames, measured
    this.arrived = null; // when the last ones came
  }

  arrive(now) {
    if (this.arrived !== null) {
      const interval = Math.min(5, Math.max(0.05, now - this.arrived));
      this.interval += 0.3 * (interval - this.interval);
    }
    this.arrived = now;
  }

  /**
   * Move on. Towards a film that still grows the head slows down instead of stopping, so that
   * something moves on every picture; at the end of one that grows no more it stops.
   * @param {number} seconds since the last call @param {number} last the newest frame
   * @param {boolean} growing more frames are on their way
   * @param {boolean} jumping the head is between two pictures that fade into one another
   * @returns {boolean} whether the head moved
   */
  advance(seconds, now, last, growing, jumping = false) {
    if (last < 0 || this.led) return false;
    if (!this.playing) return this.settle(seconds);
    const backlog = last - this.head;
    let rate = FRAMES_A_SECOND * this.speed;
    if (growing) {
      const waited = Math.max(this.interval, now - (this.arrived ?? now));
      rate = Math.min(rate, backlog / (LAG * waited));
    }
    if (jumping) rate = Math.min(rate, this.speed / FADE);
    this.rate = rate;
    const before = this.head;
    this.head = Math.max(0, Math.min(last, this.head + rate * seconds));
    if (last - this.head < NEAR && !growing) {
      this.head = last;
      if (this.loop && last > 0) return this.dwell(seconds, before);
      this.playing = false;
      [this.goal, this.dwelt] = [this.rest, 0];
      if (this.goal !== null) return true;
    }
    return this.head !== before;
  }

  /** From the end, once that was seen, to the frame where it rests. */
  goBack(seconds) {
    this.dwelt += seconds;
    if (this.dwelt < DWELL) return true;
    this.head = Math.max(this.goal, this.head - BACK * seconds);
    if (this.head > this.goal) return true;
    this.stay();
    return (this.returned = true);
  }

  /** Somebody wishes it elsewhere. */
  stay() {
    this.goal = null;
    this.returned = false;
  }

  /** At the end of a film that is looped: stand a while, then begin again. */
  dwell(seconds, before) {
    this.dwelt += seconds;
    if (this.dwelt >= DWELL) this.dwelt = this.head = 0;
    return this.head !== before;
  }

  /** What is looked at is a frame that was kept, not something in between. */
  settle(seconds) {
    if (this.goal !== null) return this.goBack(seconds);
    const away = Math.round(this.head) - this.head;
    if (away === 0 || this.held) return false;
    const step = FRAMES_A_SECOND * seconds;
    this.head = Math.abs(away) <= step ? Math.round(this.head) : this.head + Math.sign(away) * step;
    return true;
  }

  ahead(seconds, last) {
    return this.playing ? Math.min(last, this.head + this.rate * seconds) : this.head;
  }

  /** From the end of a finished film, playing starts over. */
  play(last, growing) {
    if (!growing && (this.returned || this.goal !== null || this.head >= last - NEAR)) this.head = 0;
    this.stay();
    this.playing = true;
  }

  pause() {
    this.stay();
    this.playing = false;
  }

  /** Stand where another map is, and do as it does. */
  copy({ head, playing, rate }, last) {
    this.stay();
    this.led = true;
    Object.assign(this, { playing, rate, head: Math.max(0, Math.min(last, head)) });
  }

  /** Go along with the newest frame, wherever the head is now. */
  follow(last) {
    this.head = Math.max(this.head, last - 1);
    this.stay();
    this.playing = true;
  }

  step(frames, last) {
    const from = frames > 0 ? Math.floor(this.head + NEAR) : Math.ceil(this.head - NEAR);
    this.seek(from + frames, last);
  }

  seek(head, last) {
    this.stay();
    this.playing = false;
    this.head = Math.max(0, Math.min(last, head));
  }
}
