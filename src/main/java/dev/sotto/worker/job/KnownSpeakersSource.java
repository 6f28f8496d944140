package dev.sotto.worker.job;

import dev.sotto.job.Job;
import dev.sotto.transcript.KnownSpeakers;
import dev.sotto.transcript.KnownVoices;

/** Brings the known voices that a job's request names. Blocks; thread-safe. */
public interface KnownSpeakersSource {
    /** Knows nobody. */
    KnownSpeakersSource NONE = (job, voices) -> KnownSpeakers.NONE;

    /** What is there of them: a voice that was deleted from its library since is left out. */
    KnownSpeakers of(Job job, KnownVoices voices);
}
