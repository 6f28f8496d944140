package dev.sotto.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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
    /**
     * What closing may take beyond the grace for requests. The engine's thread ends what it computes first, which may take long
     * on a slow machine: a process that exits while libtorch computes crashes.
     */
    private static final Duration CLOSING = Duration.ofSeconds(60);

    /** What a start that is under way may take before the process ends in the middle of it. */
    private static final Duration STARTING = Duration.ofMinutes(2);

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
        Promise<SottoServer> started = Promise.promise();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started.future(), stopped), "shutdown"));
        sotto.start().onComplete(started);
        started.future().await();
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

    /**
     * The process ends when its hooks return, so this one waits: also for a start that is under way, since the engine's thread
     * cannot be stopped while it loads a model. A start that failed has closed what it opened.
     */
    private void stop(Future<SottoServer> started, CountDownLatch stopped) {
        if (!hasStarted(started)) {
            return;
        }
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

    private static boolean hasStarted(Future<SottoServer> started) {
        try {
            started.otherwiseEmpty().await(STARTING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("the server did not finish its start within {} s", STARTING.toSeconds());
        }
        return started.succeeded();
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
