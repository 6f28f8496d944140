package dev.sotto.service;

import java.util.Optional;

/** What the HTTP surface asks of the rest of the process. Called on event loops: must answer at once. */
public interface Backend {
    /** Whether a transcription sent now would be worked on. */
    boolean isReady();

    ServedModels models();

    /** Why no work is taken until somebody mends it, in one sentence; empty if nothing is known to be wrong. */
    default Optional<String> fault() {
        return Optional.empty();
    }

    /** Whether no new job is taken, because the server is emptied of work before it is stopped. */
    default boolean isDraining() {
        return false;
    }

    /** Why speakers cannot be told apart here, in one sentence; empty if they can. */
    default Optional<String> speakersFault() {
        return Optional.empty();
    }

    /** Whether transcriptions are computed on a graphics card. */
    default boolean usesGpu() {
        return false;
    }

    /** What pulls and deletes models while the server runs; empty if nothing does. */
    default Optional<ModelInstaller> installer() {
        return Optional.empty();
    }
}
