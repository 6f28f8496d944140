// Links with which others read this transcript: made, listed and withdrawn.
import { get, post, remove } from "../api.js";
import { copyText, h } from "../dom.js";
import { date, t } from "../texts.js";

const DAY = 86400;
const DAYS = [1, 7, 30, 366];
const TAKEN_ONCE = 20;

export function sharePanel(id, model) {
  const days = h("select", {}, DAYS.map((count) => new Option(t("days", { count }), count, count === 7, count === 7)));
  const link = h("input", { readOnly: true, "aria-label": t("share_link"), onfocus: () => link.select() });
  const made = h("div", { className: "row", hidden: true }, link, h("button", { type: "button", textContent: t("copy"), onclick: () => tried(async () => {
    await copyText(link.value);
    line.textContent = t("copied");
  }) }));
  const line = h("p", { className: "soft", role: "status" });
  const list = h("ul", { className: "plain" });
  const make = h("button", { type: "button", className: "primary", textContent: t("share_make"), onclick: () => tried(async () => {
    make.disabled = true;
    await model.flush();
    const share = await post(`v1/transcripts/${id}/shares`, { expires_in_seconds: Number(days.value) * DAY });
    link.value = new URL(share.path.slice(1), document.baseURI).href;
    made.hidden = false;
    line.textContent = t("share_once");
    await draw();
  }).finally(() => { make.disabled = false; }) });
  const element = h("details", { id: "share-panel" }, h("summary", { textContent: t("share") }), h("p", { className: "soft", textContent: t("share_help") }),
    h("label", {}, t("share_for"), days), h("div", { className: "row" }, make), made, line, list);

  async function tried(act) {
    line.textContent = "";
    try {
      await act();
    } catch (error) {
      line.textContent = error.message;
    }
  }

  function row(share) {
    const isOpen = !share.revoked_at && share.expires_at * 1000 > Date.now();
    const text = share.revoked_at ? t("share_revoked", { date: date(share.revoked_at) }) : t(isOpen ? "share_until" : "share_expired", { date: date(share.expires_at) });
    return h("li", { className: "row" }, h("span", { className: isOpen ? "" : "soft", textContent: text }),
      isOpen ? h("button", { type: "button", textContent: t("share_revoke"), "aria-label": `${t("share_revoke")}: ${text}`, onclick: () => tried(async () => {
        await remove(`v1/transcripts/${id}/shares/${share.id}`);
        made.hidden = true;
        await draw();
      }) }) : null);
  }

  async function draw() {
    const shares = (await get(`v1/transcripts/${id}/shares`)).data;
    list.replaceChildren(...shares.slice(0, TAKEN_ONCE).map(row));
  }

  element.addEventListener("toggle", () => element.open && tried(draw));
  return element;
}
