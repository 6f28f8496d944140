// The document of a transcript as this page has it: passages, what is not acknowledged yet, and what can be taken back.
import { get, post } from "./api.js";

const SAVE_AFTER_MS = 800;
const LOOK_EVERY_MS = 5000;
const RETRY_MAX_MS = 15000;
const REQUEST_CHARS_MAX = 40000;
const OPERATIONS_MAX = 100;
const UNDO_MAX = 1000;
const SINGLE = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]";
const WORD = new RegExp(`\\s*(?:${SINGLE}\\p{P}*|(?:(?!${SINGLE})\\S)+)`, "gu");

/** How many words a text has, as the server counts them. */
export function countWords(text) {
  return text.match(WORD)?.length ?? 0;
}

/** An id that nobody else makes; works without a secure context. */
export function newId(prefix = "op_") {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return prefix + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Tells its listeners: "passages" with the ids that are other, "speakers", "notes", "state", "refused". */
export class Document extends EventTarget {
  passages = new Map();
  order = [];
  speakers = [];
  notes = [];
  version = 0;
  undone = [];
  done = [];
  waiting = [];
  state = "saved";
  #editor = newId("page_");
  #id;
  #signal;
  #sending = false;
  #timer = 0;
  #wait = 0;

  constructor(id, signal) {
    super();
    this.#id = id;
    this.#signal = signal;
  }

  async open() {
    this.#take(await get(`v1/transcripts/${this.#id}`));
    this.#restore();
    const look = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.#signal.addEventListener("abort", () => {
      clearInterval(look);
      this.flush();
    });
    addEventListener("visibilitychange", () => this.flush(), { signal: this.#signal });
    addEventListener("online", () => this.flush(), { signal: this.#signal });
    return this;
  }

  /** What others have changed meanwhile. */
  async look() {
    if (this.#sending || document.hidden) {
      return;
    }
    try {
      this.#take(await get(`v1/transcripts/${this.#id}?since=${this.version}`));
    } catch {
      // The next look, or what is sent next, will say.
    }
  }

  #take(answer) {
    const isWhole = this.passages.size === 0;
    if (answer.version < this.version) {
      return; // an answer that was overtaken
    }
    this.version = answer.version;
    this.language = answer.language;
    this.duration = answer.duration;
    this.warnings = answer.warnings ?? this.warnings;
    answer.passages.forEach((passage) => this.passages.set(passage.id, passage));
    const isReordered = answer.order && answer.order.join() !== this.order.join();
    this.order = answer.order ?? this.order;
    const speakers = JSON.stringify(answer.speakers) !== JSON.stringify(this.speakers);
    const notes = JSON.stringify(answer.notes) !== JSON.stringify(this.notes);
    this.speakers = answer.speakers;
    this.notes = answer.notes;
    if (!isWhole) {
      this.#tell("passages", { ids: answer.passages.map((passage) => passage.id), isReordered });
      speakers && this.#tell("speakers");
      notes && this.#tell("notes");
    }
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** What a speaker is called. */
  name(label) {
    return this.speakers.find((one) => one.speaker === label)?.name || label || "";
  }

  /**
   * Takes operations; they are sent soon, and kept in this browser until the server has them on disk.
   * @param {object[]} operations without ids
   * @param {number} base version that they were made on
   */
  change(operations, { base = this.version, isStep = true } = {}) {
    const made = operations.map((operation) => ({ id: newId(), ...operation }));
    this.waiting.push(...made.map((operation) => ({ base, operation, editor: this.#editor })));
    if (isStep) {
      this.done.push(made.map((operation) => operation.id));
      this.done.splice(0, this.done.length - UNDO_MAX);
      this.undone.length = 0;
    }
    this.#keep();
    this.#show("saving");
    this.#later(SAVE_AFTER_MS);
    return made;
  }

  /** Takes the last step back. */
  undo() {
    this.#turn(this.done, this.undone);
  }

  redo() {
    this.#turn(this.undone, this.done);
  }

  #turn(from, to) {
    const step = from.pop();
    if (step) {
      const operations = [...step].reverse().map((operation) => ({ type: "undo", operation }));
      to.push(this.change(operations, { isStep: false }).map((operation) => operation.id));
      this.flush();
    }
  }

  /** Sends what waits now. */
  flush() {
    return this.#later(0);
  }

  #later(wait) {
    clearTimeout(this.#timer);
    if (wait === 0) {
      return this.#send();
    }
    this.#timer = setTimeout(() => this.#send(), wait);
    return Promise.resolve();
  }

  async #send() {
    if (this.#sending || this.waiting.length === 0) {
      return;
    }
    this.#sending = true;
    const batch = this.#batch();
    try {
      const answer = await post(`v1/transcripts/${this.#id}/operations`, {
        editor: batch[0].editor,
        base_version: batch[0].base,
        operations: batch.map(({ operation }) => operation),
      });
      this.waiting.splice(0, batch.length);
      this.#wait = 0;
      this.#discard(batch);
      this.#keep();
      this.#show(this.waiting.length ? "saving" : "saved");
      this.#take(answer);
    } catch (error) {
      this.#failed(error, batch);
    } finally {
      this.#sending = false;
    }
    if (this.waiting.length) {
      await this.#later(this.#wait || 1);
    }
  }

  /** Operations on the same version, as many as one request takes. */
  #batch() {
    let chars = 0;
    const [{ base, editor }] = this.waiting;
    const end = this.waiting.findIndex((one, index) => {
      chars += JSON.stringify(one.operation).length;
      return index > 0 && (one.base !== base || one.editor !== editor || this.waiting[0].isAlone || chars > REQUEST_CHARS_MAX || index >= OPERATIONS_MAX);
    });
    return this.waiting.slice(0, end < 0 ? this.waiting.length : end);
  }

  #failed(error, batch) {
    const isRefused = error.status >= 400 && error.status < 500 && ![401, 403, 408, 429].includes(error.status);
    if (!isRefused) {
      this.#wait = Math.min(RETRY_MAX_MS, Math.max(1000, this.#wait * 2));
      this.#show("kept");
      return;
    }
    // One that is refused would stop all behind it: it is taken out and shown to whoever wrote it.
    const bad = batch.length === 1 ? this.waiting.splice(0, 1) : [];
    this.#discard(bad);
    batch.forEach((one) => { one.isAlone = true; });
    this.#wait = 1;
    this.#keep();
    bad.forEach(({ operation }) => this.#tell("refused", { operation, message: error.message }));
    this.#show(this.waiting.length ? "saving" : "saved");
  }

  #show(state) {
    this.state = state;
    this.#tell("state");
  }

  #outbox(editor) {
    return `sotto.outbox.${this.#id}.${editor}`;
  }

  #keep() {
    try {
      const own = this.waiting.filter((one) => one.editor === this.#editor);
      if (own.length) {
        localStorage.setItem(this.#outbox(this.#editor), JSON.stringify(own));
      } else {
        localStorage.removeItem(this.#outbox(this.#editor));
      }
    } catch {
      // Without storage it is kept as long as the page is open.
    }
  }

  /** What an earlier page left is deleted once all of it was taken. */
  #discard(batch) {
    for (const editor of new Set(batch.map((one) => one.editor))) {
      if (editor !== this.#editor && !this.waiting.some((one) => one.editor === editor)) {
        localStorage.removeItem(this.#outbox(editor));
      }
    }
  }

  /** What earlier pages could not send. One that is still open may send it too: the server takes an operation once. */
  #restore() {
    try {
      const begin = this.#outbox("");
      for (const key of Object.keys(localStorage).filter((one) => one.startsWith(begin))) {
        this.waiting.push(...JSON.parse(localStorage.getItem(key)));
      }
      this.flush();
    } catch {
      // There is nothing that can be read.
    }
  }
}
