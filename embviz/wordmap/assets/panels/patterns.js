// Regular expressions over all words of a map, in a thread of their own: one that would take for ever,
// as /(a+)+$/ may, is given up, and nothing stands still meanwhile. Nobody else runs them.

const LONGEST = 1000; // ms

/** In the worker: keeps the texts of each word, and finds the words that an expression matches. */
function serve() {
  let lists = [];
  onmessage = ({ data }) => {
    if (data.lists) return void (lists = data.lists);
    const pattern = new RegExp(data.source, "iu");
    const ids = [...lists.keys()].filter((id) => lists[id].some((text) => pattern.test(text)));
    postMessage({ no: data.no, ids });
  };
}

function startWorker() {
  const url = URL.createObjectURL(new Blob([`(${serve})();`], { type: "text/javascript" }));
  const worker = new Worker(url);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return worker;
}

export class Patterns {
  /** @param {() => string[][]} lists gives the texts of each word @param {() => Worker} start */
  constructor(lists, start = startWorker) {
    Object.assign(this, { lists, start, no: 0, worker: null });
  }

  /**
   * The words in whose texts an expression is found; a later question ends this one.
   * @param {RegExp} pattern @returns {Promise<number[] | "late" | "unable" | "overtaken">}
   */
  find({ source }) {
    this.answer?.("overtaken");
    return new Promise((done) => {
      const no = ++this.no;
      this.answer = (found) => {
        clearTimeout(timer);
        this.answer = null;
        if (!Array.isArray(found)) this.close(); // it may still be busy
        done(found);
      };
      const timer = setTimeout(() => this.answer?.("late"), LONGEST);
      try {
        this.worker ??= this.begin();
        this.worker.onmessage = ({ data }) => data.no === no && this.answer?.(data.ids);
        this.worker.onerror = () => this.answer?.("unable");
        this.worker.postMessage({ no, source });
      } catch {
        this.answer("unable");
      }
    });
  }

  begin() {
    const worker = this.start();
    worker.postMessage({ lists: this.lists() });
    return worker;
  }

  close() {
    this.worker?.terminate();
    this.worker = null;
  }
}
