// A transcription that waits, runs or has failed: its progress and its text so far.
import { follow, get, post } from "../api.js";
import { announce, clock, h } from "../dom.js";
import { t } from "../texts.js";
import { nameOf, progressOf } from "./library.js";

export async function view({ id, signal }) {
  let job = await get(`v1/jobs/${id}`);
  if (job.status === "succeeded") {
    location.replace(`#/transcripts/${id}`);
    return [];
  }
  const bar = h("progress", { max: 1, value: 0, "aria-label": t("job") });
  const line = h("p", { className: "soft" });
  const end = h("p", { className: "error", hidden: true, role: "alert" });
  const text = h("ol", { className: "so-far" });
  const nothing = h("p", { className: "soft", textContent: t("nothing_yet") });
  const cancel = h("button", { type: "button", textContent: t("cancel"), onclick: () => post(`v1/jobs/${id}/cancel`) });
  const retry = h("button", { type: "button", textContent: t("retry"), hidden: true, onclick: async () => {
    await post(`v1/jobs/${id}/retry`);
    location.reload();
  } });
  const leave = h("p", { className: "soft", textContent: t("leave_job") });
  const seen = new Set();
  let spoken = 0;

  function add(segment) {
    if (!seen.has(segment.id)) {
      seen.add(segment.id);
      nothing.hidden = true;
      text.append(h("li", {}, h("span", { className: "time", textContent: clock(segment.start) }), h("p", { dir: "auto", textContent: segment.text.trim() })));
    }
  }

  function draw() {
    bar.value = job.progress.fraction;
    line.textContent = `${t(`state_${job.status}`)} · ${progressOf(job)}`;
    const quarter = Math.floor(job.progress.fraction * 4);
    if (quarter > spoken) {
      spoken = quarter;
      announce(t("percent", { percent: quarter * 25 }));
    }
    const isOver = ["failed", "dead", "cancelled"].includes(job.status);
    cancel.hidden = isOver;
    bar.hidden = isOver;
    leave.hidden = isOver;
    end.hidden = !isOver;
    retry.hidden = job.status !== "failed" && job.status !== "dead";
    end.textContent = job.status === "cancelled" ? t("ended_cancelled") : t("ended_failed", { message: job.error?.message ?? "" });
    if (job.status === "succeeded") {
      location.replace(`#/transcripts/${id}`);
    }
  }

  job.segments?.forEach(add);
  draw();
  follow(id, (name, data) => {
    if (name === "segment") {
      add(data);
    } else {
      job = name === "state" ? { ...job, ...data } : { ...job, progress: { ...job.progress, ...data } };
      draw();
    }
  }, signal).catch((error) => {
    if (!signal.aborted) {
      end.hidden = false;
      end.textContent = error.message;
    }
  });
  return [h("h1", { textContent: nameOf(job) }), bar, line, h("div", { className: "row" }, cancel, retry), end,
    leave, h("h2", { textContent: t("so_far") }), nothing, text];
}
