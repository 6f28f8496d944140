// All recordings of the caller, with what becomes of them.
import { ask as request, get, post, remove } from "../api.js";
import { clock, dialog, h, save } from "../dom.js";
import { exportChoices } from "../parts/export.js";
import { forget, rename, title } from "../shelf.js";
import { date, t } from "../texts.js";

const LOOK_EVERY_MS = 3000;
const PAGE = 50;
const TYPING_MS = 300;
/** As many as the server writes into one archive. */
const ARCHIVE_MAX = 100;

/** What a job is called. */
export function nameOf(job) {
  return job.title || title(job.id) || t("unnamed", { date: date(job.created_at) });
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

/** Gives a job its title and its tags, here and on the server; what is undefined stays. */
export async function label(job, labels) {
  Object.assign(job, await post(`v1/jobs/${job.id}/labels`, labels), { object: job.object });
  rename(job.id, job.title);
}

/** Asks, and deletes for good. */
function askToDelete(jobs, then) {
  const name = jobs.length === 1 ? nameOf(jobs[0]) : t("recordings", { count: jobs.length });
  const line = h("p", { className: "bad", role: "alert" });
  const box = dialog(t("delete_title", { name }), h("p", { textContent: t("delete_text") }), line, h("div", { className: "row" },
    h("button", { type: "button", className: "danger", textContent: t("delete"), onclick: async ({ target }) => {
      target.disabled = true;
      await each(jobs, async (job) => {
        await remove(`v1/jobs/${job.id}`);
        await forget(job.id);
      }, line) && box.close();
      target.disabled = false;
      then();
    } }),
    h("button", { type: "button", textContent: t("cancel"), onclick: () => box.close() })));
}

/** Does something with each; says what went wrong, and goes on with the others. */
async function each(jobs, act, line) {
  const wrong = [];
  for (const job of jobs) {
    try {
      await act(job);
    } catch (error) {
      wrong.push(`${nameOf(job)}: ${error.message}`);
    }
  }
  line.textContent = wrong.join("\n");
  return wrong.length === 0;
}

const tagsOf = (text) => [...new Set(text.split(",").map((tag) => tag.trim()).filter(Boolean))];

export async function view({ signal }) {
  const list = h("ul", { className: "jobs" });
  const empty = h("p", { className: "empty", role: "status" });
  const more = h("button", { type: "button", textContent: t("more"), hidden: true });
  const search = h("input", { type: "search", maxLength: 200, "aria-label": t("search"), placeholder: t("search"), oninput: lookSoon });
  const tag = h("select", { "aria-label": t("tag_filter"), onchange: () => look() });
  const known = h("datalist", { id: "tags" });
  const all = h("input", { type: "checkbox", id: "all", onchange: () => {
    chosen.clear();
    all.checked && jobs.forEach((job) => chosen.add(job.id));
    draw();
  } });
  const count = h("span", { className: "soft", role: "status" });
  const ready = () => picked().filter((job) => job.status === "succeeded");
  const exportButton = h("button", { type: "button", textContent: t("export_many"), onclick: () => askExport(ready()) });
  const acts = h("div", { className: "row" },
    h("button", { type: "button", textContent: t("tag_many"), onclick: () => askTags(picked()) }),
    exportButton,
    h("button", { type: "button", textContent: t("delete_many"), onclick: () => askToDelete(picked().filter((job) => !isOpen(job)), look) }));
  const many = h("div", { className: "many row" }, h("label", { className: "check", for: "all" }, all, t("choose_all")), count, acts);
  const chosen = new Set();
  let jobs = [];
  let wanted = PAGE;
  let asked = 0;
  let timer = 0;

  const isOpen = (job) => job.status === "queued" || job.status === "running";
  const picked = () => jobs.filter((job) => chosen.has(job.id));

  function lookSoon() {
    clearTimeout(timer);
    timer = setTimeout(() => look().catch(() => {}), TYPING_MS);
  }

  /** Asks the server; an answer that another question overtook is left. */
  async function look() {
    const number = ++asked;
    const query = new URLSearchParams({ limit: PAGE });
    search.value.trim() && query.set("search", search.value.trim());
    tag.value && query.set("tag", tag.value);
    const found = [];
    let page = { has_more: true };
    while (page.has_more && found.length < wanted) {
      page = await get(`v1/jobs?${query}`);
      found.push(...page.data);
      query.set("after", page.last_id);
    }
    const tags = (await get("v1/tags")).data;
    if (number !== asked || signal.aborted) {
      return;
    }
    jobs = found;
    more.hidden = !page.has_more;
    showTags(tags);
    draw();
    if (page.is_whole === false) {
      lookSoon();
    }
    await send(jobs);
  }

  /** Titles that this browser kept before the server did. */
  async function send(found) {
    for (const job of found.filter((one) => !one.title && title(one.id))) {
      await label(job, { title: title(job.id).slice(0, 300) }).catch(() => {});
    }
  }

  function showTags(tags) {
    const value = tag.value;
    tag.hidden = tags.length === 0;
    tag.replaceChildren(new Option(t("any_tag"), ""), ...tags.map((one) => new Option(`${one.tag} (${one.jobs})`, one.tag, false, one.tag === value)));
    known.replaceChildren(...tags.map((one) => new Option(one.tag)));
  }

  function draw() {
    [...chosen].filter((id) => !jobs.some((job) => job.id === id)).forEach((id) => chosen.delete(id));
    const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
    list.replaceChildren(...jobs.map((job) => {
      const key = JSON.stringify([job.id, job.status, job.progress, job.cancel_requested, nameOf(job), job.tags, job.excerpt]);
      const shown = old.get(key) ?? row(job, key);
      shown.querySelector("input").checked = chosen.has(job.id);
      return shown;
    }));
    const isAsked = search.value.trim() || tag.value;
    empty.hidden = jobs.length > 0;
    empty.replaceChildren(isAsked ? t("no_match") : h("span", {}, t("empty_library") + " ", h("a", { href: "#/new", textContent: t("first") })));
    many.hidden = jobs.length === 0;
    all.checked = jobs.length > 0 && chosen.size === jobs.length;
    all.indeterminate = chosen.size > 0 && !all.checked;
    acts.hidden = chosen.size === 0;
    exportButton.disabled = ready().length === 0;
    count.textContent = chosen.size ? t("chosen_count", { count: chosen.size }) : "";
  }

  function row(job, key) {
    const name = nameOf(job);
    const act = (text, onclick) => h("button", { type: "button", textContent: text, "aria-label": `${text}: ${name}`, onclick });
    return h("li", { "data-key": key },
      h("input", { type: "checkbox", "aria-label": t("choose", { name }), onchange: (event) => {
        chosen[event.target.checked ? "add" : "delete"](job.id);
        draw();
      } }),
      h("div", {},
        h("a", { className: "name", href: job.status === "succeeded" ? `#/transcripts/${job.id}` : `#/jobs/${job.id}`, textContent: name }),
        h("p", { className: "soft" }, `${date(job.created_at)} · ${job.model}`, job.progress.seconds_total && !isOpen(job) ? ` · ${clock(job.progress.seconds_total)}` : "",
          job.error ? ` · ${job.error.message}` : ""),
        job.excerpt ? h("p", { className: "excerpt", dir: "auto", textContent: job.excerpt }) : null,
        job.tags.length ? h("p", { className: "tags" }, job.tags.map((one) => h("button", { type: "button", className: "tag", textContent: one,
          "aria-label": t("only_tag", { tag: one }), onclick: () => {
            tag.value = one;
            look();
          } }))) : null,
        isOpen(job) ? h("progress", { max: 1, value: job.progress.fraction, "aria-label": name }) : null,
        isOpen(job) ? h("p", { className: "soft", textContent: progressOf(job) }) : null),
      h("span", { className: `state ${job.status}`, textContent: t(`state_${job.status}`) }),
      h("div", { className: "row" },
        act(t("rename"), () => askName(job)),
        isOpen(job) ? act(t("cancel"), () => post(`v1/jobs/${job.id}/cancel`).then(look)) : null,
        job.status === "failed" || job.status === "dead" ? act(t("retry"), () => post(`v1/jobs/${job.id}/retry`).then(look)) : null,
        isOpen(job) ? null : act(t("delete"), () => askToDelete([job], look))));
  }

  /** A dialog that saves what is in its fields, or says why not. */
  function ask(heading, fields, act, done = t("save")) {
    const line = h("p", { className: "bad", role: "alert" });
    const box = dialog(heading, h("form", { onsubmit: async (event) => {
      event.preventDefault();
      if (await act(line)) {
        box.close();
      }
      await look();
    } }, fields, line, h("div", { className: "row" },
      h("button", { className: "primary", textContent: done }),
      h("button", { type: "button", textContent: t("cancel"), onclick: () => box.close() }))));
  }

  function askName(job) {
    const field = h("input", { value: job.title || title(job.id), id: "name", maxLength: 300 });
    const tags = h("input", { value: job.tags.join(", "), id: "job-tags", list: "tags", autocomplete: "off", "aria-describedby": "tags-help" });
    ask(t("rename_title"), [h("label", { for: "name", textContent: t("name") }), field, h("label", { for: "job-tags", textContent: t("tags") }), tags,
      h("p", { id: "tags-help", className: "soft", textContent: t("tags_help") })],
    (line) => each([job], () => label(job, { title: field.value.trim(), tags: tagsOf(tags.value) }), line));
  }

  function askTags(found) {
    const added = h("input", { id: "added", list: "tags", autocomplete: "off", "aria-describedby": "tags-help" });
    const taken = h("input", { id: "taken", list: "tags", autocomplete: "off", "aria-describedby": "tags-help" });
    ask(t("tag_title", { count: found.length }), [h("label", { for: "added", textContent: t("tags_added") }), added,
      h("label", { for: "taken", textContent: t("tags_taken") }), taken, h("p", { id: "tags-help", className: "soft", textContent: t("tags_help") })],
    (line) => {
      const gone = tagsOf(taken.value);
      return each(found, (job) => label(job, { tags: tagsOf([...job.tags, added.value].join()).filter((one) => !gone.includes(one)) }), line);
    });
  }

  function askExport(found) {
    const { format, fields, wanted } = exportChoices();
    format.id = "format";
    const parts = Array.from({ length: Math.ceil(found.length / ARCHIVE_MAX) }, (none, i) => found.slice(i * ARCHIVE_MAX, (i + 1) * ARCHIVE_MAX));
    const note = parts.length > 1 ? h("p", { className: "soft", textContent: t("export_parts", { count: parts.length, max: ARCHIVE_MAX }) }) : null;
    ask(t("export_title", { count: found.length }), [fields, note].flat(),
      async (line) => {
        try {
          for (const [i, part] of parts.entries()) {
            const body = JSON.stringify({ jobs: part.map((job) => job.id), ...wanted() });
            const zip = await (await request("v1/archives", { method: "POST", headers: { "content-type": "application/json" }, body })).blob();
            save(zip, `${t("transcripts")}${parts.length > 1 ? ` ${i + 1}` : ""}.zip`);
          }
          return true;
        } catch (error) {
          line.textContent = error.message;
          return false;
        }
      }, t("download"));
  }

  more.addEventListener("click", () => {
    wanted += PAGE;
    look();
  });
  await look();
  const clockwork = setInterval(() => {
    if (!document.hidden && jobs.some(isOpen)) {
      look().catch(() => {});
    }
  }, LOOK_EVERY_MS);
  signal.addEventListener("abort", () => {
    clearInterval(clockwork);
    clearTimeout(timer);
  });
  return [h("div", { className: "head" }, h("h1", { textContent: t("library") }), tag, search), known, many, empty, list, more];
}
