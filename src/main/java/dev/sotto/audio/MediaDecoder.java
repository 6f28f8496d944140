package dev.sotto.audio;

import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.WorkClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Reads any recording. Immutable and safe for use by several threads; each decode blocks its caller and runs one child process
 * of its own. Whatever happens, no process and no file is left behind.
 */
public final class MediaDecoder {
    private final MediaTool tool;
    private final MediaSettings settings;

    /**
     * Touches nothing yet.
     *
     * @param scratchRoot where each decode makes its private folder; made if it is missing
     */
    public MediaDecoder(MediaTool tool, MediaLimits limits, Path scratchRoot) {
        this(tool, new MediaSettings(limits, AudioClock.CONTAINER, new ScratchSpace(scratchRoot, Duration.ZERO, 0)));
    }

    /** As above. */
    public MediaDecoder(MediaTool tool, MediaSettings settings) {
        this.tool = tool;
        this.settings = settings;
    }

    /**
     * Removes what killed processes left in the scratch folder; to be called at the start of a server and every now and then while
     * it runs. Blocks.
     */
    public void removeLeftovers(Instant now) {
        settings.scratch().sweep(now, settings.limits().wallClockMax());
    }

    /** Decodes the first audio stream of a file, mixed down to one channel; else as the other {@code decode}. */
    public Waveform decode(Path file, BooleanSupplier cancelled) {
        return decode(file, MediaOptions.DEFAULTS, WorkClass.INTERACTIVE, cancelled)
                .channels()
                .get(0);
    }

    /**
     * Decodes one audio stream of a file, from its beginning to the end that the options name. A damaged recording gives what could be read, with a warning.
     *
     * @param workClass bulk work has the processors after all else
     * @param cancelled asked about fifty times a second
     * @return at least one sample; the caller closes it, and keeps the file unchanged until then
     * @throws AudioException whatever {@link FaultCode} says
     */
    public DecodedMedia decode(Path file, MediaOptions options, WorkClass workClass, BooleanSupplier cancelled) {
        return decode(file, options, workClass, cancelled, () -> {});
    }

    /**
     * As above.
     *
     * @param waiting called every second or so while the samples of others take the room on the disk
     */
    public DecodedMedia decode(
            Path file, MediaOptions options, WorkClass workClass, BooleanSupplier cancelled, Runnable waiting) {
        requireReadable(file);
        if (cancelled.getAsBoolean()) {
            throw AudioException.cancelled();
        }
        ScratchRoom room = new ScratchRoom(settings.scratch().budget(), cancelled, waiting);
        FfmpegRun run = new FfmpegRun(tool, settings, workClass, cancelled);
        return direct(file, options).orElseGet(() -> byTool(file, options, run, room));
    }

    /**
     * Has something read the beginning of a recording that is held in memory. The samples are gone when this returns.
     *
     * @param secondsMax how much is decoded at most
     * @throws AudioException as {@link #decode}
     */
    public <T> T listen(byte[] content, double secondsMax, BooleanSupplier cancelled, Function<Waveform, T> listener) {
        MediaOptions beginning = MediaOptions.of("", false, new TimeSpan(0, secondsMax));
        try (ScratchFolder folder = settings.scratch().folder()) {
            Files.write(folder.clip(), content);
            try (DecodedMedia media = decode(folder.clip(), beginning, WorkClass.INTERACTIVE, cancelled)) {
                return listener.apply(media.channels().get(0));
            }
        } catch (IOException e) {
            throw AudioException.toolFailed("A clip could not be written to disk.", e);
        }
    }

    private DecodedMedia byTool(Path file, MediaOptions options, FfmpegRun run, ScratchRoom room) {
        long bytesMax = Extract.of(options, 0).bytesMax(settings.limits()) + FfmpegCommand.FILE_BYTES_BEYOND_LIMIT;
        DecodedMedia media = room.decode(bytesMax, reserved -> run.decode(file, options, reserved));
        return options.splitsChannels()
                ? media
                : PhaseCancellation.heard(
                        media, () -> room.decodeNow(bytesMax, reserved -> run.decode(file, options.split(), reserved)));
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

    /** A WAV file that is a waveform already has one track of no language. */
    private Optional<DecodedMedia> direct(Path file, MediaOptions options) {
        if (options.track().orElse(0) != 0 || options.trackLanguage().isPresent()) {
            return Optional.empty();
        }
        try {
            Optional<WavHeader> header = WavHeader.read(file);
            if (header.isEmpty()) {
                return Optional.empty();
            }
            long samples = Extract.of(options, 0).samplesOf(header.get().sampleCount());
            settings.limits().requireAccepted(samples);
            SampleLayout layout = SampleLayout.plain(header.get().dataOffsetBytes());
            Waveform waveform = SampleFile.open(file, layout, samples, List.of());
            return Optional.of(new DecodedMedia(List.of(waveform), options.splitsChannels()));
        } catch (IOException e) {
            throw AudioException.toolFailed("The file could not be read from disk.", e);
        }
    }
}
