// Elements from plain values. Text enters as text alone, so nothing that comes from outside can be markup.
import { t } from "./texts.js";

/**
 * An element. Properties that begin with "on" are listeners, those with a hyphen and role are attributes, all others are set.
 * @returns {HTMLElement}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name.includes("-") || name === "role" || name === "for" || name === "list") {
      if (value !== null) {
        element.setAttribute(name, value);
      }
    } else {
      element[name] = value;
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** 1:02:03 or 2:03. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:` : ""}${hours ? two(Math.floor(whole / 60) % 60) : Math.floor(whole / 60)}:${two(whole % 60)}`;
}

/** Says something to who cannot see the page. */
export function announce(text) {
  document.getElementById("live").textContent = text;
}

/** A dialog that is modal, and gone once it is closed. */
export function dialog(title, ...children) {
  const box = h("dialog", { "aria-labelledby": "dialog-title" }, h("h2", { id: "dialog-title", textContent: title }), ...children);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

/** Puts a text on the clipboard, also where the browser has none for pages, as over plain HTTP from another machine. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = h("textarea", { value: text, className: "unseen" });
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    if (!isDone) {
      throw new Error(t("copy_failed"));
    }
  }
}

/** Saves a text or a blob as a file. */
export function save(content, name) {
  const link = h("a", { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
