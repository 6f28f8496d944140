package dev.sotto.audio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One run of a program: no shell, no input, an almost empty environment, both outputs read together and line by line, and
 * never a process left behind. The calling thread does all of the supervision, so there is no reader thread to leak.
 */
final class ChildProcess {
    /** How a run came to its end. */
    enum Ending {
        EXITED,
        TIMED_OUT,
        CANCELLED
    }

    /** The exit code means something only if the program ended by itself; 128 and more: ended by a signal. */
    record Exit(Ending ending, int code) {}

    /** How long a request to stop may go unnoticed. */
    private static final int POLL_MILLIS = 20;

    private static final int KILL_WAIT_SECONDS = 5;
    private static final int LINE_BYTES_MAX = 2_000;
    private static final Set<String> ENVIRONMENT_KEPT = Set.of("PATH", "SystemRoot");

    private final List<String> command;
    private final Optional<Path> workingFolder;
    private final Duration wallClockMax;
    private final Duration shutdownGrace;

    ChildProcess(List<String> command, Optional<Path> workingFolder, Duration wallClockMax) {
        this(command, workingFolder, wallClockMax, Duration.ZERO);
    }

    /**
     * As above.
     *
     * @param shutdownGrace how long the program may go on when our own process is asked to end
     */
    ChildProcess(List<String> command, Optional<Path> workingFolder, Duration wallClockMax, Duration shutdownGrace) {
        this.shutdownGrace = shutdownGrace;
        this.command = List.copyOf(command);
        this.workingFolder = workingFolder;
        this.wallClockMax = wallClockMax;
    }

    /**
     * Runs the program to its end, or kills it together with all that it started.
     *
     * @param lines gets what the program says, each line cut to 2000 bytes, on the calling thread
     * @throws AudioException {@link FaultCode#TOOL_FAILED} if it cannot be started
     */
    Exit run(Consumer<String> lines, BooleanSupplier cancelled) {
        Process process = start();
        Thread onShutdown = new Thread(() -> endWithUs(process), "kill-media-tool");
        try {
            Runtime.getRuntime().addShutdownHook(onShutdown);
            return supervise(process, new LineSplitter(lines), cancelled);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Exit(Ending.CANCELLED, -1);
        } catch (IllegalStateException shutdownHasBegun) {
            return new Exit(Ending.CANCELLED, -1);
        } catch (IOException e) {
            throw AudioException.toolFailed("The media program's output could not be read.", e);
        } finally {
            kill(process);
            forget(onShutdown);
        }
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().retainAll(ENVIRONMENT_KEPT);
        workingFolder.ifPresent(folder -> {
            builder.directory(folder.toFile());
            // Text in a file names a character set, which glibc loads as code; a static ffmpeg dies of the system's.
            builder.environment().put("GCONV_PATH", folder.toString());
        });
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw AudioException.toolFailed("The media program could not be started; is ffmpeg still installed?", e);
        }
    }

    private Exit supervise(Process process, LineSplitter output, BooleanSupplier cancelled)
            throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        boolean isRunning = true;
        while (isRunning) {
            if (cancelled.getAsBoolean()) {
                return new Exit(Ending.CANCELLED, -1);
            }
            if (System.nanoTime() - startNanos > wallClockMax.toNanos()) {
                return new Exit(Ending.TIMED_OUT, -1);
            }
            isRunning = !process.waitFor(output.drain(process) ? 1 : POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        output.drain(process);
        output.end();
        return new Exit(Ending.EXITED, process.exitValue());
    }

    private void endWithUs(Process process) {
        try {
            if (process.waitFor(shutdownGrace.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill(process);
    }

    /** The parent first, so that it cannot start more; its group must be asked for before it is gone. */
    private static void kill(Process process) {
        List<ProcessHandle> children = ProcessGroup.of(process);
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        Stream.concat(Stream.of(process.toHandle()), children.stream()).forEach(ChildProcess::awaitEnd);
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            throw AudioException.toolFailed("The media program's output could not be closed.", e);
        }
    }

    private static void awaitEnd(ProcessHandle handle) {
        handle.onExit()
                .completeOnTimeout(handle, KILL_WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static void forget(Thread onShutdown) {
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException shutdownHasBegun) {
            // The hook runs or has run; there is nothing to take back.
            return;
        }
    }

    /** Cuts a stream of bytes into lines without ever holding more than one short line. */
    private static final class LineSplitter {
        private static final int ROUNDS_MAX = 64;

        private final Consumer<String> lines;
        private final byte[] block = new byte[8_192];
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        LineSplitter(Consumer<String> lines) {
            this.lines = lines;
        }

        /** Takes what is there without waiting, at most 512 KiB, so that a flood cannot hide a request to stop. */
        boolean drain(Process process) throws IOException {
            InputStream stream = process.getInputStream();
            boolean isAnyRead = false;
            for (int round = 0; round < ROUNDS_MAX && stream.available() > 0; round++) {
                int count = stream.read(block, 0, Math.min(block.length, stream.available()));
                for (int i = 0; i < count; i++) {
                    accept(block[i]);
                }
                isAnyRead = true;
            }
            return isAnyRead;
        }

        private void accept(byte next) {
            if (next == '\n' || next == '\r') {
                end();
            } else if (line.size() < LINE_BYTES_MAX) {
                line.write(next);
            }
        }

        void end() {
            if (line.size() > 0) {
                lines.accept(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        }
    }
}
