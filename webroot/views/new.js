// A new transcription: recordings, and what is wanted of them.
import { models, submit } from "../api.js";
import { announce, h } from "../dom.js";
import { recorderPart } from "../parts/recorder.js";
import { keep } from "../shelf.js";
import { languageName, t } from "../texts.js";
import { label } from "./library.js";

const LANGUAGES = ["en", "zh", "de", "es", "ru", "ko", "fr", "ja", "pt", "tr", "pl", "ca", "nl", "ar", "sv", "it", "id",
  "hi", "fi", "vi", "he", "uk", "el", "ms", "cs", "ro", "da", "hu", "ta", "no", "th", "ur"];
const EXTENSIONS = ["mka", "mkv", "ogg", "opus", "flac", "m4a", "amr", "gsm", "caf", "w64", "wv", "ape", "tta", "dts", "thd", "sph", "sf", "rm",
  "mxf", "dv", "nut", "ts", "wtv", "mp3", "mp4", "wav", "webm", "mov", "aac", "wma", "avi"];
const AT_ONCE = 2;
const SPEAKERS_MAX = 10;
const KEPT = "sotto.choices";
/** What a preset asks for beside what is chosen; the first is the server's own way, which is the fastest. */
const PRESETS = {
  fast: {},
  accurate: { beam_size: 5 },
  subtitles: { max_line_width: 42, max_line_count: 2, max_cue_seconds: 7, max_characters_per_second: 17, min_gap_seconds: 0.08 },
  interview: { diarize: true },
};

function isRecording(file) {
  return /^(audio|video)\//.test(file.type) || EXTENSIONS.includes(file.name.split(".").pop().toLowerCase());
}

/** The last part of an address as people read it. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The files of a drop, those in folders too. */
async function dropped(items) {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = [];
  for (let entry = entries.shift(); entry; entry = entries.shift()) {
    if (entry.isFile) {
      files.push(await new Promise((resolve, reject) => { entry.file(resolve, reject); }));
    } else {
      const reader = entry.createReader();
      for (let part = [null]; part.length;) {
        part = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
        entries.push(...part);
      }
    }
  }
  return files;
}

