package dev.sotto.audio;

import static dev.sotto.fault.FaultCode.INVALID_MEDIA;
import static dev.sotto.fault.FaultCode.MEDIA_LIMIT_EXCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.WorkClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to be dear, or to reach parts of ffmpeg and of the machine that are none of theirs. */
@Tag("heavy")
class HostileRecordingTest {
    private static final Path SAMPLE = Ffmpeg.RECORDINGS.resolve("sample.flac");
    private static final long SAMPLE_SAMPLES = 282_112;

    private final Ffmpeg ffmpeg = Ffmpeg.required();
    private DecodeFixture fixture;

    @TempDir
    Path folder;

    @BeforeEach
    void make_fixture() {
        fixture = new DecodeFixture(ffmpeg.tool(), MediaLimits.DEFAULTS, folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "avi"})
    void picture_of_huge_dimensions_is_never_made(String extension) throws Exception {
        Path film = folder.resolve("film." + extension);
        ffmpeg.run(
                "-f",
                "lavfi",
                "-i",
                "testsrc=d=1:s=160x112",
                "-i",
                SAMPLE,
                "-t",
                1,
                "-c:v",
                "mjpeg",
                "-c:a",
                "libmp3lame",
                film);
        byte[] bytes = Files.readAllBytes(film);
        // Wherever a JPEG picture says 112 by 160, it says 65500 by 65500: 12 GB once it is unpacked.
        for (int i = 0; i + 8 < bytes.length; i++) {
            if (bytes[i] == (byte) 0xff && bytes[i + 1] == (byte) 0xc0 && bytes[i + 6] == 112) {
                Arrays.fill(bytes, i + 5, i + 9, (byte) 0xff);
            }
        }
        MediaLimits tight = new MediaLimits(Duration.ofHours(1), Duration.ofSeconds(20), 1L << 30, 400L << 20);
        assertThat(new DecodeFixture(ffmpeg.tool(), tight, folder)
                        .warnings(Files.write(folder.resolve("huge." + extension), bytes), 15_000, 18_000))
                .isEmpty();
    }

    @Test
    void too_many_channels_samples_a_second_or_streams_are_refused() throws Exception {
        Path choir = folder.resolve("choir.wav");
        ffmpeg.run("-f", "lavfi", "-i", "anullsrc=r=8000:cl=hexadecagonal:d=1", choir);
        assertThat(fixture.refused(choir, MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("The sound has 16 channels of 8000 Hz; at most 8 channels and 384000 Hz are accepted.");
        byte[] bat = new WavBytes().rate(500_000).build();
        assertThat(fixture.refused(Files.write(folder.resolve("bat.wav"), bat), MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("The sound has 1 channels of 500000 Hz; at most 8 channels and 384000 Hz are accepted.");
        Path many = folder.resolve("many.mkv");
        Object[] arguments = new Object[4 + 2 * 65 + 3];
        arguments[0] = "-f";
        arguments[1] = "lavfi";
        arguments[2] = "-i";
        arguments[3] = "anullsrc=r=8000:cl=mono:d=0.1";
        for (int i = 0; i < 65; i++) {
            arguments[4 + 2 * i] = "-map";
            arguments[5 + 2 * i] = "0:a";
        }
        arguments[134] = "-c:a";
        arguments[135] = "pcm_s16le";
        arguments[136] = many;
        ffmpeg.run(arguments);
        assertThat(fixture.refused(many, MEDIA_LIMIT_EXCEEDED))
                .isEqualTo("The file has more than 64 streams; expected a recording of a few.");
    }

    @Test
    void sound_in_a_code_that_is_not_allowed_is_refused_by_its_name() throws Exception {
        Path file = folder.resolve("experiment.wav");
        ffmpeg.run("-i", SAMPLE, "-t", 1, "-c:a", "sonic", "-strict", "-2", file);
        assertThat(fixture.refused(file, INVALID_MEDIA))
                .isEqualTo("The file's sound is coded in a way that is not accepted (codec: sonic).");
    }

    @Test
    void few_bytes_that_unpack_to_gigabytes_take_no_more_than_half_of_the_free_disk() throws Exception {
        Path hours = folder.resolve("hours.flac");
        ffmpeg.run("-f", "lavfi", "-t", 7200, "-i", "anullsrc=r=8000:cl=7.1", "-frame_size", 65_535, hours);
        assertThat(Files.size(hours)).isLessThan(200_000);
        long free = 100L << 20;
        Path root = folder.resolve("scratch");
        AtomicLong most = new AtomicLong();
        ScratchSpace scratch = new ScratchSpace(root, Duration.ZERO, 10L << 20, () -> {
            long taken = bytesBelow(root);
            most.accumulateAndGet(taken, Math::max);
            return free - taken;
        });
        MediaDecoder decoder =
                new MediaDecoder(ffmpeg.tool(), new MediaSettings(MediaLimits.DEFAULTS, AudioClock.CONTAINER, scratch));
        assertThatThrownBy(() ->
                        decoder.decode(hours, MediaOptions.of("", true, TimeSpan.WHOLE), WorkClass.BULK, () -> false))
                .isInstanceOfSatisfying(
                        AudioException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.INSUFFICIENT_STORAGE));
        assertThat(most.get()).isBetween(16L << 20, 64L << 20);
        assertThat(root).isEmptyDirectory();
        try (DecodedMedia minute =
                decoder.decode(hours, MediaOptions.of("", true, new TimeSpan(0, 60)), WorkClass.BULK, () -> false)) {
            assertThat(minute.channels()).hasSize(8);
            assertThat(scratch.budget().isUnused()).isFalse();
        }
        assertThat(scratch.budget().isUnused()).isTrue();
    }

    private static long bytesBelow(Path root) {
        try (Stream<Path> files = Files.exists(root) ? Files.walk(root) : Stream.empty()) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    @Test
    void link_is_followed_only_to_what_is_a_recording() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.mp3"), SAMPLE.toAbsolutePath());
        assertThat(fixture.warnings(link, SAMPLE_SAMPLES, SAMPLE_SAMPLES)).isEmpty();
        Path toDevice = Files.createSymbolicLink(folder.resolve("zero.mp3"), Path.of("/dev/zero"));
        assertThat(fixture.refused(toDevice, INVALID_MEDIA)).startsWith("This is a folder or device");
        Path toSecret = Files.createSymbolicLink(folder.resolve("passwd.mp3"), Path.of("/etc/passwd"));
        assertThat(fixture.refused(toSecret, INVALID_MEDIA)).doesNotContain("root");
        for (Path one : new Path[] {link, toDevice, toSecret}) {
            Files.delete(one);
        }
    }
}
