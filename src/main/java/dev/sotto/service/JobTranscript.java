package dev.sotto.service;

import dev.sotto.format.stored.StoredRequest;
import dev.sotto.transcript.Transcript;

/** What a job that has succeeded found, and what it was asked for. */
public record JobTranscript(StoredRequest request, Transcript transcript) {
    /** Whether its speakers were told apart. */
    public boolean hasSpeakers() {
        return transcript.speakers().isPresent();
    }

    /** The same, as if nobody had been told apart. */
    public JobTranscript anonymous() {
        return new JobTranscript(request, transcript.anonymous());
    }
}
