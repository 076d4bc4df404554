// The film as a file: it is played once from start to end, and what is seen is recorded.

const KINDS = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];
const BITS = 6_000_000; // a second
const PICTURES = 30; // a second
const LINGER = 1000; // ms that the film stands at its end

/** A kind of film that this browser can record, or none. */
export function recordable(Recorder = globalThis.MediaRecorder, Canvas = globalThis.HTMLCanvasElement) {
  if (!Recorder || !Canvas?.prototype.captureStream) return null;
  return KINDS.find((kind) => Recorder.isTypeSupported(kind)) ?? null;
}

export class Recording {
  /** @param {{progress: (share: number) => void, done: (blob: ?Blob) => void}} act null: cancelled */
  constructor(poster, view, kind, act) {
    Object.assign(this, { poster, view, act, parts: [] });
    poster.paint();
    this.recorder = new MediaRecorder(poster.canvas.captureStream(PICTURES), {
      mimeType: kind,
      videoBitsPerSecond: BITS,
    });
    this.recorder.ondataavailable = ({ data }) => this.parts.push(data);
    this.recorder.onstop = () => this.finish(kind);
    this.recorder.start(1000);
  }

  painted() {
    const { player, last } = this.view;
    this.poster.paint();
    this.act.progress(player.head / Math.max(1, last));
    if (!player.playing) this.end ??= setTimeout(() => this.stop(), LINGER);
  }

  hold(hidden) {
    if (this.recorder.state === "inactive") return;
    if (hidden) this.recorder.pause();
    else this.recorder.resume();
  }

  stop() {
    if (this.recorder.state !== "inactive") this.recorder.stop();
  }

  cancel() {
    this.cancelled = true;
    clearTimeout(this.end);
    this.stop();
  }

  finish(kind) {
    for (const track of this.recorder.stream.getTracks()) track.stop();
    this.act.done(this.cancelled ? null : new Blob(this.parts, { type: kind.split(";")[0] }));
  }
}
