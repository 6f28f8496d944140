// What runs the server: its state, models, keys and webhooks. The operations of models and keys need a key with the scope admin.
import { get, health, models, post, remove } from "../api.js";
import { copyText, dialog, h } from "../dom.js";
import { date, t } from "../texts.js";

const LOOK_EVERY_MS = 2000;
const PAGE = 50;
const DAY = 86400;
const PARTS = { system, models: installed, keys, webhooks };

export async function view({ id, signal }) {
  const chosen = PARTS[id] ? id : "system";
  const links = Object.keys(PARTS).map((name) => h("a", { href: `#/server/${name}`, textContent: t(`server_${name}`), "aria-current": name === chosen ? "page" : null }));
  return [h("h1", { textContent: t(`server_${chosen}`) }), h("nav", { className: "parts", "aria-label": t("server") }, links), await PARTS[chosen](signal)].flat();
}

/** Whether a pull or a delivery is still to change by itself. */
const isOpen = (one) => ["queued", "running", "pending"].includes(one.status);
const button = (text, onclick, name = "") => h("button", { type: "button", textContent: text, "aria-label": name ? `${text}: ${name}` : null, onclick });

/** A table; what is wider than the page is scrolled in itself. */
function table(name, headings, rows) {
  return rows.length
    ? h("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": name }, h("table", {},
      h("thead", {}, h("tr", {}, headings.map((text) => h("th", { scope: "col" }, text || h("span", { className: "unseen", textContent: t("acts") }))))),
      h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell)))))))
    : h("p", { className: "empty", textContent: t("none") });
}

