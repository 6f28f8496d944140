// The one module that talks to the server. Every failure becomes an ApiError whose message a person can read.
import { t } from "./texts.js";

const KEY = "sotto.key";
let askForKey = null;
let asking = null;

/** A failure; status is 0 where no answer came. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** What to do when the server wants a key: a function that resolves to one, or to null. */
export function onKeyWanted(ask) {
  askForKey = ask;
}

/** Forgets the key of this tab. */
export function forgetKey() {
  sessionStorage.removeItem(KEY);
}

export function hasKey() {
  return sessionStorage.getItem(KEY) !== null;
}

function headers(more = {}) {
  const key = sessionStorage.getItem(KEY);
  return key ? { ...more, authorization: `Bearer ${key}` } : more;
}

/** Asks for a key once, however many requests want it. */
async function gotKey() {
  asking ??= askForKey().finally(() => { asking = null; });
  const key = await asking;
  if (key) {
    sessionStorage.setItem(KEY, key);
  }
  return Boolean(key);
}

/** A response that is good; asks for a key where one is missing. */
export async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: headers(options.headers) });
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    throw new ApiError(0, t("unreachable"));
  }
  if (response.status === 401 && await gotKey()) {
    return ask(path, options);
  }
  if (!response.ok) {
    throw new ApiError(response.status, messageOf(response.status, await response.text()));
  }
  return response;
}

/** Of problem details, or of OpenAI's shape. */
function messageOf(status, body) {
  try {
    const answer = JSON.parse(body);
    return answer.detail ?? answer.error.message;
  } catch {
    return t("status", { status });
  }
}

export const get = async (path) => (await ask(path)).json();
export const post = async (path, body) => (await ask(path, {
  method: "POST",
  headers: body ? { "content-type": "application/json" } : {},
  body: body ? JSON.stringify(body) : undefined,
})).json();
export const remove = (path) => ask(path, { method: "DELETE" });

/** @returns {Promise<{id: string, multilingual: boolean}[]>} */
export async function models() {
  return (await get("v1/models")).data;
}

export async function health() {
  return (await fetch("health")).json();
}

/**
 * Sends a form as a job and calls onUpload(fraction) meanwhile. XMLHttpRequest, because fetch reports no upload progress.
 * @returns {Promise<object>} the job
 */
export function submit(form, { onUpload, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "v1/jobs");
    Object.entries(headers()).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = (event) => event.lengthComputable && onUpload(event.loaded / event.total);
    request.onload = async () => {
      if (request.status === 202) {
        resolve(JSON.parse(request.responseText));
      } else if (request.status === 401 && await gotKey()) {
        resolve(submit(form, { onUpload, signal }));
      } else {
        reject(new ApiError(request.status, messageOf(request.status, request.responseText)));
      }
    };
    request.onerror = () => reject(new ApiError(0, t("unreachable")));
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

/**
 * The events of a job until it ends; a stream that breaks is taken up again behind its last event.
 * @param {(name: string, data: object) => void} onEvent
 */
export async function follow(id, onEvent, signal) {
  let last = null;
  let wait = 500;
  while (!signal.aborted) {
    try {
      const response = await ask(`v1/jobs/${id}/events`, { signal, headers: last ? { "last-event-id": last } : {} });
      wait = 500;
      for await (const event of events(response.body)) {
        last = event.id ?? last;
        const data = JSON.parse(event.data);
        onEvent(event.name, data);
        if (event.name === "state" && ["succeeded", "failed", "dead", "cancelled"].includes(data.status)) {
          return;
        }
      }
    } catch (error) {
      if (signal.aborted || (error.status >= 400 && error.status < 500 && error.status !== 429)) {
        throw error;
      }
    }
    await new Promise((resolve) => { setTimeout(resolve, wait); });
    wait = Math.min(8000, wait * 2);
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    rest += part.value;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split(/\r?\n/).map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
      }));
      if (fields.data) {
        yield { name: fields.event, id: fields.id, data: fields.data };
      }
    }
  }
}
