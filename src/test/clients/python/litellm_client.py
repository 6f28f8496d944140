"""LiteLLM, unchanged but for its address (the first argument)."""

import os
import sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import litellm
import openai

TEXT = "And so, my fellow listeners, ask not."


def transcribe(model, **options):
    file = ("audio.wav", b"RIFF....WAVEfmt " * 100)
    return litellm.transcription(model=model, file=file, api_base=sys.argv[1], api_key="any", max_retries=0, **options)


for provider in ("openai", "hosted_vllm"):
    assert transcribe(provider + "/whisper-1").text == TEXT, provider
    verbose = transcribe(provider + "/whisper-1", response_format="verbose_json", timestamp_granularities=["segment"])
    assert verbose.text == TEXT and verbose.duration == 4.75, verbose

try:
    transcribe("openai/none")
    raise AssertionError("an unknown model was taken")
except openai.NotFoundError as e:
    assert "model" in str(e), e
print("all checks passed")