/** A part of the view that is drawn anew after each act, and while something in it changes. What goes wrong is said in it. */
class Part {
  #draw;
  #asked = 0;
  #open = 0;
  #line = h("p", { className: "bad", role: "alert" });
  #box = h("div");
  element = h("div", {}, this.#line, this.#box);

  /** @param draw makes the elements; its second value says whether to look again */
  constructor(draw, signal) {
    this.#draw = draw;
    const clockwork = setInterval(() => document.hidden || this.#open || (this.isChanging && this.act(async () => {})), LOOK_EVERY_MS);
    signal.addEventListener("abort", () => clearInterval(clockwork));
  }

  async act(what) {
    const number = ++this.#asked;
    this.#open++;
    try {
      await what();
      const [elements, isChanging] = await this.#draw();
      this.isChanging = isChanging;
      if (number === this.#asked) {
        this.#box.replaceChildren(...[elements].flat().filter(Boolean));
        this.#line.textContent = "";
      }
      return true;
    } catch (error) {
      this.#line.textContent = error.message;
      return false;
    } finally {
      this.#open--;
    }
  }

  /** Draws it for the first time. */
  async drawn() {
    await this.act(async () => {});
    return this.element;
  }
}

/** Asks before what cannot be undone. */
function sure(text, act) {
  const box = dialog(text, h("div", { className: "row" },
    h("button", { type: "button", className: "danger", textContent: t("go_on"), onclick: () => { box.close(); act(); } }),
    h("button", { type: "button", textContent: t("cancel"), onclick: () => box.close() })));
}

function system(signal) {
  const percent = (number) => t("percent", { percent: Math.round(number) });
  return new Part(async () => {
    const state = await health();
    const { requests, success_rate, system: machine } = state.metrics;
    const rows = { version: state.version, state: state.reason ?? state.message, model: state.model, gpu: t(state.gpu_available ? "yes" : "no"), active: state.active_tasks, requests,
      success: percent(success_rate), cpu: percent(machine.cpu_percent), memory: percent(machine.memory_used_percent), disk: percent(machine.disk_used_percent) };
    return [h("dl", { className: "facts" }, Object.entries(rows).map(([name, value]) => h("div", {}, h("dt", { textContent: t(`sys_${name}`) }), h("dd", { textContent: value })))), true];
  }, signal).drawn();
}

function installed(signal) {
  const name = h("input", { id: "pull", required: true, autocomplete: "off", maxLength: 200, placeholder: "base" });
  const part = new Part(async () => {
    const found = await models();
    const shown = table(t("server_models"), [t("model"), t("spoken"), ""], found.map((model) => [model.id, t(model.multilingual ? "multilingual" : "english_alone"),
      button(t("delete"), () => sure(t("delete_title", { name: model.id }), () => part.act(() => remove(`v1/models/${encodeURIComponent(model.id)}`))), model.id)]));
    let pulls;
    try {
      pulls = (await get(`v1/pulls?limit=${PAGE}`)).data;
    } catch (error) {
      return [[shown, h("p", { className: "warn", textContent: error.message })], false];
    }
    return [[shown, form, pulls.length ? table(t("pulls"), [t("pulls"), t("state"), ""], pulls.map((pull) => [pull.model, progress(pull),
      isOpen(pull) ? button(t("cancel"), () => part.act(() => post(`v1/pulls/${pull.id}/cancel`)), pull.model) : ""])) : null], pulls.some(isOpen)];
  }, signal);
  const form = h("form", { className: "row", onsubmit: async (event) => {
    event.preventDefault();
    if (await part.act(() => post("v1/pulls", { model: name.value.trim() }))) {
      name.value = "";
    }
  } }, h("label", { for: "pull", textContent: t("pull") }), name, h("button", { className: "primary", textContent: t("pull_start") }));
  return part.drawn();
}

/** How far a pull is, in words and as a bar. */
function progress(pull) {
  const megabytes = (bytes) => Math.round(bytes / 1e6);
  const text = pull.error?.message ?? t(`state_${pull.status}`);
  return isOpen(pull) && pull.bytes_total
    ? h("div", {}, h("progress", { max: pull.bytes_total, value: pull.bytes_done, "aria-label": pull.model }),
      h("span", { textContent: t("megabytes", { done: megabytes(pull.bytes_done), total: megabytes(pull.bytes_total) }) }))
    : text;
}

function keys(signal) {
  const name = h("input", { id: "key-name", required: true, autocomplete: "off", maxLength: 128 });
  const owner = h("input", { id: "key-owner", autocomplete: "off", maxLength: 128 });
  const days = h("select", { id: "key-days" }, new Option(t("for_good"), ""), [30, 90, 366].map((count) => new Option(t("days", { count }), count)));
  const scopes = Object.fromEntries(["transcribe", "read", "admin"].map((scope) => [scope, h("input", { type: "checkbox", checked: scope !== "admin" })]));
  const part = new Part(async () => {
    const found = (await get(`v1/keys?limit=${PAGE}`)).data;
    return [[form, table(t("server_keys"), [t("name"), t("owner"), t("scopes"), t("state"), ""], found.map((key) => [key.name, key.owner, key.scopes.join(", "), stateOf(key),
      key.revoked_at ? "" : button(t("revoke"), () => sure(t("key_revoke", { name: key.name }), () => part.act(() => remove(`v1/keys/${key.id}`))), key.name)]))], false];
  }, signal);
  const form = h("form", { className: "row", onsubmit: (event) => {
    event.preventDefault();
    part.act(async () => {
      const made = await post("v1/keys", { name: name.value.trim(), owner: owner.value.trim() || undefined, scopes: Object.keys(scopes).filter((scope) => scopes[scope].checked),
        expires_in_seconds: days.value ? Number(days.value) * DAY : undefined });
      name.value = "";
      showOnce(t("key_made", { name: made.name }), made.key);
    });
  } }, h("label", { for: "key-name", textContent: t("name") }), name, h("label", { for: "key-owner", textContent: t("owner") }), owner,
  Object.entries(scopes).map(([scope, box]) => h("label", { className: "check" }, box, scope)),
  h("label", { for: "key-days", textContent: t("share_for") }), days, h("button", { className: "primary", textContent: t("key_make") }));
  return part.drawn();
}

function stateOf(key) {
  if (key.revoked_at) {
    return t("share_revoked", { date: date(key.revoked_at) });
  }
  if (!key.expires_at) {
    return t("for_good");
  }
  return t(key.expires_at * 1000 > Date.now() ? "share_until" : "share_expired", { date: date(key.expires_at) });
}

/** What the server tells this once. */
function showOnce(title, text) {
  const field = h("input", { value: text, readOnly: true, "aria-label": title });
  const line = h("p", { role: "status", textContent: t("shown_once") });
  const box = dialog(title, line, field, h("div", { className: "row" },
    button(t("copy"), () => copyText(text).then(() => { line.textContent = t("copied"); }, (error) => { line.textContent = error.message; })),
    button(t("close"), () => box.close())));
}

function webhooks(signal) {
  const part = new Part(async () => {
    const [endpoints, deliveries] = await Promise.all([get(`v1/webhooks/endpoints?limit=${PAGE}`), get(`v1/webhooks/deliveries?limit=${PAGE}`)]);
    const act = (endpoint, what) => button(t(`hook_${what}`), () => part.act(() => post(`v1/webhooks/endpoints/${endpoint.id}/${what}`)), endpoint.url);
    return [[h("p", { className: "soft", textContent: t("hook_help") }),
      table(t("server_webhooks"), ["URL", t("state"), ""], endpoints.data.map((endpoint) => [endpoint.url,
        endpoint.disabled_reason ? t(`hook_off_${endpoint.disabled_reason}`) : endpoint.failing_since ? t("hook_failing", { date: date(endpoint.failing_since) }) : t("hook_on"),
        h("div", { className: "row" }, act(endpoint, "test"), act(endpoint, endpoint.disabled_reason ? "enable" : "disable"))])),
      h("h2", { textContent: t("deliveries") }),
      table(t("deliveries"), [t("time"), t("event"), t("state"), ""], deliveries.data.map((delivery) => [date(delivery.created_at), delivery.event,
        t(`hook_${delivery.status}`, { count: delivery.attempt_count }),
        h("div", { className: "row" }, button(t("details"), () => showDelivery(delivery.id), delivery.event),
          delivery.status === "pending" ? null : button(t("replay"), () => part.act(() => post(`v1/webhooks/deliveries/${delivery.id}/replay`)), delivery.event))]))], true];
  }, signal);
  return part.drawn();
}

/** What was sent, and what came back at each attempt. */
async function showDelivery(id) {
  const delivery = await get(`v1/webhooks/deliveries/${id}`);
  const box = dialog(delivery.event, h("pre", { textContent: delivery.body, tabIndex: 0 }), h("ol", {}, delivery.attempts.map((attempt) => h("li", {
    textContent: `${date(attempt.started_at)} · ${attempt.outcome}${attempt.status ? ` · ${attempt.status}` : ""}${attempt.response_head ? ` · ${attempt.response_head}` : ""}` }))),
  button(t("close"), () => box.close()));
}
