"""OpenAI's client for Python, unchanged but for its address (the first argument)."""

import asyncio
import sys

import openai

TEXT = "And so, my fellow listeners, ask not."
client = openai.OpenAI(base_url=sys.argv[1], api_key="any", max_retries=0)
audio = client.audio


def wav(content=b"RIFF....WAVEfmt "):
    return ("größe.wav", content * 100)


assert audio.transcriptions.create(file=wav(), model="whisper-1").text == TEXT
assert audio.transcriptions.create(file=b"RIFF....WAVEfmt ", model="gpt-4o-transcribe-diarize", include=["logprobs"]).text == TEXT

verbose = audio.transcriptions.create(
    file=wav(), model="whisper-1", response_format="verbose_json", timestamp_granularities=["word", "segment"]
)
assert (verbose.language, verbose.duration, verbose.text) == ("english", 4.75, TEXT), verbose
assert verbose.segments[0].end == 4.5 and verbose.words[0].word == "And" and verbose.usage.seconds == 5, verbose

assert audio.transcriptions.create(file=wav(), model="whisper-1", response_format="text") == TEXT + "\n"
assert audio.transcriptions.create(file=wav(), model="whisper-1", response_format="srt").startswith("1\n00:00:00,000 --> ")
assert audio.transcriptions.create(file=wav(), model="whisper-1", response_format="vtt").startswith("WEBVTT\n\n00:00:00.000")

diarized = audio.transcriptions.create(
    file=wav(), model="gpt-4o-transcribe-diarize", response_format="diarized_json", chunking_strategy="auto"
)
assert diarized.segments[0].speaker == "A" and diarized.segments[0].id == "seg_001", diarized

strategy = {"type": "server_vad", "threshold": 0.4, "prefix_padding_ms": 250}
streamed = ""
with audio.transcriptions.create(file=wav(), model="whisper-1", stream=True, chunking_strategy=strategy) as events:
    for event in events:
        if event.type == "transcript.text.delta":
            streamed += event.delta
        else:
            assert event.type == "transcript.text.done" and event.text == TEXT, event
assert streamed == TEXT, streamed

assert audio.translations.create(file=wav(), model="org/many", prompt="a").text == TEXT
translated = audio.translations.create(file=wav(), model="org/many", response_format="verbose_json")
assert translated.language == "english" and translated.segments[0].id == 0, translated

names = [model.id for model in client.models.list()]
assert "whisper-1" in names and "org/many" in names, names
assert client.models.retrieve("org/many").owned_by == "org"

try:
    audio.transcriptions.create(file=wav(), model="none")
    raise AssertionError("an unknown model was taken")
except openai.NotFoundError as e:
    assert (e.code, e.param, e.type) == ("model_not_found", "model", "invalid_request_error"), e
    assert e.request_id.startswith("req_"), e
try:
    audio.transcriptions.create(file=wav(), model="whisper-1", language="klingon")
    raise AssertionError("an unknown language was taken")
except openai.BadRequestError as e:
    assert (e.code, e.param) == ("invalid_value", "language"), e

# It waits a second, and sends again; the server works on the recording once, for longer than that.
hasty = client.with_options(timeout=1.0, max_retries=5)
assert hasty.audio.transcriptions.create(file=wav(b"slow"), model="whisper-1").text == TEXT


async def at_once():
    async with openai.AsyncOpenAI(base_url=sys.argv[1], api_key="any") as waiting:
        requests = [waiting.audio.transcriptions.create(file=wav(bytes([i])), model="whisper-1") for i in range(8)]
        return [answer.text for answer in await asyncio.gather(*requests)]


assert asyncio.run(at_once()) == [TEXT] * 8
print("all checks passed")
