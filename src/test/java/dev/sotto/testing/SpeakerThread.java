package dev.sotto.testing;

import dev.sotto.diarize.SpeakerAnalyzer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The shipped speaker networks on a thread of their own. */
public final class SpeakerThread implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "speakers"));
    private final ExecutorSpeakers device = new ExecutorSpeakers(thread, ShippedSpeakers::load);
    private final SpeakerAnalyzer analyzer = new SpeakerAnalyzer(device);

    private SpeakerThread() {}

    /** Loads nothing until somebody listens. */
    public static SpeakerThread open() {
        return new SpeakerThread();
    }

    public SpeakerAnalyzer analyzer() {
        return analyzer;
    }

    @Override
    public void close() {
        device.close();
        thread.shutdown();
    }
}
