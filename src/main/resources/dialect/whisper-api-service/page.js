// Sends the form, then asks for the status of the task until it has ended.
const EVERY_MILLIS = 2000;
const TIMES_MAX = 1800;

const result = document.getElementById("result");
const key = document.getElementById("key");
const format = document.getElementById("output_format");
const simplified = document.getElementById("simplified_output");
let current = 0;

function headers() {
  return key.value ? { "X-API-Key": key.value } : {};
}

function text(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function shown(status) {
  if (status.status === "FAILURE" || status.status === "REVOKED") {
    return `The task failed: ${status.error_info}`;
  }
  const found = status.result ?? {};
  return text(found.formatted_output ?? found.transcription_details ?? found);
}

async function follow(task) {
  const mine = ++current;
  const query = new URLSearchParams({ output_format: format.value, simplified_output: String(simplified.checked) });
  for (let i = 0; i < TIMES_MAX && mine === current; i++) {
    const response = await fetch(`status/${encodeURIComponent(task)}?${query}`, { headers: headers() });
    const status = await response.json();
    if (!response.ok) {
      result.textContent = `Error: ${status.error}`;
      return;
    }
    if (status.status !== "PENDING") {
      result.textContent = shown(status);
      return;
    }
    result.textContent = `Task ${task} waits or runs.`;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MILLIS));
  }
}

function failed(error) {
  result.textContent = `The server cannot be reached: ${error.message}`;
}

document.getElementById("task").addEventListener("submit", async (event) => {
  event.preventDefault();
  current++;
  result.textContent = "Sending the recording.";
  const form = new FormData(event.target);
  if (!form.get("model_name")) {
    form.delete("model_name");
  }
  try {
    const response = await fetch("transcribe", { method: "POST", body: form, headers: headers() });
    const answer = await response.json();
    if (response.ok) {
      await follow(answer.task_id);
    } else {
      result.textContent = `Error: ${answer.error}`;
    }
  } catch (error) {
    failed(error);
  }
});

const asked = new URLSearchParams(location.search);
if (asked.get("output_format")) {
  format.value = asked.get("output_format");
}
simplified.checked = ["true", "on", "1"].includes(asked.get("simplified_output") ?? "");
if (asked.get("task_id")) {
  follow(asked.get("task_id")).catch(failed);
}
