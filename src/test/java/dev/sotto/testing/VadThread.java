package dev.sotto.testing;

import dev.sotto.torch.TorchVad;
import dev.sotto.vad.SpeechDetector;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The shipped voice detection on a thread of its own. */
public final class VadThread implements AutoCloseable {
    public static final Path WEIGHTS = Path.of("src/main/models/silero-vad/silero_vad_16k.safetensors");

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "vad"));
    private final SpeechDetector detector = new SpeechDetector(thread, () -> TorchVad.load(WEIGHTS));

    private VadThread() {}

    public static VadThread load() {
        return new VadThread();
    }

    public SpeechDetector detector() {
        return detector;
    }

    @Override
    public void close() {
        detector.close().join();
        thread.shutdown();
    }
}