export async function view({ signal }) {
  const served = await models();
  const chosen = [];
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  const preset = h("select", { id: "preset", "aria-describedby": "preset-help" }, Object.keys(PRESETS).map((name) => new Option(t(`preset_${name}`), name, false, name === kept.preset)));
  const presetHelp = h("p", { id: "preset-help", className: "soft" });
  const model = h("select", { id: "model" }, served.map((one) => new Option(one.id, one.id, false, one.id === kept.model)));
  const task = h("select", { id: "task" }, new Option(t("transcribe"), "transcribe"), new Option(t("translate"), "translate", false, kept.task === "translate"));
  const language = h("select", { id: "language" }, new Option(t("detect"), ""),
    LANGUAGES.map((code) => new Option(languageName(code), code, false, code === kept.language)));
  const speakers = h("select", { id: "speakers" }, new Option(t("speakers_none"), ""), new Option(t("speakers_auto"), "auto", false, kept.speakers === "auto"),
    Array.from({ length: SPEAKERS_MAX - 1 }, (none, i) => new Option(t("speakers_n", { count: i + 2 }), i + 2, false, kept.speakers === `${i + 2}`)));
  const prompt = h("input", { id: "prompt", placeholder: t("prompt_help"), value: kept.prompt ?? "", autocomplete: "off", maxLength: 800 });
  const files = h("input", { type: "file", multiple: true, className: "unseen", id: "files", accept: ["audio/*", "video/*", ...EXTENSIONS.map((one) => `.${one}`)].join() });
  const folder = h("input", { type: "file", className: "unseen", id: "folder", webkitdirectory: true });
  const link = h("input", { type: "url", id: "link", autocomplete: "off", maxLength: 2000, placeholder: t("link_help") });
  const rows = h("ul", { className: "files", "aria-label": t("chosen") });
  const error = h("p", { className: "error", role: "alert", hidden: true });
  const start = h("button", { className: "primary", textContent: t("start") });
  const drop = h("div", { className: "drop" }, h("p", { className: "strong", textContent: t("drop") }), h("p", { className: "soft", textContent: t("drop_detail") }),
    h("div", { className: "row" }, h("label", { className: "button", for: "files" }, t("choose_files"), files), h("label", { className: "button", for: "folder" }, t("choose_folder"), folder)),
  h("div", { className: "row" }, h("label", { for: "link", textContent: t("link") }), link, h("button", { type: "button", textContent: t("link_add"), onclick: takeLink })));
  const recorder = recorderPart((file, done) => add({ file, name: file.name, done }), signal);

  function abilities() {
    const isEnglishOnly = served.find((one) => one.id === model.value)?.multilingual === false;
    task.options[1].disabled = isEnglishOnly;
    task.options[1].textContent = t(isEnglishOnly ? "translate_needs" : "translate");
    if (isEnglishOnly) {
      task.value = "transcribe";
      language.value = "";
    }
    language.disabled = isEnglishOnly;
    language.options[0].textContent = t(isEnglishOnly ? "english_only" : "detect");
  }

  function take(found) {
    const good = [...found].filter(isRecording);
    good.forEach((file) => add({ file, name: file.name }));
    const skipped = found.length - good.length;
    error.hidden = skipped === 0;
    error.textContent = t("skipped", { count: skipped });
    showCount();
  }

  /** A recording that is sent with the others: a file, or an address from which the server fetches it. */
  function add(item) {
    item.line = h("p", { className: "soft", role: "status" });
    item.bar = h("progress", { max: 1, value: 0, hidden: true, "aria-label": item.name });
    item.row = h("li", {}, h("span", { className: "name", textContent: item.name }), item.bar, item.line,
      h("button", { type: "button", textContent: "×", "aria-label": t("take_out", { name: item.name }), onclick: () => {
        chosen.splice(chosen.indexOf(item), 1);
        item.row.remove();
        showCount();
      } }));
    chosen.push(item);
    rows.append(item.row);
    error.hidden = true;
    showCount();
  }

  function takeLink() {
    if (link.value.trim() && link.reportValidity()) {
      const url = link.value.trim();
      const last = new URL(url).pathname.split("/").at(-1);
      add({ url, name: decoded(last) || url });
      link.value = "";
    }
  }

  function showPreset() {
    presetHelp.textContent = t(`preset_${preset.value}_help`);
  }

  function showCount() {
    start.textContent = chosen.length > 1 ? t("start_many", { count: chosen.length }) : t("start");
  }

  function form({ file, url }) {
    const form = new FormData();
    Object.entries(PRESETS[preset.value]).forEach(([name, value]) => form.set(name, value));
    form.set("model", model.value);
    form.set("task", task.value);
    form.set("word_timestamps", "true");
    form.set("response_format", "verbose_json");
    language.value && form.set("language", language.value);
    prompt.value.trim() && form.set("prompt", prompt.value.trim());
    if (speakers.value) {
      form.set("diarize", "true");
      speakers.value !== "auto" && form.set("num_speakers", speakers.value);
    }
    url ? form.set("url", url) : form.set("file", file, file.name);
    return form;
  }

  async function send(item) {
    item.bar.hidden = false;
    item.row.querySelector("button").hidden = true;
    try {
      const job = await submit(form(item), { signal, onUpload: (part) => {
        item.bar.value = part;
        item.line.textContent = t("uploading", { percent: Math.round(part * 100) });
      } });
      await label(job, { title: item.name.replace(/\.[^.]+$/, "").replace(/\p{Cc}/gu, " ").slice(0, 300) }).catch(() => {});
      item.file && await keep(job.id, item.file);
      item.done?.();
      item.line.textContent = t("sent");
      return job;
    } catch (failure) {
      item.line.className = "bad";
      item.line.textContent = failure.message;
      return null;
    } finally {
      item.bar.hidden = true;
    }
  }

  async function go(event) {
    event.preventDefault();
    takeLink();
    error.hidden = chosen.length > 0;
    if (chosen.length === 0) {
      error.textContent = t("file_missing");
      return;
    }
    localStorage.setItem(KEPT, JSON.stringify({ preset: preset.value, model: model.value, task: task.value, language: language.value, speakers: speakers.value, prompt: prompt.value }));
    start.disabled = true;
    const waiting = [...chosen];
    const sent = [];
    const next = async () => {
      for (let item = waiting.shift(); item; item = waiting.shift()) {
        sent.push(await send(item));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    start.disabled = false;
    const good = sent.filter(Boolean);
    announce(t("sent"));
    if (good.length === sent.length && !signal.aborted) {
      location.hash = good.length === 1 ? `#/jobs/${good[0].id}` : "#/";
    }
  }

  files.addEventListener("change", () => take(files.files));
  folder.addEventListener("change", () => take(folder.files));
  model.addEventListener("change", abilities);
  for (const type of ["dragover", "dragleave", "drop"]) {
    addEventListener(type, async (event) => {
      event.preventDefault();
      drop.classList.toggle("over", type === "dragover");
      if (type === "drop") {
        take(await dropped(event.dataTransfer.items));
      }
    }, { signal });
  }
  preset.addEventListener("change", showPreset);
  showPreset();
  abilities();
  const field = (name, control) => h("label", { for: control.id }, t(name), control);
  return [h("h1", { textContent: t("new") }), h("form", { onsubmit: go }, drop, recorder, rows,
    h("div", { className: "choices" }, field("preset", preset), field("model", model), field("task", task), field("spoken", language), field("speakers", speakers), field("prompt", prompt)),
    presetHelp, error, h("div", { className: "row" }, start, h("p", { className: "soft", textContent: t("leave_note") })))];
}
