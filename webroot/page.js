// The shell: which view stands at which address, theme, language, key and state of the server.
import { forgetKey, hasKey, health, onKeyWanted } from "./api.js";
import { dialog, h } from "./dom.js";
import { LANGUAGES, language, speak, t } from "./texts.js";

const THEME = "sotto.theme";
const VIEWS = [
  [/^\/?$/, () => import("./views/library.js")],
  [/^\/new$/, () => import("./views/new.js")],
  [/^\/jobs\/(\w+)$/, () => import("./views/job.js")],
  [/^\/server(?:\/(\w+))?$/, () => import("./views/server.js")],
  [/^\/transcripts\/(\w+)$/, () => import("./views/workbench.js")],
];
const main = document.getElementById("view");
let leave = new AbortController();

document.documentElement.lang = language;
document.documentElement.dataset.theme = localStorage.getItem(THEME) ?? "auto";
onKeyWanted(askForKey);
showBar();
addEventListener("hashchange", () => show(true));
show(false);

function choice(label, options, chosen, change) {
  return h("label", { className: "small" }, h("span", { className: "unseen", textContent: label }), h("select", {
    onchange: (event) => change(event.target.value),
  }, options.map(([value, text]) => new Option(text, value, value === chosen, value === chosen))));
}

function showBar() {
  const state = h("p", { id: "health", role: "status", textContent: t("connecting") });
  const themes = ["auto", "light", "dark"].map((theme) => [theme, t(`theme_${theme}`)]);
  document.getElementById("bar").append(
    h("a", { href: "#/", className: "brand" }, h("img", { src: "icon.svg", alt: "", width: 28, height: 28 }), h("span", { textContent: "Sotto" })),
    h("nav", { "aria-label": t("pages") },
      h("a", { href: "#/", textContent: t("library") }),
      h("a", { href: "#/new", className: "primary", textContent: t("new") }),
      h("a", { href: "#/server", textContent: t("server") })),
    state,
    choice(t("theme"), themes, document.documentElement.dataset.theme, (theme) => {
      localStorage.setItem(THEME, theme);
      document.documentElement.dataset.theme = theme;
    }),
    choice(t("language_of_page"), Object.entries(LANGUAGES).map(([code, texts]) => [code, texts.this_language]), language, speak));
  document.getElementById("foot").append(
    h("a", { href: "docs", textContent: t("api_page") }),
    h("a", { href: "openapi.yaml", textContent: t("contract") }),
    h("span", { textContent: t("clients") + " " }, h("code", { textContent: new URL("v1", location.href).href })));
  showHealth(state);
}

async function showHealth(line) {
  let isReady = false;
  let text = t("not_reachable");
  try {
    const state = await health();
    isReady = state.status === "healthy";
    text = isReady ? t("ready", { version: state.version }) : t("loading_model");
  } catch {
    // The text says that already.
  }
  if (line.textContent !== text) {
    line.textContent = text;
  }
  line.className = isReady ? "ok" : "bad";
  setTimeout(() => showHealth(line), isReady ? 30000 : 2000);
}

async function show(isMove) {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const path = location.hash.replace(/^#/, "");
  const [pattern, load] = VIEWS.find(([form]) => form.test(path)) ?? VIEWS[0];
  try {
    const { view } = await load();
    const shown = await view({ id: pattern.exec(path)?.[1], signal });
    if (!signal.aborted) {
      main.replaceChildren(...[shown].flat());
      document.title = `${main.querySelector("h1")?.textContent ?? ""} · Sotto`;
      if (isMove) {
        main.focus();
      }
    }
  } catch (error) {
    if (!signal.aborted) {
      main.replaceChildren(h("h1", { textContent: t("failed_view") }), h("p", { className: "error", role: "alert", textContent: error.message }),
        h("button", { type: "button", textContent: t("again"), onclick: () => show(false) }));
    }
  }
  showKeyButton();
}

function showKeyButton() {
  document.getElementById("forget")?.remove();
  if (hasKey()) {
    document.getElementById("foot").append(h("button", { id: "forget", type: "button", className: "link", textContent: t("forget_key"), onclick: () => {
      forgetKey();
      location.reload();
    } }));
  }
}

function askForKey() {
  return new Promise((resolve) => {
    const field = h("input", { type: "password", autocomplete: "off", required: true, id: "key" });
    const box = dialog(t("key_wanted"), h("form", { method: "dialog", onsubmit: () => resolve(field.value.trim()) },
      h("p", { textContent: t("key_help") }),
      h("label", { for: "key", textContent: t("key") }), field,
      h("div", { className: "row" }, h("button", { className: "primary", textContent: t("go_on") }))));
    box.addEventListener("cancel", () => resolve(null));
  });
}
