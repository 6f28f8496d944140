package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Warning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Decodes in a scratch folder of its own, and after every attempt insists that no file and no process is left. */
final class DecodeFixture {
    private final MediaTool tool;
    private final MediaLimits limits;
    private final Path scratch;

    DecodeFixture(MediaTool tool, MediaLimits limits, Path folder) {
        this.tool = tool;
        this.limits = limits;
        this.scratch = folder.resolve("scratch");
    }

    /** The sentence with which the file is refused. */
    String refused(Path file, FaultCode expected) {
        return refused(file, expected, () -> false);
    }

    String refused(Path file, FaultCode expected, BooleanSupplier cancelled) {
        AudioException refusal = catchThrowableOfType(
                AudioException.class, () -> decoder().decode(file, cancelled).close());
        assertThat(refusal).as("refusal of %s", file.getFileName()).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(expected);
        assertThat(refusal.getMessage())
                .doesNotContain("file:")
                .doesNotContain(file.getParent().toString());
        assertNothingIsLeft();
        return String.valueOf(refusal.getMessage());
    }

    /** The warnings of a file that can be read at least in part. */
    List<String> warnings(Path file, long samplesMin, long samplesMax) {
        try (Waveform waveform = decoder().decode(file, () -> false)) {
            assertThat(waveform.sampleCount())
                    .as("samples of %s", file.getFileName())
                    .isBetween(samplesMin, samplesMax);
            assertNothingIsLeft();
            return waveform.warnings().stream().map(Warning::message).toList();
        }
    }

    private MediaDecoder decoder() {
        return new MediaDecoder(tool, limits, scratch);
    }

    private void assertNothingIsLeft() {
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
        try (var left = Files.exists(scratch) ? Files.list(scratch) : Stream.<Path>empty()) {
            assertThat(left).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
