// All recordings of the caller, with what becomes of them.
import { get, post, remove } from "../api.js";
import { clock, dialog, h } from "../dom.js";
import { forget, rename, title } from "../shelf.js";
import { date, t } from "../texts.js";

const LOOK_EVERY_MS = 3000;
const PAGE = 50;

/** What a job is called. */
export function nameOf(job) {
  return title(job.id) || t("unnamed", { date: date(job.created_at) });
}

/** How far a job is, in words. */
export function progressOf(job) {
  const { progress } = job;
  if (job.status === "queued") {
    return progress.queue_position ? t("ahead", { count: progress.queue_position }) : "";
  }
  const parts = [t("percent", { percent: Math.floor(progress.fraction * 100) })];
  if (progress.seconds_total) {
    parts.push(t("done_of", { done: clock(progress.seconds_done), total: clock(progress.seconds_total) }));
  }
  if (progress.estimated_seconds) {
    parts.push(t("left", { time: clock(progress.estimated_seconds) }));
  }
  return parts.join(" · ");
}

/** Asks, and deletes for good. */
export function askToDelete(job, then) {
  const box = dialog(t("delete_title", { name: nameOf(job) }), h("p", { textContent: t("delete_text") }), h("div", { className: "row" },
    h("button", { type: "button", className: "danger", textContent: t("delete"), onclick: async () => {
      box.close();
      await remove(`v1/jobs/${job.id}`);
      await forget(job.id);
      then();
    } }),
    h("button", { type: "button", textContent: t("cancel"), onclick: () => box.close() })));
}

export async function view({ signal }) {
  const list = h("ul", { className: "jobs" });
  const empty = h("p", { className: "empty" });
  const more = h("button", { type: "button", textContent: t("more"), hidden: true });
  const search = h("input", { type: "search", "aria-label": t("search"), placeholder: t("search"), oninput: draw });
  let jobs = [];
  let wanted = PAGE;

  async function look() {
    const found = [];
    let page = { has_more: true, last_id: null };
    while (page.has_more && found.length < wanted) {
      page = await get(`v1/jobs?limit=${PAGE}${page.last_id ? `&after=${page.last_id}` : ""}`);
      found.push(...page.data);
    }
    jobs = found;
    more.hidden = !page.has_more;
    draw();
  }

  function draw() {
    const text = search.value.trim().toLowerCase();
    const shown = jobs.filter((job) => nameOf(job).toLowerCase().includes(text));
    const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
    list.replaceChildren(...shown.map((job) => {
      const key = JSON.stringify([job.id, job.status, job.progress, job.cancel_requested, title(job.id)]);
      return old.get(key) ?? row(job, key);
    }));
    empty.hidden = shown.length > 0;
    empty.replaceChildren(jobs.length ? t("no_match", { text }) : h("span", {}, t("empty_library") + " ", h("a", { href: "#/new", textContent: t("first") })));
  }

  function row(job, key) {
    const isOpen = job.status === "queued" || job.status === "running";
    const name = nameOf(job);
    const act = (label, onclick) => h("button", { type: "button", textContent: label, "aria-label": `${label}: ${name}`, onclick });
    return h("li", { "data-key": key },
      h("div", {},
        h("a", { className: "name", href: job.status === "succeeded" ? `#/transcripts/${job.id}` : `#/jobs/${job.id}`, textContent: name }),
        h("p", { className: "soft" }, `${date(job.created_at)} · ${job.model}`, job.progress.seconds_total && !isOpen ? ` · ${clock(job.progress.seconds_total)}` : "",
          job.error ? ` · ${job.error.message}` : ""),
        isOpen ? h("progress", { max: 1, value: job.progress.fraction, "aria-label": name }) : null,
        isOpen ? h("p", { className: "soft", textContent: progressOf(job) }) : null),
      h("span", { className: `state ${job.status}`, textContent: t(`state_${job.status}`) }),
      h("div", { className: "row" },
        act(t("rename"), () => askName(job)),
        isOpen ? act(t("cancel"), () => post(`v1/jobs/${job.id}/cancel`).then(look)) : null,
        job.status === "failed" || job.status === "dead" ? act(t("retry"), () => post(`v1/jobs/${job.id}/retry`).then(look)) : null,
        isOpen ? null : act(t("delete"), () => askToDelete(job, look))));
  }

  function askName(job) {
    const field = h("input", { value: title(job.id), id: "name", maxLength: 200 });
    const box = dialog(t("rename_title"), h("form", { method: "dialog", onsubmit: () => {
      rename(job.id, field.value.trim());
      draw();
    } }, h("label", { for: "name", textContent: t("name") }), field, h("div", { className: "row" },
      h("button", { className: "primary", textContent: t("save") }),
      h("button", { type: "button", textContent: t("cancel"), onclick: () => box.close() }))));
  }

  more.addEventListener("click", () => {
    wanted += PAGE;
    look();
  });
  await look();
  const timer = setInterval(() => {
    if (!document.hidden && jobs.some((job) => job.status === "queued" || job.status === "running")) {
      look().catch(() => {});
    }
  }, LOOK_EVERY_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  return [h("div", { className: "head" }, h("h1", { textContent: t("library") }), search), empty, list, more];
}
