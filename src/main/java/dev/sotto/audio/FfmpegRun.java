package dev.sotto.audio;

import dev.sotto.audio.ScratchBudget.Reservation;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WorkClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One decode by ffmpeg: which track, the run itself, and whether to believe what came out. */
record FfmpegRun(MediaTool tool, MediaSettings settings, WorkClass workClass, BooleanSupplier cancelled) {

    /**
     * Decodes into a folder of its own.
     *
     * @param room for the samples; held by what is returned
     * @throws ScratchRoom.Exceeded if it does not do
     */
    DecodedMedia decode(Path file, MediaOptions options, Reservation room) {
        MediaLimits limits = settings.limits();
        FfmpegCommand command = new FfmpegCommand(tool, limits, workClass, file);
        try (ScratchFolder scratch = settings.scratch().folder()) {
            long fileBytes = Files.size(file);
            Extract extract = Extract.of(options, track(command, options, scratch, room, fileBytes));
            FfmpegLog log = new FfmpegLog();
            StreamCheck check = new StreamCheck(log, limits, extract, fileBytes);
            List<String> arguments = command.decode(extract, settings.clock(), scratch.samples());
            int code = run(arguments, scratch, check, room);
            if (code != 0) {
                TrackChoice.require(options, log.tracks());
                throw FfmpegFault.of(code, log);
            }
            room.settle(scratch.sampleBytes());
            return opened(file, scratch.samples(), check, room);
        } catch (IOException e) {
            throw AudioException.toolFailed("The decoded samples could not be read from disk.", e);
        }
    }

    private int track(
            FfmpegCommand command, MediaOptions options, ScratchFolder scratch, Reservation room, long fileBytes) {
        if (options.trackLanguage().isEmpty()) {
            return options.track().orElse(0);
        }
        FfmpegLog log = new FfmpegLog();
        StreamCheck check = new StreamCheck(log, settings.limits(), Extract.of(options, 0), fileBytes);
        int code = run(command.list(), scratch, check, room);
        if (log.errorCount() > 0 && log.streamCount() == 0) {
            throw FfmpegFault.of(code, log);
        }
        if (log.tracks().isEmpty()) {
            throw AudioException.noAudioStream();
        }
        return TrackChoice.byLanguage(log.tracks(), options.trackLanguage().get());
    }

    /** Returns the exit code of a program that ended by itself. */
    private int run(List<String> command, ScratchFolder scratch, StreamCheck check, Reservation room) {
        ChildProcess child = new ChildProcess(
                command,
                Optional.of(scratch.workingFolder()),
                settings.limits().wallClockMax(),
                settings.scratch().shutdownGrace());
        ChildProcess.Exit exit = child.run(
                check.log(),
                () -> cancelled.getAsBoolean() || check.refusal().isPresent() || !room.covers(scratch.sampleBytes()));
        check.refusal().ifPresent(refusal -> {
            throw refusal;
        });
        return switch (exit.ending()) {
            case CANCELLED -> throw room.isExceeded() ? new ScratchRoom.Exceeded() : AudioException.cancelled();
            case TIMED_OUT -> throw AudioException.tookTooLong(settings.limits());
            case EXITED -> exit.code();
        };
    }

    private DecodedMedia opened(Path file, Path samples, StreamCheck check, Reservation room) throws IOException {
        MediaLimits limits = settings.limits();
        Extract extract = check.extract();
        long bytes = Files.exists(samples) ? Files.size(samples) : 0;
        AuHeader header = extract.splitsChannels() && bytes > 0 ? AuHeader.read(samples) : new AuHeader(0, 1);
        long count = Math.max(0, bytes - header.dataOffsetBytes()) / header.channels() / SampleLayout.BYTES_PER_SAMPLE;
        if (count * SampleLayout.BYTES_PER_SAMPLE >= limits.outputBytesMax()) {
            throw AudioException.limit("The recording unpacks to more than the %d bytes that are allowed."
                    .formatted(limits.outputBytesMax()));
        }
        if (count == 0) {
            throw FfmpegFault.of(0, check.log());
        }
        limits.requireAccepted(count);
        GapFinder gaps = new RecordingTimes(settings, extract, check.log()).gaps(file, count);
        Timeline timeline = gaps.timeline();
        long heard = extract.samplesOf(timeline.sampleCount());
        List<Warning> warnings = check.warnings(file, heard, gaps.warning());
        List<Waveform> channels = new ArrayList<>();
        try {
            for (int channel = 0; channel < header.channels(); channel++) {
                SampleLayout layout = new SampleLayout(
                        header.dataOffsetBytes(), header.channels(), channel, extract.splitsChannels());
                Waveform decoded = SampleFile.open(samples, layout, count, warnings, room);
                channels.add(
                        heard == count && timeline.isWithoutGaps()
                                ? decoded
                                : new TimedWaveform(decoded, timeline, heard));
            }
            return new DecodedMedia(channels, extract.splitsChannels());
        } catch (IOException e) {
            channels.forEach(Waveform::close);
            throw e;
        }
    }
}
