// The sound of a transcript. The server keeps none after the end, so it is what this browser has kept, or a file that is chosen.
import { clock, h } from "../dom.js";
import { keep, sound } from "../shelf.js";
import { t } from "../texts.js";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

export class Player extends EventTarget {
  #id;
  #audio = h("audio", { preload: "metadata" });
  #time = h("span", { className: "time" });
  #bar = h("input", { type: "range", min: 0, max: 0, step: 0.1, value: 0, "aria-label": t("play") });
  #url = "";

  constructor(id, signal) {
    super();
    this.#id = id;
    const choose = h("input", { type: "file", accept: "audio/*,video/*", className: "unseen", id: "sound", onchange: (event) => this.#chosen(event.target.files[0]) });
    const help = h("p", { className: "row", hidden: true }, h("span", { className: "soft", textContent: t("sound_help") }), h("label", { className: "button", for: "sound" }, t("choose_sound"), choose));
    this.help = help;
    const toggle = h("button", { type: "button", className: "primary", textContent: "▶", "aria-label": t("play"), onclick: () => this.toggle() });
    this.controls = h("div", { className: "row", hidden: true },
      h("button", { type: "button", textContent: "−5", "aria-label": t("back"), onclick: () => this.skip(-5) }), toggle,
      h("button", { type: "button", textContent: "+5", "aria-label": t("forth"), onclick: () => this.skip(5) }), this.#time, this.#bar,
      h("select", { "aria-label": t("speed"), onchange: (event) => { this.#audio.playbackRate = Number(event.target.value); } },
        SPEEDS.map((speed) => new Option(`${speed}×`, speed, speed === 1, speed === 1))));
    this.element = h("section", { className: "player", "aria-label": t("play") }, this.controls, help, this.#audio);
    this.#bar.addEventListener("input", () => this.seek(Number(this.#bar.value)));
    this.#audio.addEventListener("play", () => { toggle.textContent = "⏸"; this.#run(); });
    this.#audio.addEventListener("pause", () => { toggle.textContent = "▶"; });
    for (const name of ["timeupdate", "loadedmetadata", "seeked"]) {
      this.#audio.addEventListener(name, () => this.#show());
    }
    signal.addEventListener("abort", () => {
      this.#audio.pause();
      URL.revokeObjectURL(this.#url);
    });
    sound(id).then((blob) => (blob ? this.#load(blob) : (help.hidden = false)));
  }

  get now() {
    return this.#audio.currentTime;
  }

  get hasSound() {
    return this.#url !== "";
  }

  async #chosen(file) {
    if (file) {
      await keep(this.#id, file);
      this.#load(file);
    }
  }

  #load(blob) {
    URL.revokeObjectURL(this.#url);
    this.#url = URL.createObjectURL(blob);
    this.#audio.src = this.#url;
    this.help.hidden = true;
    this.controls.hidden = false;
  }

  #run() {
    this.#show();
    if (!this.#audio.paused) {
      requestAnimationFrame(() => this.#run());
    }
  }

  #show() {
    const { currentTime, duration } = this.#audio;
    this.#bar.max = Number.isFinite(duration) ? duration : 0;
    this.#bar.value = currentTime;
    this.#bar.setAttribute("aria-valuetext", clock(currentTime));
    this.#time.textContent = `${clock(currentTime)} / ${clock(Number.isFinite(duration) ? duration : 0)}`;
    this.dispatchEvent(new CustomEvent("time", { detail: currentTime }));
  }

  toggle() {
    if (this.hasSound) {
      this.#audio.paused ? this.#audio.play() : this.#audio.pause();
    }
  }

  skip(seconds) {
    this.seek(this.now + seconds);
  }

  seek(seconds) {
    if (this.hasSound) {
      this.#audio.currentTime = Math.max(0, seconds);
    }
    this.dispatchEvent(new CustomEvent("time", { detail: seconds }));
  }

  playFrom(seconds) {
    this.seek(seconds);
    if (this.hasSound) {
      this.#audio.play();
    }
  }
}
