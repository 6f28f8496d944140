// The workbench: a transcript with its sound, to be read, corrected and given out.
import { get } from "../api.js";
import { Document } from "../document.js";
import { h } from "../dom.js";
import { t } from "../texts.js";
import { exportPanel } from "../parts/export.js";
import { findPanel } from "../parts/find.js";
import { sharePanel } from "../parts/share.js";
import { subtitlesPanel } from "../parts/subtitles.js";
import { Passages } from "../parts/passages.js";
import { Player } from "../parts/player.js";
import { notesPanel, speakersPanel, versionsPanel } from "../parts/panels.js";
import { nameOf } from "./library.js";

export async function view({ id, signal }) {
  const [job, model] = await Promise.all([get(`v1/jobs/${id}`), new Document(id, signal).open()]);
  const player = new Player(id, signal);
  const passages = new Passages(model, player, signal);
  const state = h("p", { className: "soft", id: "saved", role: "status" });
  const refused = h("p", { className: "error", role: "alert", hidden: true });
  const undo = h("button", { type: "button", textContent: t("undo"), onclick: () => model.undo() });
  const redo = h("button", { type: "button", textContent: t("redo"), onclick: () => model.redo() });
  const doubts = h("button", { type: "button", onclick: () => passages.nextDoubt() });

  function draw() {
    const text = t(model.state, { count: model.waiting.length });
    if (state.textContent !== text) {
      state.textContent = text;
    }
    undo.disabled = model.done.length === 0;
    redo.disabled = model.undone.length === 0;
  }

  function countDoubts() {
    const count = passages.doubts().length;
    doubts.textContent = count ? `${t("next_doubt")} (${count})` : t("no_doubt");
    doubts.disabled = count === 0;
  }

  model.addEventListener("state", draw);
  model.addEventListener("passages", countDoubts);
  model.addEventListener("refused", ({ detail }) => {
    refused.hidden = false;
    refused.textContent = `${t("refused", { message: detail.message })}\n${detail.operation.text ?? ""}`;
  });
  addEventListener("keydown", (event) => keys(event), { signal });

  function keys(event) {
    const isTyping = event.target.matches("input, textarea, select");
    const command = event.ctrlKey || event.metaKey;
    const act = command && event.code === "Space" ? () => player.toggle()
      : event.altKey && event.code === "KeyJ" ? () => player.skip(-5)
        : event.altKey && event.code === "KeyL" ? () => player.skip(5)
          : event.key === "F8" ? () => passages.nextDoubt()
            : command && event.code === "KeyZ" && !isTyping ? () => (event.shiftKey ? model.redo() : model.undo()) : null;
    if (act) {
      event.preventDefault();
      act();
    }
  }

  draw();
  countDoubts();
  const warnings = (model.warnings ?? []).map((warning) => h("li", { textContent: warning.message }));
  return [
    h("div", { className: "head" }, h("h1", { textContent: nameOf(job) }), state, h("div", { className: "row" }, undo, redo, doubts)),
    refused,
    warnings.length ? h("details", {}, h("summary", { textContent: t("warnings") }), h("ul", {}, warnings)) : null,
    h("div", { className: "bench" },
      h("section", { className: "text", "aria-label": t("passages") }, passages.element),
      h("aside", {}, exportPanel(id, nameOf(job), model), subtitlesPanel(id, nameOf(job), model, player, signal), sharePanel(id, model), speakersPanel(model), findPanel(model, passages), notesPanel(model, player), versionsPanel(id, model, signal),
        h("details", {}, h("summary", { textContent: t("keys") }), h("p", { className: "soft", textContent: t("keys_list") })))),
    player.element,
  ].filter(Boolean);
}
