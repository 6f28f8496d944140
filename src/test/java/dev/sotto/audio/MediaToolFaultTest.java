package dev.sotto.audio;

import static dev.sotto.fault.FaultCode.CANCELLED;
import static dev.sotto.fault.FaultCode.INVALID_MEDIA;
import static dev.sotto.fault.FaultCode.MEDIA_LIMIT_EXCEEDED;
import static dev.sotto.fault.FaultCode.MEDIA_TOOL_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.WorkClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A media program that hangs, dies, floods, is stopped or is not there; all but two stand-ins are shell scripts. */
@Tag("heavy")
class MediaToolFaultTest {
    private static final MediaLimits PATIENT =
            new MediaLimits(Duration.ofHours(30), Duration.ofMinutes(2), 4L << 30, 4L << 30);
    private static final MediaLimits HASTY =
            new MediaLimits(Duration.ofHours(30), Duration.ofMillis(300), 4L << 30, 4L << 30);
    private static final Path SAMPLE = Ffmpeg.RECORDINGS.resolve("sample.flac");

    @TempDir
    Path folder;

    @BeforeEach
    void require_shell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: no /bin/sh for the stand-ins");
    }

    @Test
    void program_that_hangs_with_children_is_killed_at_the_time_limit() throws IOException {
        MediaTool hanging = script("trap '' TERM INT; sleep 600 & sleep 600");
        assertThat(new DecodeFixture(hanging, HASTY, folder).refused(SAMPLE, MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("Decoding the file took longer than the 0.3 s that are allowed.");
    }

    @Test
    void cancel_kills_a_program_that_hangs() throws IOException {
        MediaTool hanging = script("trap '' TERM INT; sleep 600 & sleep 600");
        AtomicInteger asked = new AtomicInteger();
        assertThat(new DecodeFixture(hanging, PATIENT, folder)
                        .refused(SAMPLE, CANCELLED, () -> asked.incrementAndGet() > 5))
                .isEqualTo("Reading the recording was cancelled.");
        assertThat(asked).hasValue(6);
    }

    @Test
    void cancel_in_the_middle_kills_ffmpeg() throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.required();
        Path day = dayOfSilence(ffmpeg);
        Path scratch = folder.resolve("scratch");
        assertThat(new DecodeFixture(ffmpeg.tool(), PATIENT, folder)
                        .refused(day, CANCELLED, () -> isAnythingDecoded(scratch)))
                .isEqualTo("Reading the recording was cancelled.");
    }

    @Test
    void time_limit_kills_ffmpeg() throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.required();
        assertThat(new DecodeFixture(ffmpeg.tool(), HASTY, folder).refused(dayOfSilence(ffmpeg), MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("Decoding the file took longer than the 0.3 s that are allowed.");
    }

    @Test
    void process_that_left_its_parent_is_killed_with_the_group() throws IOException {
        ProcessSandbox fence = Ffmpeg.required().tool().fence();
        assumeTrue(
                fence.setsid().isPresent() && Files.isDirectory(Path.of("/proc")), "skipped: no process groups here");
        Path pid = folder.resolve("pid");
        MediaTool orphaning = fenced(fence, "(sh -c 'echo $$ > " + pid + "; exec sleep 600' &); sleep 600");
        new DecodeFixture(orphaning, PATIENT, folder).refused(SAMPLE, CANCELLED, () -> isWritten(pid));
        long orphan = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void interrupt_cancels_and_stays_visible() throws IOException {
        MediaTool hanging = script("sleep 600");
        Thread.currentThread().interrupt();
        assertThat(new DecodeFixture(hanging, PATIENT, folder).refused(SAMPLE, CANCELLED))
                .isEqualTo("Reading the recording was cancelled.");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void wish_to_stop_before_the_start_starts_nothing() throws IOException {
        MediaTool telltale = script("touch '" + folder.resolve("started") + "'");
        assertThat(new DecodeFixture(telltale, PATIENT, folder).refused(SAMPLE, CANCELLED, () -> true))
                .isEqualTo("Reading the recording was cancelled.");
        assertThat(folder.resolve("started")).doesNotExist();
    }

    @Test
    void program_that_dies_without_a_word_is_to_blame_itself() throws IOException {
        assertThat(new DecodeFixture(script("exit 3"), PATIENT, folder).refused(SAMPLE, MEDIA_TOOL_FAILED))
                .isEqualTo("The media program ended with code 3 and gave no reason.");
    }

    @Test
    void library_that_cannot_be_loaded_is_not_the_recordings_fault() throws IOException {
        MediaTool broken = script("echo 'ffmpeg: error while loading shared libraries: libx.so.1' >&2; exit 127");
        assertThat(new DecodeFixture(broken, PATIENT, folder).refused(SAMPLE, MEDIA_TOOL_FAILED))
                .isEqualTo("The media program ended with code 127 and gave no reason.");
    }

    @Test
    void full_disk_is_not_the_recordings_fault() throws IOException {
        MediaTool full = script("echo '[error] av_interleaved_write_frame(): No space left on device' >&2; exit 1");
        assertThat(new DecodeFixture(full, PATIENT, folder).refused(SAMPLE, MEDIA_TOOL_FAILED))
                .isEqualTo("The media program failed: av_interleaved_write_frame(): No space left on device.");
    }

    @Test
    void ten_megabytes_of_one_line_are_bounded() throws IOException {
        MediaTool flooding = script("head -c 10000000 /dev/zero | tr '\\0' x >&2; exit 1");
        assertThat(new DecodeFixture(flooding, PATIENT, folder).refused(SAMPLE, MEDIA_TOOL_FAILED))
                .isEqualTo("The media program ended with code 1 and gave no reason.");
    }

    @Test
    void ten_megabytes_of_errors_become_one_sentence() throws IOException {
        MediaTool flooding = script("yes '[x @ 0x1] [error] file:/secret/place: broken' | head -n 200000 >&2; exit 1");
        assertThat(new DecodeFixture(flooding, PATIENT, folder).refused(SAMPLE, INVALID_MEDIA))
                .isEqualTo("The file cannot be decoded: broken; expected a recording such as WAV, MP3, M4A,"
                        + " MP4, FLAC, OGG, WebM, WMA, AIFF or AMR.");
    }

    @Test
    void flood_cannot_hide_the_time_limit() throws IOException {
        assertThat(new DecodeFixture(script("yes >&2"), HASTY, folder).refused(SAMPLE, MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("Decoding the file took longer than the 0.3 s that are allowed.");
    }

    @Test
    void signals_of_the_fence_are_limits() throws IOException {
        assertThat(new DecodeFixture(script("kill -XCPU $$"), PATIENT, folder).refused(SAMPLE, MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("Decoding the file took more processor time than is allowed.");
        assertThat(new DecodeFixture(script("kill -XFSZ $$"), PATIENT, folder).refused(SAMPLE, MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("Decoding the file took more disk space than is allowed.");
        assertThat(new DecodeFixture(script("kill -SEGV $$"), PATIENT, folder).refused(SAMPLE, MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("Decoding the file crashed the media program, or took more memory than is allowed.");
    }

    @Test
    void memory_limit_holds() {
        MediaTool tool = Ffmpeg.required().tool();
        assumeTrue(tool.fence().prlimit().isPresent(), "skipped: no prlimit on this machine");
        MediaLimits tight = new MediaLimits(Duration.ofHours(1), Duration.ofMinutes(1), 1L << 30, 20L << 20);
        assertThat(new DecodeFixture(tool, tight, folder).refused(SAMPLE, MEDIA_TOOL_FAILED))
                .isEqualTo("The media program ended with code 127 and gave no reason.");
    }

    @Test
    void program_that_says_all_is_well_but_writes_nothing_is_not_believed() throws IOException {
        assertThat(new DecodeFixture(script("exit 0"), PATIENT, folder).refused(SAMPLE, INVALID_MEDIA))
                .isEqualTo("The file's audio stream holds no sound that can be decoded.");
    }

    @Test
    void program_removed_since_the_start_is_named() {
        MediaTool removed = new MediaTool(folder.resolve("gone"), ProcessSandbox.NONE, "5.1", false);
        assertThat(new DecodeFixture(removed, PATIENT, folder).refused(SAMPLE, MEDIA_TOOL_FAILED))
                .isEqualTo("The media program could not be started; is ffmpeg still installed?");
    }

    @Test
    void environment_and_working_folder_are_empty() throws IOException {
        Path seen = folder.resolve("seen");
        MediaTool curious = script("{ env; ls -a; } > '" + seen + "'; exit 3");
        new DecodeFixture(curious, PATIENT, folder).refused(SAMPLE, MEDIA_TOOL_FAILED);
        assertThat(Files.readAllLines(seen))
                .allMatch(line ->
                        line.matches("PATH=.*|GCONV_PATH=.*/empty|PWD=.*/empty|OLDPWD=.*|SHLVL=.*|_=.*|\\.\\.?"));
    }

    @Test
    void bulk_work_has_the_processors_after_all_else_and_interactive_work_has_not() throws IOException {
        ProcessSandbox sandbox = Ffmpeg.required().tool().fence();
        assumeTrue(sandbox.nice().isPresent(), "skipped: no nice on this machine");
        Path seen = folder.resolve("seen");
        MediaTool curious = fenced(sandbox, "nice >> '" + seen + "'; exit 3");
        MediaDecoder decoder = new MediaDecoder(curious, PATIENT, folder.resolve("scratch"));
        for (WorkClass workClass : WorkClass.values()) {
            assertThatThrownBy(() -> decoder.decode(SAMPLE, MediaOptions.DEFAULTS, workClass, () -> false))
                    .hasMessageContaining("ended with code 3");
        }
        int[] niceness =
                Files.readAllLines(seen).stream().mapToInt(Integer::parseInt).toArray();
        assertThat(niceness[1] - niceness[0]).isEqualTo(Math.min(10, 19 - niceness[0]));
    }

    private static boolean isAnythingDecoded(Path scratch) {
        if (!Files.exists(scratch)) {
            return false;
        }
        try (var files = Files.walk(scratch)) {
            return files.anyMatch(
                    file -> file.endsWith("samples.s16le") && file.toFile().length() > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path dayOfSilence(Ffmpeg ffmpeg) throws IOException, InterruptedException {
        Path day = folder.resolve("day.flac");
        ffmpeg.run("-f", "lavfi", "-t", 86_400, "-i", "anullsrc=r=1000:cl=mono", "-frame_size", 65_535, day);
        return day;
    }

    private static boolean isWritten(Path file) {
        return file.toFile().length() > 0;
    }

    private MediaTool script(String body) throws IOException {
        return fenced(ProcessSandbox.NONE, body);
    }

    private MediaTool fenced(ProcessSandbox fence, String body) throws IOException {
        Path script = folder.resolve("stand-in");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new MediaTool(script, fence, "stand-in", false);
    }
}
