import { health, models, transcribe } from "./api.js";

const $ = (id) => document.getElementById(id);
const LANGUAGES = ["en", "zh", "de", "es", "ru", "ko", "fr", "ja", "pt", "tr", "pl", "ca", "nl", "ar", "sv", "it", "id",
  "hi", "fi", "vi", "he", "uk", "el", "ms", "cs", "ro", "da", "hu", "ta", "no", "th", "ur"];
const EXTENSIONS = { verbose_json: "json", json: "json", text: "txt", srt: "srt", vtt: "vtt" };

let transcript = { text: "", name: "transcript.txt" };
let running = null;
let englishOnly = new Set();

start();

function start() {
  $("base").textContent = new URL("v1", location.href).href;
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  $("languages").append(...LANGUAGES.map((code) => new Option(names.of(code), code)));
  $("file").addEventListener("change", showFile);
  $("task").addEventListener("change", showAbilities);
  $("model").addEventListener("change", showAbilities);
  $("form").addEventListener("submit", send);
  $("cancel").addEventListener("click", () => running?.abort());
  $("copy").addEventListener("click", copy);
  $("download").addEventListener("click", download);
  for (const [type, isOver] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
    $("drop").addEventListener(type, () => $("drop").classList.toggle("over", isOver));
  }
  showModels();
  showHealth();
}

async function showModels() {
  try {
    const served = await models();
    englishOnly = new Set(served.filter((model) => !model.multilingual).map((model) => model.id));
    $("model").replaceChildren(...served.map((model) => new Option(model.id, model.id)));
    showAbilities();
  } catch (error) {
    showError(error.message);
  }
}

/** A model that knows English only is offered no translation and no other language. */
function showAbilities() {
  const isEnglishOnly = englishOnly.has($("model").value);
  const translate = $("task").querySelector("option[value=translations]");
  translate.disabled = isEnglishOnly;
  translate.textContent = isEnglishOnly ? "Translate to English (needs a multilingual model)" : "Translate to English";
  if (isEnglishOnly) {
    $("task").value = "transcriptions";
    $("language").value = "";
  }
  $("language").disabled = isEnglishOnly || $("task").value === "translations";
  $("language").placeholder = isEnglishOnly ? "this model knows English only" : "detect automatically";
}

async function showHealth() {
  let isReady = false;
  let text = "Server not reachable";
  try {
    const state = await health();
    isReady = state.status === "healthy";
    text = isReady ? `Ready, version ${state.version}` : "Loading the model…";
  } catch {
    // The text says that already.
  }
  $("health").textContent = text;
  $("health").className = isReady ? "ok" : "bad";
  setTimeout(showHealth, isReady ? 30000 : 2000);
}

function showFile() {
  const file = $("file").files[0];
  $("drop").classList.toggle("chosen", Boolean(file));
  $("drop-title").textContent = file ? file.name : "Choose a recording or drop it here";
  $("drop-detail").textContent = file ? `${size(file.size)}. Choose another to replace it` : "Audio or video, any common format";
  URL.revokeObjectURL($("player").src);
  $("player").hidden = !file;
  if (file) {
    $("player").src = URL.createObjectURL(file);
  } else {
    $("player").removeAttribute("src");
  }
}

async function send(event) {
  event.preventDefault();
  const format = $("format").value;
  const form = new FormData($("form"));
  if (!form.get("language")) {
    form.delete("language");
  }
  running = new AbortController();
  busy(true);
  const started = performance.now();
  const timer = setInterval(() => { if ($("progress").dataset.uploaded) { showElapsed(started); } }, 500);
  try {
    const body = await transcribe($("task").value, form, { onUpload: showUpload, signal: running.signal });
    show(body, format, (performance.now() - started) / 1000);
    $("progress").textContent = "";
  } catch (error) {
    $("progress").textContent = error.name === "AbortError" ? "Cancelled." : "";
    if (error.name !== "AbortError") {
      showError(error.message);
    }
  } finally {
    clearInterval(timer);
    busy(false);
  }
}

function busy(isBusy) {
  $("send").disabled = isBusy;
  $("cancel").hidden = !isBusy;
  delete $("progress").dataset.uploaded;
  if (isBusy) {
    $("error").hidden = true;
    $("result").hidden = true;
    showUpload(0);
  }
}

function showUpload(fraction) {
  if (fraction >= 1) {
    $("progress").dataset.uploaded = "yes";
  } else {
    $("progress").textContent = `Uploading ${Math.round(fraction * 100)} %`;
  }
}

function showElapsed(started) {
  $("progress").textContent = `Transcribing… ${clockTime((performance.now() - started) / 1000)}`;
}

function show(body, format, tookSeconds) {
  const base = $("file").files[0].name.replace(/\.[^.]+$/, "");
  const segments = format === "verbose_json" ? JSON.parse(body) : null;
  transcript = segments
    ? { text: segments.text, name: `${base}.txt` }
    : { text: body, name: `${base}.${EXTENSIONS[format]}` };
  $("facts").textContent = segments
    ? `${segments.language}, ${clockTime(segments.duration)} of audio in ${tookSeconds.toFixed(1)} s`
    : `transcribed in ${tookSeconds.toFixed(1)} s`;
  $("warnings").replaceChildren(...(segments?.warnings ?? []).map((warning) => {
    const item = document.createElement("li");
    item.textContent = warning.message;
    return item;
  }));
  $("warnings").hidden = !segments?.warnings?.length;
  $("segments").hidden = !segments;
  $("plain").hidden = Boolean(segments);
  $("plain").textContent = segments ? "" : body;
  $("segments").replaceChildren(...(segments?.segments ?? []).map(row));
  if (segments && segments.segments.length === 0) {
    $("segments").hidden = true;
    $("plain").hidden = false;
    $("plain").textContent = "No speech was found.";
  }
  $("result").hidden = false;
}

function row(segment) {
  const time = document.createElement("button");
  time.type = "button";
  time.className = "time";
  time.textContent = clockTime(segment.start);
  time.title = `Play from ${clockTime(segment.start)} (until ${clockTime(segment.end)})`;
  time.addEventListener("click", () => {
    $("player").currentTime = segment.start;
    $("player").play();
  });
  const text = document.createElement("p");
  text.textContent = segment.text.trim();
  const item = document.createElement("li");
  item.append(time, text);
  return item;
}

async function copy() {
  try {
    await navigator.clipboard.writeText(transcript.text);
    $("copy").textContent = "Copied";
  } catch {
    $("copy").textContent = "Copy failed";
  }
  setTimeout(() => { $("copy").textContent = "Copy"; }, 1500);
}

function download() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([transcript.text], { type: "text/plain;charset=utf-8" }));
  link.download = transcript.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function showError(message) {
  $("error").textContent = message;
  $("error").hidden = false;
}

function clockTime(seconds) {
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:` : ""}${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
