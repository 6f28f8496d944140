package dev.sotto.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * Reads any recording. Immutable and safe for use by several threads; each decode blocks its caller and runs one child process
 * of its own. Whatever happens, no process and no file is left behind.
 */
public final class MediaDecoder {
    private static final int BYTES_PER_SAMPLE = 2;

    /** A declared length may differ by this much from what is decoded: encoder delay, padding, rounding. */
    private static final double DECLARED_TOLERANCE_SECONDS = 1.0;

    private final MediaTool tool;
    private final MediaLimits limits;
    private final Path scratchRoot;
    private final Duration shutdownGrace;

    /**
     * Touches nothing yet.
     *
     * @param scratchRoot where each decode makes its private folder; made if it is missing
     */
    public MediaDecoder(MediaTool tool, MediaLimits limits, Path scratchRoot) {
        this(tool, limits, scratchRoot, Duration.ZERO);
    }

    /**
     * For a server that lets running requests finish.
     *
     * @param shutdownGrace how long a decode may go on when the process is told to end, before it is killed
     */
    public MediaDecoder(MediaTool tool, MediaLimits limits, Path scratchRoot, Duration shutdownGrace) {
        this.tool = tool;
        this.shutdownGrace = shutdownGrace;
        this.limits = limits;
        this.scratchRoot = scratchRoot;
    }

    /**
     * Removes what killed processes left in the scratch folder; to be called once, at the start of a server.
     *
     * @param before folders older than that belong to nobody: longer ago than any decode may take
     */
    public void removeLeftovers(Instant before) {
        ScratchFolder.sweep(scratchRoot, before);
    }

    /**
     * Decodes the first audio stream of a file. A damaged recording gives what could be read, with a warning.
     *
     * @param cancelled asked about fifty times a second
     * @return at least one sample; the caller closes it, and keeps the file unchanged until then
     * @throws AudioException whatever {@link AudioError} says
     */
    public Waveform decode(Path file, BooleanSupplier cancelled) {
        requireReadable(file);
        if (cancelled.getAsBoolean()) {
            throw AudioException.cancelled();
        }
        return direct(file).orElseGet(() -> throughFfmpeg(file, cancelled));
    }

    private static void requireReadable(Path file) {
        if (!Files.exists(file)) {
            throw AudioException.invalid("There is no such file.");
        }
        if (!Files.isRegularFile(file)) {
            throw AudioException.invalid("This is a folder or device; expected a file with audio or video.");
        }
        if (!Files.isReadable(file)) {
            throw AudioException.invalid("The file cannot be read: permission denied.");
        }
        try {
            if (Files.size(file) == 0) {
                throw AudioException.emptyFile();
            }
        } catch (IOException e) {
            throw AudioException.toolFailed("The size of the file cannot be read.", e);
        }
    }

    private Optional<Waveform> direct(Path file) {
        try {
            Optional<WavHeader> header = WavHeader.read(file);
            if (header.isEmpty()) {
                return Optional.empty();
            }
            requireWithinLimit(header.get().sampleCount());
            return Optional.of(SampleFile.open(
                    file, header.get().dataOffsetBytes(), header.get().sampleCount(), List.of()));
        } catch (IOException e) {
            throw AudioException.toolFailed("The file could not be read from disk.", e);
        }
    }

    private Waveform throughFfmpeg(Path file, BooleanSupplier cancelled) {
        try (ScratchFolder scratch = ScratchFolder.create(scratchRoot, shutdownGrace)) {
            FfmpegLog log = new FfmpegLog();
            run(scratch, file, log, cancelled);
            long bytes = Files.exists(scratch.samples()) ? Files.size(scratch.samples()) : 0;
            if (bytes >= limits.outputBytesMax()) {
                throw AudioException.limit("The recording unpacks to more than the %d bytes that are allowed."
                        .formatted(limits.outputBytesMax()));
            }
            long samples = bytes / BYTES_PER_SAMPLE;
            if (samples == 0) {
                throw FfmpegFault.of(0, log);
            }
            requireWithinLimit(samples);
            return SampleFile.open(scratch.samples(), 0, samples, warnings(file, samples, log));
        } catch (IOException e) {
            throw AudioException.toolFailed("The decoded samples could not be read from disk.", e);
        }
    }

    private void run(ScratchFolder scratch, Path file, FfmpegLog log, BooleanSupplier cancelled) {
        ChildProcess child = new ChildProcess(
                FfmpegCommand.decode(tool, limits, file, scratch.samples()),
                Optional.of(scratch.workingFolder()),
                limits.wallClockMax(),
                shutdownGrace);
        ChildProcess.Exit exit = child.run(log, () -> cancelled.getAsBoolean() || isDeclaredTooLong(log));
        if (isDeclaredTooLong(log)) {
            throw AudioException.tooLong(log.declaredSeconds().orElseThrow(), limits);
        }
        switch (exit.ending()) {
            case CANCELLED -> throw AudioException.cancelled();
            case TIMED_OUT -> throw AudioException.tookTooLong(limits);
            case EXITED -> {
                if (exit.code() != 0) {
                    throw FfmpegFault.of(exit.code(), log);
                }
            }
        }
    }

    /** Saves the work of decoding up to the limit. Who declares too little is found out by {@link #requireWithinLimit}. */
    private boolean isDeclaredTooLong(FfmpegLog log) {
        OptionalDouble declared = log.declaredSeconds();
        double secondsMax = limits.audioMax().toMillis() / 1000.0;
        return declared.isPresent() && declared.getAsDouble() > secondsMax + DECLARED_TOLERANCE_SECONDS;
    }

    private void requireWithinLimit(long samples) {
        if (samples > limits.samplesMax()) {
            throw AudioException.tooLong((double) samples / Waveform.SAMPLE_RATE, limits);
        }
    }

    private static List<String> warnings(Path file, long samples, FfmpegLog log) throws IOException {
        List<String> warnings = new ArrayList<>();
        double seconds = (double) samples / Waveform.SAMPLE_RATE;
        OptionalDouble declared = log.declaredAudioSeconds();
        if (declared.isPresent() && declared.getAsDouble() - seconds > DECLARED_TOLERANCE_SECONDS) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The file declares %.1f s of sound, but only %.1f s could be read; it seems cut off or damaged.",
                    declared.getAsDouble(),
                    seconds));
        }
        long missingBytes = WavHeader.missingBytes(file);
        if (missingBytes > 0) {
            warnings.add("The file is cut off: %d bytes of sound are missing at its end.".formatted(missingBytes));
        }
        if (log.errorCount() > 0) {
            warnings.add("The file is damaged: decoding reported errors (%d), so parts of the sound may be missing."
                    .formatted(log.errorCount()));
        }
        return warnings;
    }
}
