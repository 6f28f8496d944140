package dev.sotto.pipeline;

import dev.sotto.transcript.Mode;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.whisper.WhisperEngine;

/** Transcribers whose windows have other lengths than those of any setting. */
public final class WindowLengths {
    private WindowLengths() {}

    /**
     * One in batched mode.
     *
     * @param margin positions of silence behind the sound of a window
     * @param step lengths are multiples of it
     */
    public static RecordingTranscriber transcriber(
            WhisperEngine engine, SpeechDetector detector, int margin, int step) {
        int all = engine.model().dimensions().audioContext();
        return new RecordingTranscriber(engine, detector, Mode.BATCHED, new WindowLength(all, margin, step));
    }
}
