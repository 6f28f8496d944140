package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("heavy")
class BundledToolTest {
    private static final String SYSTEM = System.getProperty("os.name");
    private static final String PROCESSOR = System.getProperty("os.arch");

    @TempDir
    Path folder;

    @Test
    void machine_without_ffmpeg_uses_the_one_of_the_jars() throws Exception {
        Path tools = folder.resolve("data/tools");
        MediaTool tool = new MediaToolFinder(Optional.empty(), System.getenv("PATH"), bundled(tools)).find();
        MediaTool carried = new MediaToolFinder(Optional.empty(), "", bundled(tools)).find();
        assertThat(tool.isBundled()).isFalse();
        assertThat(carried.isBundled()).isTrue();
        assertThat(carried.version()).startsWith("4.4.1");
        assertThat(carried.ffmpeg().getParent()).isEqualTo(tools.toAbsolutePath());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tools)))
                .isEqualTo("rwx------");
        try (Waveform waveform = new MediaDecoder(carried, MediaLimits.DEFAULTS, folder.resolve("scratch"))
                .decode(Ffmpeg.RECORDINGS.resolve("sample.flac"), () -> false)) {
            assertThat(waveform.sampleCount()).isEqualTo(282_112);
            assertThat(waveform.warnings()).isEmpty();
        }
    }

    @Test
    void copy_that_was_changed_is_replaced_and_a_good_one_is_kept() throws IOException {
        BundledTool bundled = bundled(folder).orElseThrow();
        Path copy = bundled.unpacked();
        long size = Files.size(copy);
        Object first = Files.readAttributes(copy, "*").get("fileKey");
        assertThat(bundled.unpacked()).isEqualTo(copy);
        assertThat(Files.readAttributes(copy, "*").get("fileKey")).isEqualTo(first);
        Files.delete(copy);
        Files.writeString(copy, "#!/bin/sh\necho evil\n");
        assertThat(copy.toFile().setExecutable(true)).isTrue();
        assertThat(Files.size(bundled.unpacked())).isEqualTo(size);
        assertThat(folder).isDirectoryContaining("glob:**/ffmpeg-*").isDirectoryNotContaining("glob:**/*.part");
    }

    @Test
    void program_of_another_checksum_is_never_put_in_place() {
        bundled(folder);
        BundledTool.Binary known = BundledTool.Binary.of(SYSTEM, PROCESSOR).orElseThrow();
        BundledTool forged = new BundledTool(
                BundledTool.class.getClassLoader(), new BundledTool.Binary(known.name(), "0".repeat(64)), folder);
        assertThatThrownBy(forged::unpacked)
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("its checksum differs");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void folder_that_cannot_be_written_is_reported() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        BundledTool bundled = bundled(file.resolve("tools")).orElseThrow();
        assertThatThrownBy(bundled::unpacked)
                .hasMessage(
                        "The ffmpeg that Sotto carries could not be copied to the data folder; is it full or read-only?");
    }

    @Test
    void other_systems_have_none() {
        assertThat(BundledTool.find(folder, "SunOS", "sparcv9")).isEmpty();
    }

    private static Optional<BundledTool> bundled(Path tools) {
        Optional<BundledTool> bundled = BundledTool.find(tools, SYSTEM, PROCESSOR);
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: no system with file permissions");
        return bundled.isPresent() ? bundled : abort("skipped: this build carries no ffmpeg for " + SYSTEM);
    }
}
