// Records from the microphone. Every second is on this machine's disk as it comes, so a closed tab loses no more than the last one.
import { clock, h } from "../dom.js";
import { chunks, forgetTake, keepChunk, takes } from "../shelf.js";
import { date, t } from "../texts.js";

const CHUNK_MS = 1000;
const SILENCE_MS = 5000;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

/** @param add is given a file, and what to do once it is sent */
export function recorderPart(add, signal) {
  const line = h("p", { className: "soft", role: "status" });
  const wrong = h("p", { className: "bad", role: "alert" });
  const level = h("meter", { min: 0, max: 1, value: 0, hidden: true, "aria-label": t("record_level") });
  const button = h("button", { type: "button", textContent: t("record"), onclick: () => (running ? running.stop() : begin()) });
  const rest = h("ul", { className: "plain" });
  let running = null;

  async function begin() {
    wrong.textContent = "";
    if (!isSecureContext || !navigator.mediaDevices || !window.MediaRecorder) {
      wrong.textContent = t(isSecureContext ? "record_missing" : "record_insecure");
      return;
    }
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      wrong.textContent = t(error.name === "NotFoundError" ? "record_no_device" : "record_refused");
      return;
    }
    record(stream, Date.now());
  }

  function record(stream, take) {
    const recorder = new MediaRecorder(stream, { mimeType: TYPES.find((type) => MediaRecorder.isTypeSupported(type)) });
    const meter = watch(stream);
    let number = 0;
    let kept = Promise.resolve();
    recorder.ondataavailable = ({ data }) => {
      const mine = number++;
      kept = kept.then(() => keepChunk(take, mine, data)).catch(() => { wrong.textContent = t("record_not_kept"); });
      line.textContent = t("recording", { time: clock((Date.now() - take) / 1000) });
    };
    recorder.onstop = async () => {
      running = null;
      stream.getTracks().forEach((track) => track.stop());
      meter.close();
      await kept;
      button.textContent = t("record");
      line.textContent = "";
      signal.aborted || await use(take);
    };
    running = recorder;
    recorder.start(CHUNK_MS);
    button.textContent = t("record_stop");
    line.textContent = t("recording", { time: clock(0) });
  }

  /** Shows how loud it is, and says so where nothing is heard. */
  function watch(stream) {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    const samples = new Float32Array(analyser.fftSize);
    context.createMediaStreamSource(stream).connect(analyser);
    let heardAt = Date.now();
    const clockwork = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      level.value = peak;
      heardAt = peak > 0.003 ? Date.now() : heardAt;
      wrong.textContent = Date.now() - heardAt > SILENCE_MS ? t("record_silent") : "";
    }, 100);
    level.hidden = false;
    return { close: () => {
      clearInterval(clockwork);
      level.hidden = true;
      context.close();
    } };
  }

  /** Gives a take to be sent; it is kept here until it is. */
  async function use(take) {
    const parts = await chunks(take);
    if (parts.length) {
      const type = parts[0].type || "audio/webm";
      const name = `${t("record_name", { date: date(take / 1000) })}.${type.includes("mp4") ? "m4a" : type.includes("ogg") ? "ogg" : "webm"}`;
      add(new File(parts, name, { type }), () => forgetTake(take));
    }
    used.add(take);
    await drawRest();
  }

  /** Takes of a tab that was closed, or that were not sent. */
  async function drawRest() {
    const found = (await takes()).filter((take) => !used.has(take));
    rest.replaceChildren(...found.map((take) => h("li", { className: "row" }, h("span", { textContent: t("record_rest", { date: date(take / 1000) }) }),
      h("button", { type: "button", textContent: t("record_use"), onclick: () => use(take) }),
      h("button", { type: "button", textContent: t("delete"), "aria-label": `${t("delete")}: ${t("record_name", { date: date(take / 1000) })}`, onclick: () => forgetTake(take).then(drawRest) }))));
  }

  const used = new Set();
  signal.addEventListener("abort", () => running?.stop());
  drawRest();
  return h("div", { className: "recorder" }, h("div", { className: "row" }, button, level, line), wrong, rest);
}
