// The one module that talks to the server. Every failure becomes an Error whose message a person can read.

/** @returns {Promise<{id: string, multilingual: boolean}[]>} */
export async function models() {
  const list = await json(await fetch("v1/models"));
  return list.data;
}

export async function health() {
  const response = await fetch("health");
  return response.json();
}

/**
 * Sends a form and calls onUpload(fraction) while it goes out. XMLHttpRequest, because fetch reports no upload progress.
 * @returns {Promise<string>} the body as text
 */
export function transcribe(task, form, { onUpload, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `v1/audio/${task}`);
    request.upload.onprogress = (event) => event.lengthComputable && onUpload(event.loaded / event.total);
    request.onload = () => {
      if (request.status === 200) {
        resolve(request.responseText);
      } else {
        reject(new Error(messageOf(request.status, request.responseText)));
      }
    };
    request.onerror = () => reject(new Error("The server cannot be reached. Is it running?"));
    request.onabort = () => reject(new DOMException("Cancelled.", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

async function json(response) {
  const body = await response.text();
  if (!response.ok) {
    throw new Error(messageOf(response.status, body));
  }
  return JSON.parse(body);
}

/** Of problem details, or of OpenAI's shape. */
function messageOf(status, body) {
  try {
    const answer = JSON.parse(body);
    return answer.detail ?? answer.error.message;
  } catch {
    return `The server answered with status ${status}.`;
  }
}
