package dev.sotto.service;

/** What the HTTP surface asks of the rest of the process. Called on event loops: must answer at once. */
public interface Backend {
    /** Whether a transcription sent now would be worked on. */
    boolean isReady();

    ServedModels models();
}
