// Vercel's AI SDK with its OpenAI provider, unchanged but for its address (the first argument).
import assert from "node:assert/strict";
import { createOpenAI } from "@ai-sdk/openai";
import { transcribe } from "ai";

const TEXT = "And so, my fellow listeners, ask not.";
const openai = createOpenAI({ baseURL: process.argv[2], apiKey: "any" });
const audio = Buffer.from("RIFF....WAVEfmt ".repeat(100));

const whisper = await transcribe({ model: openai.transcription("whisper-1"), audio, maxRetries: 0 });
assert.equal(whisper.text, TEXT);
assert.equal(whisper.language, "en");
assert.equal(whisper.durationInSeconds, 4.75);
assert.equal(whisper.segments[0].endSecond, 4.5);

const words = await transcribe({
  model: openai.transcription("whisper-1"),
  audio,
  providerOptions: { openai: { timestampGranularities: ["word"], language: "en", temperature: 0 } },
});
assert.equal(words.segments[0].text, "And");

await assert.rejects(transcribe({ model: openai.transcription("none"), audio, maxRetries: 0 }), (error) => {
  assert.equal(error.statusCode, 404);
  assert.equal(error.data.error.code, "model_not_found");
  return true;
});
console.log("all checks passed");
