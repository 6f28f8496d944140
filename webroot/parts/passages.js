// The passages of a document: one text node each, words known by their places in it, marks by the Custom Highlight API.
import { countWords } from "../document.js";
import { clock, h } from "../dom.js";
import { t } from "../texts.js";

const IN_SECTION = 50;
const DOUBT_BELOW = 0.5;
const AUTOSAVE_MS = 1000;
const COLOURS = 8;
const NEW = "\u0000new";

/** Where each word of a passage begins and ends in its text. */
function places(passage) {
  if (!passage.places) {
    let at = -(passage.words[0]?.text.match(/^\s*/)[0].length ?? 0);
    passage.places = passage.words.map((word) => {
      const from = at + word.text.match(/^\s*/)[0].length;
      at += word.text.length;
      return [from, at];
    });
  }
  return passage.places;
}

export class Passages {
  element = h("div", { className: "passages" });
  #rows = new Map();
  #document;
  #player;
  #editor = null;
  #marks = {};
  #playing = null;
  #doubt = -1;

  constructor(model, player, signal) {
    this.#document = model;
    this.#player = player;
    for (const name of ["playing", "doubt", "found"]) {
      this.#marks[name] = globalThis.Highlight ? new Highlight() : null;
      globalThis.CSS?.highlights?.set(name, this.#marks[name]);
    }
    model.addEventListener("passages", ({ detail }) => this.#changed(detail));
    model.addEventListener("speakers", () => this.#lay());
    player.addEventListener("time", ({ detail }) => this.#follow(detail));
    for (const name of ["visibilitychange", "pagehide"]) {
      addEventListener(name, () => this.#editor?.save(), { signal, capture: true });
    }
    signal.addEventListener("abort", () => {
      this.#editor?.finish();
      globalThis.CSS?.highlights?.clear();
    });
    this.#lay();
  }

  #lay() {
    const old = this.#rows;
    this.#rows = new Map();
    const sections = [];
    this.#document.order.forEach((id, index) => {
      if (index % IN_SECTION === 0) {
        sections.push(h("div", { className: "stretch" }));
      }
      const isEdited = this.#editor?.id === id;
      const row = isEdited ? old.get(id) : this.#row(this.#document.passages.get(id));
      this.#rows.set(id, row);
      sections.at(-1).append(row);
    });
    this.element.replaceChildren(...sections);
    if (this.#editor && !this.#rows.has(this.#editor.id)) {
      const { save } = this.#editor; // somebody else has joined the passage to another: what was typed goes with it
      this.#editor = null;
      save();
    }
    this.#editor?.field.focus();
    this.#markDoubts();
  }

  #changed({ ids, isReordered }) {
    if (isReordered) {
      this.#lay();
    } else {
      ids.forEach((id) => {
        const row = this.#rows.get(id);
        if (row && this.#editor?.id !== id) {
          const fresh = this.#row(this.#document.passages.get(id));
          row.replaceWith(fresh);
          this.#rows.set(id, fresh);
        }
      });
      this.#markDoubts();
    }
    if (this.#editor && ids.includes(this.#editor.id)) {
      this.#editor.refresh(this.#document.passages.get(this.#editor.id), this.#document.version);
    }
  }

  #row(passage) {
    const time = clock(passage.start);
    const text = h("p", { className: "said", dir: "auto", tabIndex: 0, textContent: passage.text || " ", lang: this.#document.language,
      onclick: (event) => this.#clicked(event, passage.id),
      ondblclick: (event) => this.edit(passage.id, this.#offset(event)),
      onkeydown: (event) => {
        if (event.key === "Enter") {
          event.preventDefault();
          this.edit(passage.id, 0);
        }
      } });
    return h("div", { className: `passage${passage.edited ? " edited" : ""}` },
      h("div", { className: "who" }, this.#speaker(passage, time),
        h("button", { type: "button", className: "time", textContent: time, "aria-label": t("play_from", { time }), onclick: () => this.#player.playFrom(passage.start) }),
        h("button", { type: "button", className: "link", textContent: t("edit"), "aria-label": t("edit_of", { time }), onclick: () => this.edit(passage.id, 0) })),
      text,
      passage.conflict ? h("p", { className: "warn", textContent: t("conflict") }) : null);
  }

  #speaker(passage, time) {
    const { speakers } = this.#document;
    const index = speakers.findIndex((one) => one.speaker === passage.speaker);
    const select = h("select", { className: `speaker colour${index < 0 ? "-none" : index % COLOURS}`, "aria-label": t("speaker_of", { time }) },
      new Option("–", "", false, index < 0), speakers.map((one, i) => new Option(one.name || one.speaker, one.speaker, false, i === index)), new Option(t("new_speaker"), NEW));
    select.addEventListener("change", () => {
      const speaker = select.value === NEW ? this.#unused() : select.value || null;
      this.#document.change([{ type: "assign", passage: passage.id, speaker }]);
      this.#document.flush();
    });
    return select;
  }

  #unused() {
    const taken = new Set(this.#document.speakers.map((one) => one.speaker));
    return Array.from({ length: 200 }, (none, i) => (i < 26 ? String.fromCharCode(65 + i) : `S${i}`)).find((label) => !taken.has(label));
  }

  #offset(event) {
    const place = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    if (place) {
      return place.offset;
    }
    return document.caretRangeFromPoint?.(event.clientX, event.clientY)?.startOffset ?? 0;
  }

  #clicked(event, id) {
    if (getSelection().isCollapsed) {
      const passage = this.#document.passages.get(id);
      const offset = this.#offset(event);
      const index = places(passage).findIndex(([, to]) => offset <= to);
      if (index >= 0) {
        this.#player.seek(passage.words[index].start);
      }
    }
  }

