// OpenAI's client for Node, unchanged but for its address (the first argument).
import assert from "node:assert/strict";
import OpenAI, { toFile } from "openai";

const TEXT = "And so, my fellow listeners, ask not.";
const client = new OpenAI({ baseURL: process.argv[2], apiKey: "any", maxRetries: 0 });
const { transcriptions, translations } = client.audio;
const wav = (content = "RIFF....WAVEfmt ") => toFile(Buffer.from(content.repeat(100)), "größe.wav");

assert.equal((await transcriptions.create({ file: await wav(), model: "whisper-1" })).text, TEXT);

const verbose = await transcriptions.create({
  file: await wav(),
  model: "whisper-1",
  response_format: "verbose_json",
  timestamp_granularities: ["word", "segment"],
});
assert.equal(verbose.language, "english");
assert.equal(verbose.duration, 4.75);
assert.equal(verbose.segments[0].end, 4.5);
assert.equal(verbose.words[0].word, "And");
assert.equal(await transcriptions.create({ file: await wav(), model: "whisper-1", response_format: "text" }), `${TEXT}\n`);

const diarized = await transcriptions.create({
  file: await wav(),
  model: "gpt-4o-transcribe-diarize",
  response_format: "diarized_json",
  chunking_strategy: "auto",
});
assert.equal(diarized.segments[0].speaker, "A");

const chunking_strategy = { type: "server_vad", threshold: 0.4 };
let streamed = "";
for await (const event of await transcriptions.create({ file: await wav(), model: "whisper-1", stream: true, chunking_strategy })) {
  if (event.type === "transcript.text.delta") {
    streamed += event.delta;
  } else {
    assert.equal(event.type, "transcript.text.done");
    assert.equal(event.text, TEXT);
  }
}
assert.equal(streamed, TEXT);

assert.equal((await translations.create({ file: await wav(), model: "org/many" })).text, TEXT);
const names = [];
for await (const model of client.models.list()) {
  names.push(model.id);
}
assert.ok(names.includes("whisper-1"), String(names));
assert.equal((await client.models.retrieve("org/many")).owned_by, "org");

await assert.rejects(transcriptions.create({ file: await wav(), model: "none" }), (error) => {
  assert.ok(error instanceof OpenAI.NotFoundError);
  assert.equal(error.code, "model_not_found");
  assert.equal(error.param, "model");
  assert.match(error.requestID, /^req_/);
  return true;
});

// It waits a second, and sends again; the server works on the recording once, for longer than that.
const hasty = { timeout: 1000, maxRetries: 5 };
assert.equal((await transcriptions.create({ file: await wav("slow"), model: "whisper-1" }, hasty)).text, TEXT);
console.log("all checks passed");
