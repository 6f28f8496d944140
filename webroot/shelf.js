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

function store(mode, name = "recordings") {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open("sotto", 2);
    open.onupgradeneeded = () => ["recordings", "takes"].filter((one) => !open.result.objectStoreNames.contains(one)).forEach((one) => open.result.createObjectStore(one));
    open.onsuccess = () => {
      open.result.onversionchange = () => open.result.close();
      resolve(open.result.transaction(name, mode).objectStore(name));
    };
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

/** Keeps a second of what is recorded; it is on the disk when this is done. */
export async function keepChunk(take, number, chunk) {
  await done((await store("readwrite", "takes")).put(chunk, [take, number]));
}

/** What was recorded in a take, in its order. */
export async function chunks(take) {
  return done((await store("readonly", "takes")).getAll(IDBKeyRange.bound([take], [take, []])));
}

/** The takes that were not sent, the oldest first; a take is the moment of its beginning, in milliseconds. */
export async function takes() {
  try {
    return [...new Set((await done((await store("readonly", "takes")).getAllKeys())).map(([take]) => take))];
  } catch {
    return [];
  }
}

export async function forgetTake(take) {
  await done((await store("readwrite", "takes")).delete(IDBKeyRange.bound([take], [take, []])));
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
