// Beside the text: who speaks, notes, and what was changed.
import { get } from "../api.js";
import { clock, h } from "../dom.js";
import { newId } from "../document.js";
import { t } from "../texts.js";

const VERSIONS = 30;

function panel(title, ...children) {
  return h("details", {}, h("summary", { textContent: title }), ...children);
}

/** Names of speakers, and who is the same as whom. */
export function speakersPanel(model) {
  const list = h("ul", { className: "plain" });

  function send(operation) {
    model.change([operation]);
    model.flush();
  }

  function row({ speaker, name }) {
    const field = h("input", { value: name, placeholder: speaker, "aria-label": t("name_of", { label: speaker }), maxLength: 64,
      onchange: () => send({ type: "rename", speaker, name: field.value.trim() }) });
    const others = model.speakers.filter((one) => one.speaker !== speaker);
    const same = h("select", { "aria-label": t("unite_of", { label: speaker }), onchange: () => same.value && send({ type: "unite", speaker, into: same.value }) },
      new Option(t("unite"), ""), others.map((one) => new Option(one.name || one.speaker, one.speaker)));
    return h("li", { className: "row" }, field, others.length ? same : null);
  }

  function draw() {
    const used = new Set([...model.passages.values()].map((passage) => passage.speaker));
    const shown = model.speakers.filter((one) => used.has(one.speaker));
    list.replaceChildren(...(shown.length ? shown.map(row) : [h("li", { className: "soft", textContent: t("no_speakers") })]));
  }

  model.addEventListener("speakers", draw);
  model.addEventListener("passages", () => list.contains(document.activeElement) || draw());
  draw();
  return panel(t("speaker_names"), list);
}

/** Notes at moments of the recording. */
export function notesPanel(model, player) {
  const list = h("ul", { className: "plain" });
  const field = h("input", { autocomplete: "off", maxLength: 5000 });
  const label = h("span", { textContent: t("note_here", { time: clock(0) }) });

  function draw() {
    list.replaceChildren(...model.notes.map((note) => h("li", { className: "row" },
      h("button", { type: "button", className: "time", textContent: clock(note.at_seconds), "aria-label": t("play_from", { time: clock(note.at_seconds) }), onclick: () => player.playFrom(note.at_seconds) }),
      h("span", { textContent: note.text }),
      h("button", { type: "button", textContent: "×", "aria-label": t("remove_note", { time: clock(note.at_seconds) }), onclick: () => {
        model.change([{ type: "note", note: note.note, at_seconds: note.at_seconds, text: "" }]);
        model.flush();
      } }))));
  }

  player.addEventListener("time", ({ detail }) => {
    const text = t("note_here", { time: clock(detail) });
    if (label.textContent !== text) {
      label.textContent = text;
    }
  });
  model.addEventListener("notes", draw);
  draw();
  return panel(t("notes"), h("form", { onsubmit: (event) => {
    event.preventDefault();
    if (field.value.trim()) {
      model.change([{ type: "note", note: newId("note_"), at_seconds: player.now, text: field.value.trim() }]);
      model.flush();
      field.value = "";
    }
  } }, h("label", {}, label, field), h("button", { textContent: t("add_note") })), list);
}

/** What differs from the machine's text, and the latest changes, each to be taken back. */
export function versionsPanel(id, model, signal) {
  const difference = h("ul", { className: "plain difference" });
  const history = h("ul", { className: "plain" });
  const element = panel(t("versions"), h("h2", { textContent: t("machine") }), difference, h("h2", { textContent: t("history") }), history);

  async function draw() {
    if (!element.open || signal.aborted) {
      return;
    }
    const [found, versions] = await Promise.all([get(`v1/transcripts/${id}/difference`), get(`v1/transcripts/${id}/versions?limit=${VERSIONS}`)]);
    const none = () => [h("li", { className: "soft", textContent: t("no_changes") })];
    difference.replaceChildren(...(found.passages.length ? found.passages.map((passage) => h("li", {}, h("span", { className: "time", textContent: clock(passage.start) }),
      h("p", { dir: "auto" }, passage.parts.map((part) => h({ same: "span", removed: "del", added: "ins" }[part.fate], { textContent: part.text }))))) : none()));
    history.replaceChildren(...(versions.data.length ? versions.data.map((version) => h("li", { className: "row" },
      h("span", { textContent: t(`op_${version.operation.type}`, { name: version.operation.name ?? "" }) }),
      h("button", { type: "button", textContent: t("take_back"), onclick: () => {
        model.change([{ type: "undo", operation: version.id }]);
        model.flush();
      } }))) : none()));
  }

  element.addEventListener("toggle", draw);
  for (const name of ["passages", "speakers", "notes"]) {
    model.addEventListener(name, draw);
  }
  return element;
}
