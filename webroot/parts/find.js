// Finds and replaces in all passages. What is replaced at once is one step back.
import { h } from "../dom.js";
import { t } from "../texts.js";

export function findPanel(model, passages) {
  const wanted = h("input", { type: "search", id: "find", autocomplete: "off" });
  const by = h("input", { id: "by", autocomplete: "off" });
  const exact = h("input", { type: "checkbox" });
  const line = h("p", { className: "soft", role: "status" });
  let at = -1;

  function all() {
    if (!wanted.value) {
      return [];
    }
    const fold = (text) => (exact.checked ? text : text.toLocaleLowerCase());
    const needle = fold(wanted.value);
    const found = [];
    for (const id of model.order) {
      const text = fold(model.passages.get(id).text);
      for (let from = text.indexOf(needle); from >= 0; from = text.indexOf(needle, from + needle.length)) {
        found.push({ id, from, to: from + needle.length });
      }
    }
    return found;
  }

  function look() {
    at = -1;
    const found = all();
    passages.markFound(found);
    line.textContent = wanted.value ? t("found", { count: found.length }) : "";
  }

  function next() {
    const found = all();
    if (found.length) {
      at = (at + 1) % found.length;
      const { id, from, to } = found[at];
      passages.show(id, from, to);
    }
  }

  function replaced(found) {
    const operations = [];
    for (const id of new Set(found.map((one) => one.id))) {
      const passage = model.passages.get(id);
      let text = "";
      let end = 0;
      for (const one of found.filter((place) => place.id === id)) {
        text += passage.text.slice(end, one.from) + by.value;
        end = one.to;
      }
      operations.push({ type: "text", passage: id, text: text + passage.text.slice(end) });
    }
    if (operations.length) {
      model.change(operations);
      model.flush();
    }
    line.textContent = t("replaced", { count: found.length });
  }

  function replaceOne() {
    const found = all();
    const one = found[Math.max(0, at) % Math.max(1, found.length)];
    one && replaced([one]);
    at -= 1;
  }

  wanted.addEventListener("input", look);
  exact.addEventListener("change", look);
  model.addEventListener("passages", () => wanted.value && passages.markFound(all()));
  return h("details", {}, h("summary", { textContent: t("find") }), h("form", { onsubmit: (event) => {
    event.preventDefault();
    next();
  } }, h("label", {}, t("find"), wanted), h("label", {}, t("replace_by"), by), h("label", { className: "check" }, exact, t("case")),
  h("div", { className: "row" }, h("button", { textContent: t("find_next") }), h("button", { type: "button", textContent: t("replace_one"), onclick: replaceOne }),
    h("button", { type: "button", textContent: t("replace_all"), onclick: () => replaced(all()) })), line));
}
