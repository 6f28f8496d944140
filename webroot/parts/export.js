// Gives a transcript out as a file or to the clipboard.
import { ask } from "../api.js";
import { copyText, h, save } from "../dom.js";
import { t } from "../texts.js";

export const FORMATS = { text: "txt", srt: "srt", vtt: "vtt", md: "md", docx: "docx", json: "json", verbose_json: "json", csv: "csv", tsv: "tsv", ass: "ass", lrc: "lrc", rttm: "rttm" };
export const NAMES = { text: "Text (.txt)", srt: "SubRip (.srt)", vtt: "WebVTT (.vtt)", md: "Markdown (.md)", docx: "Word (.docx)", json: "JSON", verbose_json: "JSON, verbose", csv: "CSV", tsv: "TSV",
  ass: "SubStation Alpha (.ass)", lrc: "LRC", rttm: "RTTM" };

const WITH_TIMES = ["md", "docx"];

/** What can be chosen of an export: format, text, speakers and times; query() says so to the server. */
export function exportChoices() {
  const format = h("select", { onchange: () => draw() }, Object.keys(FORMATS).map((one) => new Option(NAMES[one], one)));
  const which = h("select", {}, new Option(t("edited"), "edited"), new Option(t("raw"), "raw"));
  const box = () => h("input", { type: "checkbox", checked: true });
  const speakers = box();
  const times = box();
  const timed = h("label", { className: "check" }, times, t("with_times"));

  function draw() {
    timed.hidden = !WITH_TIMES.includes(format.value);
  }

  draw();
  return {
    format,
    fields: [h("label", {}, t("format"), format), h("label", {}, t("which"), which), h("label", { className: "check" }, speakers, t("with_speakers")), timed],
    wanted: () => ({ format: format.value, document: which.value, speakers: speakers.checked, times: times.checked }),
  };
}

export function exportPanel(id, name, model) {
  const { format, fields, wanted } = exportChoices();
  const line = h("p", { className: "soft", role: "status" });

  async function content() {
    await model.flush();
    return ask(`v1/jobs/${id}/transcript?${new URLSearchParams(wanted())}`);
  }

  async function tried(act) {
    line.textContent = "";
    try {
      await act();
    } catch (error) {
      line.textContent = error.message;
    }
  }

  const download = () => tried(async () => save(await (await content()).blob(), `${name}.${FORMATS[format.value]}`));
  const copy = () => tried(async () => {
    await copyText(await (await content()).text());
    line.textContent = t("copied");
  });
  const copying = h("button", { type: "button", textContent: t("copy"), onclick: copy });
  format.addEventListener("change", () => { copying.disabled = format.value === "docx"; });
  return h("details", { id: "export-panel", open: matchMedia("(min-width: 60rem)").matches }, h("summary", { textContent: t("export") }),
    fields, h("div", { className: "row" }, h("button", { type: "button", className: "primary", textContent: t("download"), onclick: download }), copying), line);
}
