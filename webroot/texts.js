// Which language the page speaks. The texts of a language are in one place: lang/.
import en from "./lang/en.js";
import de from "./lang/de.js";

export const LANGUAGES = { en, de };
const KEPT = "sotto.language";
const wanted = localStorage.getItem(KEPT) ?? navigator.languages.map((tag) => tag.slice(0, 2)).find((code) => LANGUAGES[code]);

/** Its code, such as en. */
export const language = LANGUAGES[wanted] ? wanted : "en";

const plural = new Intl.PluralRules(language);

/** The text of a name, with {parts} put in; one that has forms for numbers is chosen by the part count. */
export function t(name, parts = {}) {
  const known = LANGUAGES[language][name];
  const text = typeof known === "string" ? known : known[plural.select(parts.count)] ?? known.other;
  return text.replace(/\{(\w+)\}/g, (whole, part) => parts[part] ?? whole);
}

/** From the next start of the page on. */
export function speak(code) {
  localStorage.setItem(KEPT, code);
  location.reload();
}

const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

/** A moment in seconds since 1970, as people write it. */
export function date(seconds) {
  return dates.format(new Date(seconds * 1000));
}

/** The name of a spoken language. */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