  /** The word that is said now; the last one that has begun. */
  #follow(seconds) {
    const { order, passages } = this.#document;
    let low = 0;
    let high = order.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (passages.get(order[middle]).start <= seconds) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    const passage = passages.get(order[low]);
    const index = passage?.words.findLastIndex((word) => word.start <= seconds) ?? -1;
    const key = `${order[low]} ${index}`;
    if (key !== this.#playing) {
      this.#playing = key;
      const row = this.#rows.get(order[low]);
      this.element.querySelector(".now")?.classList.remove("now");
      row?.classList.add("now");
      this.#marks.playing?.clear();
      const range = index >= 0 ? this.range(order[low], ...places(passage)[index]) : null;
      range && this.#marks.playing?.add(range);
    }
  }

  /** A range in a passage's text; null while it is edited. */
  range(id, from, to) {
    const node = this.#rows.get(id)?.querySelector(".said")?.firstChild;
    if (!node || to > node.length || from < 0) {
      return null;
    }
    const range = new Range();
    range.setStart(node, from);
    range.setEnd(node, to);
    return range;
  }

  /** Words that the machine was not sure of. */
  doubts() {
    return this.#document.order.flatMap((id) => {
      const passage = this.#document.passages.get(id);
      return passage.words.flatMap((word, index) => (word.probability < DOUBT_BELOW ? [{ id, index, word }] : []));
    });
  }

  #markDoubts() {
    this.#marks.doubt?.clear();
    for (const { id, index } of this.doubts()) {
      const range = this.range(id, ...places(this.#document.passages.get(id))[index]);
      range && this.#marks.doubt?.add(range);
    }
  }

  nextDoubt() {
    const all = this.doubts();
    if (all.length) {
      this.#doubt = (this.#doubt + 1) % all.length;
      const { id, index, word } = all[this.#doubt];
      this.show(id, ...places(this.#document.passages.get(id))[index]);
      this.#player.seek(Math.max(0, word.start - 0.5));
    }
  }

  /** Brings a part of a passage into sight and selects it. */
  show(id, from, to) {
    const row = this.#rows.get(id);
    row?.scrollIntoView({ block: "center" });
    const range = this.range(id, from, to);
    if (range) {
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      row.querySelector(".said").focus({ preventScroll: true });
    }
  }

  /** What a search has found: { id, from, to }. */
  markFound(found) {
    this.#marks.found?.clear();
    found.forEach(({ id, from, to }) => {
      const range = this.range(id, from, to);
      range && this.#marks.found?.add(range);
    });
  }

  /** One passage as a text field; what is typed is saved a second after the last key, and when the field is left. */
  edit(id, caret) {
    this.#editor?.finish();
    const passage = this.#document.passages.get(id);
    const row = this.#rows.get(id);
    const field = h("textarea", { className: "said", dir: "auto", value: passage.text, lang: this.#document.language, spellcheck: true,
      "aria-label": t("passage_text", { time: clock(passage.start) }), "aria-describedby": "editing-help" });
    const help = h("p", { className: "soft", id: "editing-help", textContent: t("editing_help") });
    const editor = { id, field, text: passage.text, base: this.#document.version };
    const fit = () => {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    };
    let timer = 0;
    editor.save = () => {
      clearTimeout(timer);
      const operations = field.value.trim() === editor.text ? [] : [{ type: "text", passage: id, text: field.value }];
      if (operations.length) {
        editor.text = field.value.trim();
        this.#document.change(operations, { base: editor.base });
      }
    };
    editor.finish = () => {
      if (this.#editor === editor) {
        this.#editor = null;
        editor.save();
        this.#document.passages.get(id).text = field.value.trim();
        this.#document.flush();
        const fresh = this.#row(this.#document.passages.get(id));
        row.replaceWith(fresh);
        this.#rows.set(id, fresh);
      }
    };
    editor.refresh = (now, version) => {
      if (field.value.trim() === editor.text && this.#document.waiting.length === 0) {
        const at = field.selectionStart;
        if (field.value.trim() !== now.text) {
          field.value = now.text;
          field.setSelectionRange(at, at);
        }
        editor.text = now.text;
        editor.base = version;
        fit();
      }
    };
    field.addEventListener("input", () => {
      fit();
      clearTimeout(timer);
      timer = setTimeout(editor.save, AUTOSAVE_MS);
    });
    field.addEventListener("blur", () => editor.finish());
    field.addEventListener("keydown", (event) => this.#key(event, editor));
    row.querySelector(".said").replaceWith(field);
    row.append(help);
    this.#editor = editor;
    field.focus();
    field.setSelectionRange(caret, caret);
    fit();
  }

  #key(event, editor) {
    const { id, field } = editor;
    if (event.isComposing) {
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const word = countWords(field.value.slice(0, field.selectionStart));
      this.#document.change([{ type: "text", passage: id, text: field.value }, { type: "split", passage: id, word }], { base: editor.base });
      editor.text = field.value.trim();
      editor.finish();
    } else if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      editor.finish();
      this.#rows.get(id)?.querySelector(".said").focus();
    } else if (event.key === "Backspace" && field.selectionStart === 0 && field.selectionEnd === 0 && this.#document.order[0] !== id) {
      event.preventDefault();
      editor.save();
      this.#document.change([{ type: "merge", passage: id }], { base: editor.base });
      editor.finish();
    }
  }
}
