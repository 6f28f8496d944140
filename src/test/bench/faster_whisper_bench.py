"""Measures faster-whisper (its engine, CTranslate2) on a checkpoint; prints one JSON object. Run by scripts/bench-peers.

Arguments: folder, compute type, threads, batch sizes separated by commas, number of forced tokens, rounds, [recording].
"""

import json
import statistics
import sys
import time

import ctranslate2
import numpy

folder, compute_type, threads, batches, tokens, rounds = sys.argv[1:7]
recording = sys.argv[7] if len(sys.argv) > 7 else None
threads, tokens, rounds = int(threads), int(tokens), int(rounds)


def median(work):
    work()
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def resident_mib(name):
    for line in open("/proc/self/status"):
        if line.startswith(name + ":"):
            return int(line.split()[1]) >> 10


def engine_level():
    model = ctranslate2.models.Whisper(folder, compute_type=compute_type, intra_threads=threads, inter_threads=1)
    vocabulary = json.load(open(folder + "/vocabulary.json"))
    start, end = vocabulary.index("<|startoftranscript|>"), vocabulary.index("<|endoftext|>")
    mels = model.n_mels
    noise = numpy.random.default_rng(1).standard_normal((1, mels, 3000)).astype(numpy.float32) * 0.3
    view = lambda count: ctranslate2.StorageView.from_array(numpy.ascontiguousarray(numpy.repeat(noise, count, 0)))

    def generate(features, count):
        # CTranslate2 samples half of max_length at most, as the reference does of its context.
        results = model.generate(
            features, [[start]] * count, beam_size=1, max_length=2 * tokens, sampling_topk=1,
            suppress_tokens=[end], suppress_blank=False)
        produced = {len(result.sequences_ids[0]) for result in results}
        if produced != {tokens}:
            raise SystemExit(f"{produced} tokens where {tokens} were forced")

    report = {"compute_type": model.compute_type, "encode_seconds": {}, "decode_seconds": {}}
    for count in [int(each) for each in batches.split(",")]:
        features = view(count)
        report["encode_seconds"][count] = median(lambda: model.encode(features, to_cpu=False)) / count
        encoded = model.encode(features, to_cpu=False)
        report["decode_seconds"][count] = median(lambda: generate(encoded, count)) / count
    return report


def one_file():
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model = WhisperModel(folder, device="cpu", compute_type=compute_type, cpu_threads=threads)
    report = {}
    for name, run in {
        "sequential": lambda: model.transcribe(recording, beam_size=1, temperature=0.0, vad_filter=True),
        "batch 8": lambda: BatchedInferencePipeline(model).transcribe(recording, beam_size=1, temperature=0.0, batch_size=8),
    }.items():
        start = time.perf_counter()
        segments, info = run()
        words = sum(len(segment.text.split()) for segment in segments)
        report[name] = {"seconds": time.perf_counter() - start, "audio_seconds": info.duration, "words": words}
    return report


report = {"engine": "CTranslate2 " + ctranslate2.__version__, "threads": threads}
report.update(engine_level())
if recording:
    report["file"] = one_file()
report["peak_mib"] = resident_mib("VmHWM")
print(json.dumps(report))
