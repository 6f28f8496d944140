package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("heavy")
class MediaToolFinderTest {
    private static final String INSTALL =
            "install it (Debian and Ubuntu: apt-get install ffmpeg; Fedora: dnf install ffmpeg-free;"
                    + " macOS: brew install ffmpeg) or configure the path of the program.";

    @TempDir
    Path folder;

    @BeforeEach
    void require_shell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: no /bin/sh for the stand-ins");
    }

    @Test
    void program_on_the_search_path_is_found_with_its_version() throws IOException {
        Path ffmpeg = program("echo 'ffmpeg version 6.1.1-3ubuntu5 Copyright (c) 2000-2023'; echo 'built with gcc'");
        MediaTool tool = new MediaToolFinder(Optional.empty(), "/nowhere::" + folder, Optional.empty()).find();
        assertThat(tool).isEqualTo(new MediaTool(ffmpeg, ProcessSandbox.NONE, "6.1.1-3ubuntu5", false));
    }

    @Test
    void configured_program_goes_before_the_search_path() throws IOException {
        Path configured = program("echo 'ffmpeg version N-110000-gabcdef Copyright'");
        MediaTool tool = new MediaToolFinder(Optional.of(configured), System.getenv("PATH"), Optional.empty()).find();
        assertThat(tool.ffmpeg()).isEqualTo(configured);
        assertThat(tool.version()).isEqualTo("N-110000-gabcdef");
    }

    @Test
    void missing_program_says_what_to_install() {
        assertThatThrownBy(() -> new MediaToolFinder(Optional.empty(), folder.toString(), Optional.empty()).find())
                .isInstanceOf(AudioException.class)
                .hasMessage("ffmpeg was not found on the search path; " + INSTALL);
    }

    @Test
    void configured_place_without_a_program_is_an_error_even_if_the_search_path_has_one() {
        assertThatThrownBy(
                        () -> new MediaToolFinder(Optional.of(folder), System.getenv("PATH"), Optional.empty()).find())
                .isInstanceOf(AudioException.class)
                .hasMessage("The configured ffmpeg is not a program that can be run; " + INSTALL);
    }

    @Test
    void old_version_is_refused() throws IOException {
        Path old = program("echo 'ffmpeg version 3.4.8-0ubuntu0.2 Copyright'");
        assertThatThrownBy(() -> new MediaToolFinder(Optional.of(old), "", Optional.empty()).find())
                .isInstanceOf(AudioException.class)
                .hasMessage("The ffmpeg that was found is version 3.4.8-0ubuntu0.2; at least version 4 is needed; "
                        + INSTALL);
    }

    @Test
    void program_that_fails_or_is_another_one_is_refused() throws IOException {
        Path broken = program("echo 'error while loading shared libraries' >&2; exit 127");
        assertThatThrownBy(() -> new MediaToolFinder(Optional.of(broken), "", Optional.empty()).find())
                .isInstanceOf(AudioException.class)
                .hasMessage("The ffmpeg that was found does not work: asked for its version, it ended with code 127; "
                        + INSTALL);
        Path other = program("echo 'not at all what was asked'");
        assertThatThrownBy(() -> new MediaToolFinder(Optional.of(other), "", Optional.empty()).find())
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("does not work: asked for its version, it ended with code 0");
    }

    private Path program(String body) throws IOException {
        Path program = folder.resolve("ffmpeg");
        Files.writeString(program, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
