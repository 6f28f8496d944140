// Gives a transcript out as a file or to the clipboard.
import { ask } from "../api.js";
import { copyText, h, save } from "../dom.js";
import { t } from "../texts.js";

export const FORMATS = { text: "txt", srt: "srt", vtt: "vtt", md: "md", json: "json", verbose_json: "json", csv: "csv", tsv: "tsv", ass: "ass", lrc: "lrc", rttm: "rttm" };
export const NAMES = { text: "Text (.txt)", srt: "SubRip (.srt)", vtt: "WebVTT (.vtt)", md: "Markdown (.md)", json: "JSON", verbose_json: "JSON, verbose", csv: "CSV", tsv: "TSV",
  ass: "SubStation Alpha (.ass)", lrc: "LRC", rttm: "RTTM" };

export function exportPanel(id, name, model) {
  const format = h("select", {}, Object.keys(FORMATS).map((one) => new Option(NAMES[one], one)));
  const which = h("select", {}, new Option(t("edited"), "edited"), new Option(t("raw"), "raw"));
  const line = h("p", { className: "soft", role: "status" });

  async function content() {
    await model.flush();
    return ask(`v1/jobs/${id}/transcript?format=${format.value}&document=${which.value}`);
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
  return h("details", { open: matchMedia("(min-width: 60rem)").matches }, h("summary", { textContent: t("export") }),
    h("label", {}, t("format"), format), h("label", {}, t("which"), which),
    h("div", { className: "row" }, h("button", { type: "button", className: "primary", textContent: t("download"), onclick: download }),
      h("button", { type: "button", textContent: t("copy"), onclick: copy })), line);
}
