// What this browser keeps of recordings: their sound, which the server does not have after the end, and the names that it gave them.

const TITLES = "sotto.titles";
const TITLES_MAX = 2000;
const BYTES_MAX = 500e6;

function titles() {
  try {
    return JSON.parse(localStorage.getItem(TITLES) ?? "{}");
  } catch {
    return {};
  }
}

/** The name that this browser gave to a job; empty where another one sent it. */
export function title(id) {
  return titles()[id] ?? "";
}

export function rename(id, name) {
  const all = { ...titles(), [id]: name };
  Object.keys(all).slice(0, -TITLES_MAX).forEach((old) => delete all[old]);
  try {
    localStorage.setItem(TITLES, JSON.stringify(all));
  } catch {
    // Without storage a recording is called by its date.
  }
}

function store(mode) {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open("sotto", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("recordings");
    open.onsuccess = () => resolve(open.result.transaction("recordings", mode).objectStore("recordings"));
    open.onerror = () => reject(open.error);
  });
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Keeps a recording's sound for the player; where there is no room it is chosen again later. */
export async function keep(id, file) {
  try {
    if (file.size <= BYTES_MAX) {
      await done((await store("readwrite")).put(file, id));
    }
  } catch {
    // The player asks for the file.
  }
}

/** @returns {Promise<Blob | null>} */
export async function sound(id) {
  try {
    return (await done((await store("readonly")).get(id))) ?? null;
  } catch {
    return null;
  }
}

export async function forget(id) {
  const all = titles();
  delete all[id];
  localStorage.setItem(TITLES, JSON.stringify(all));
  Object.keys(localStorage).filter((key) => key.startsWith(`sotto.outbox.${id}.`)).forEach((key) => localStorage.removeItem(key));
  try {
    await done((await store("readwrite")).delete(id));
  } catch {
    // There was nothing.
  }
}
