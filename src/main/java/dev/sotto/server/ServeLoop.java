package dev.sotto.server;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a server until the process is asked to exit: prints where it listens and how to try it, and stops it in order. */
public final class ServeLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ServeLoop.class);
    private static final String SAMPLE = "src/test/resources/audio/sample.flac";
    /** What closing takes beyond the grace for requests. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final SottoServer sotto;
    private final Path home;
    private final Path workingFolder;

    /**
     * Prepares to run a server.
     *
     * @param home folder of the installation
     * @param workingFolder where the person who started the server stands
     */
    public ServeLoop(SottoServer sotto, Path home, Path workingFolder) {
        this.sotto = sotto;
        this.home = home;
        this.workingFolder = workingFolder;
    }

    /**
     * Starts, then blocks until the server has stopped. A start that fails throws its cause.
     *
     * @throws IllegalStateException when all that the server runs hangs: then the process must end, which stops it in order
     */
    public void run(PrintStream out) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        sotto.start().await();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped), "shutdown"));
        out.println("Sotto listens on " + address());
        out.println("Try it:  " + curl());
        out.flush();
        sotto.broken().onComplete(hangs -> stopped.countDown());
        stopped.await();
        if (sotto.broken().isComplete()) {
            throw new IllegalStateException(
                    "the engine or every worker hangs; the server exits so that it can be restarted");
        }
    }

    /** The process ends when its hooks return, so this one waits. */
    private void stop(CountDownLatch stopped) {
        Duration bound = sotto.config().http().shutdownGrace().plus(CLOSING);
        LOG.info(
                "stopping; running requests have {} s",
                sotto.config().http().shutdownGrace().toSeconds());
        try {
            sotto.close().await(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("not everything stopped within {} s", bound.toSeconds());
        }
        stopped.countDown();
    }

    String address() {
        return PublicUrl.of(sotto.config().http(), sotto.port());
    }

    /** One line that works as pasted where the server was started. */
    String curl() {
        return "curl %s/v1/audio/transcriptions -F model=whisper-1 -F file=@%s".formatted(address(), sample());
    }

    private String sample() {
        if (Files.exists(workingFolder.resolve(SAMPLE))) {
            return SAMPLE;
        }
        Path absolute = home.resolve(SAMPLE).toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            return "recording.mp3";
        }
        return absolute.toString().contains(" ") ? "'" + absolute + "'" : absolute.toString();
    }
}
