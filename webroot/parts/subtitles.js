// Subtitles as the server lays them out with these bounds: shown at the place that is played, checked, and given out.
import { ask } from "../api.js";
import { clock, h, save } from "../dom.js";
import { t } from "../texts.js";

const KEPT = "sotto.subtitles";
const WAIT_MS = 600;
const SHOWN_MAX = 100;
/** Of a bound, in seconds or characters a second, that the server's rounding may miss. */
const SLACK = 0.01;
const BOUNDS = {
  max_line_width: { value: 42, min: 8, max: 200, step: 1 },
  max_line_count: { value: 2, min: 1, max: 4, step: 1 },
  max_cue_seconds: { value: 7, min: 1, max: 60, step: 0.5 },
  max_characters_per_second: { value: 17, min: 5, max: 60, step: 1 },
  min_gap_seconds: { value: 0.08, min: 0, max: 2, step: 0.01 },
};

/** The cues of a SubRip file: times in seconds, lines of text. */
export function cues(srt) {
  return srt.split(/\r?\n\r?\n/).map((block) => block.split(/\r?\n/)).filter((lines) => lines[1]?.includes(" --> ")).map(([, times, ...lines]) => {
    const [start, end] = times.split(" --> ").map((time) => time.split(/[:,]/).reduce((sum, part, i) => sum + Number(part) * [3600, 60, 1, 0.001][i], 0));
    return { start, end, lines: lines.filter(Boolean) };
  });
}

/** What is wrong with cues, each with its moment: [seconds, name of a text, its parts]. */
export function faults(all, bounds) {
  const found = [];
  all.forEach((cue, i) => {
    const seconds = cue.end - cue.start;
    const speed = [...cue.lines.join("")].length / seconds;
    const gap = i > 0 ? cue.start - all[i - 1].end : Infinity;
    const width = Math.max(...cue.lines.map((line) => [...line].length));
    speed > bounds.max_characters_per_second + SLACK && found.push([cue.start, "fault_speed", { number: speed.toFixed(1) }]);
    seconds > bounds.max_cue_seconds + SLACK && found.push([cue.start, "fault_long", { number: seconds.toFixed(1) }]);
    gap < -SLACK && found.push([cue.start, "fault_overlap", { number: (-gap).toFixed(2) }]);
    gap >= -SLACK && gap < bounds.min_gap_seconds - SLACK && found.push([cue.start, "fault_gap", { number: Math.max(0, gap).toFixed(2) }]);
    width > bounds.max_line_width && found.push([cue.start, "fault_width", { number: width }]);
    cue.lines.length > bounds.max_line_count && found.push([cue.start, "fault_lines", { number: cue.lines.length }]);
  });
  return found;
}

export function subtitlesPanel(id, name, model, player, signal) {
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  const fields = Object.fromEntries(Object.entries(BOUNDS).map(([bound, { value, ...limits }]) => [bound, h("input", { type: "number", required: true, ...limits, value: kept[bound] ?? value, oninput: soon })]));
  const format = h("select", { "aria-label": t("format") }, new Option("SubRip (.srt)", "srt"), new Option("WebVTT (.vtt)", "vtt"), new Option("SubStation Alpha (.ass)", "ass"));
  const line = h("p", { className: "soft", role: "status" });
  const preview = h("p", { className: "subtitle", dir: "auto" });
  const list = h("ul", { className: "plain" });
  const element = h("details", { id: "subtitles-panel", ontoggle: () => element.open && look() }, h("summary", { textContent: t("subtitles") }), preview,
    Object.entries(fields).map(([bound, field]) => h("label", {}, t(bound), field)), line, list,
    h("div", { className: "row" }, format, h("button", { type: "button", className: "primary", textContent: t("download"), onclick: download })));
  let all = [];
  let timer = 0;
  let asked = 0;

  const bounds = () => Object.fromEntries(Object.entries(fields).map(([bound, field]) => [bound, Number(field.value)]));

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS);
  }

  async function written(as) {
    await model.flush();
    return (await ask(`v1/jobs/${id}/transcript?${new URLSearchParams({ format: as, document: "edited", ...bounds() })}`)).text();
  }

  /** Asks for the subtitles as they are now; an answer that another question overtook is left. */
  async function look() {
    if (!element.open || signal.aborted || Object.values(fields).some((field) => !field.checkValidity())) {
      return;
    }
    const number = ++asked;
    try {
      const text = await written("srt");
      if (number === asked) {
        localStorage.setItem(KEPT, JSON.stringify(bounds()));
        all = cues(text);
        draw();
      }
    } catch (error) {
      line.textContent = error.message;
    }
  }

  function draw() {
    const wrong = faults(all, bounds());
    line.textContent = `${t("cue_count", { count: all.length })} · ${t("fault_count", { count: wrong.length })}`;
    list.replaceChildren(...wrong.slice(0, SHOWN_MAX).map(([at, text, parts]) => h("li", { className: "row" },
      h("button", { type: "button", className: "time", textContent: clock(at), "aria-label": t("play_from", { time: clock(at) }), onclick: () => player.seek(at) }), h("span", { textContent: t(text, parts) }))));
    show(player.now);
  }

  function show(now) {
    const cue = all.find(({ end }) => end > now) ?? all[0];
    const text = cue ? cue.lines.join("\n") : "";
    if (preview.textContent !== text) {
      preview.textContent = text;
    }
  }

  async function download() {
    try {
      save(new Blob([await written(format.value)], { type: "text/plain" }), `${name}.${format.value}`);
    } catch (error) {
      line.textContent = error.message;
    }
  }

  player.addEventListener("time", ({ detail }) => element.open && show(detail));
  for (const change of ["passages", "speakers"]) {
    model.addEventListener(change, () => element.open && soon());
  }
  signal.addEventListener("abort", () => clearTimeout(timer));
  return element;
}
