package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people have them, whose heads are wrong, large or missing: all of the sound, at its time, with no false warning. */
@Tag("heavy")
class EverydayFileTest {
    private static final double SECONDS = 8;

    private final Ffmpeg ffmpeg = Ffmpeg.required();
    private Beeps beeps;

    @TempDir
    Path folder;

    @BeforeEach
    void make_beeps() {
        beeps = new Beeps(ffmpeg, folder);
    }

    /** Streaming programs cannot go back to a head; others count the head, or all of the file, as sound. */
    @ParameterizedTest
    @ValueSource(longs = {0xffff_ffffL, 0x7fff_ffffL, 0x7fff_f000L, 0, 1_411_244})
    void wav_with_a_wrong_length_is_read_to_its_end(long length) throws Exception {
        Path file = beeps.made("stream.wav", source(), "-ar 44100 -ac 2 -bitexact");
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes.length).isEqualTo(1_411_244);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(4, (int) length)
                .putInt(40, (int) length);
        assertWhole(Files.write(file, bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "large.wav, -rf64 always",
        "large.w64, ''",
        "mac.caf, -c:a alac",
        "mac.aiff, ''",
        "book.m4b, -c:a aac -f ipod",
        "live.webm, -c:a libopus -live 1 -f webm",
        "live.mkv, -c:a aac -live 1 -f matroska"
    })
    void kind_of_file_is_read_whole(String name, String encoding) throws Exception {
        assertWhole(beeps.made(name, source(), encoding));
    }

    @ParameterizedTest
    @CsvSource({"radio.aac, -c:a aac -f adts", "radio.mp3, -c:a libmp3lame -write_xing 0 -id3v2_version 0"})
    void junk_ahead_of_frames_is_passed_over(String name, String encoding) throws Exception {
        byte[] radio = Files.readAllBytes(beeps.made(name, source(), encoding));
        byte[] junk = new byte[700];
        new Random(3).nextBytes(junk);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(junk);
        joined.write(radio);
        try (Waveform waveform = decode(Files.write(folder.resolve("joined-" + name), joined.toByteArray()))) {
            assertThat(Beeps.heard(waveform)).hasSize(2).satisfies(heard -> {
                assertThat(heard.get(0)).isCloseTo(2, within(0.15));
                assertThat(heard.get(1)).isCloseTo(5, within(0.15));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"song.mp3, libmp3lame", "song.m4a, aac", "song.flac, flac"})
    void large_picture_of_the_album_is_no_sound(String name, String encoder) throws Exception {
        Path cover = folder.resolve("cover.png");
        ffmpeg.run("-f", "lavfi", "-i", "color=s=1400x1400,noise=alls=100:allf=t", "-frames:v", 1, cover);
        assertThat(Files.size(cover)).isGreaterThan(1 << 20);
        Path song = folder.resolve(name);
        ffmpeg.song(List.of("-f", "lavfi", "-i", source()), cover, encoder, song);
        assertWhole(song);
    }

    @Test
    void pictures_and_fonts_attached_to_matroska_are_no_sound() throws Exception {
        Path font = Files.write(folder.resolve("letters.ttf"), new byte[300_000]);
        Path cover = folder.resolve("cover.jpg");
        ffmpeg.run("-f", "lavfi", "-i", "testsrc=s=600x600", "-frames:v", 1, cover);
        Path talk = folder.resolve("talk.mkv");
        ffmpeg.run(
                "-f",
                "lavfi",
                "-i",
                source(),
                "-c:a",
                "libopus",
                "-attach",
                font,
                "-metadata:s:1",
                "mimetype=application/x-truetype-font",
                "-attach",
                cover,
                "-metadata:s:2",
                "mimetype=image/jpeg",
                talk);
        assertWhole(talk);
    }

    @Test
    void tags_of_several_megabytes_ahead_and_behind_are_no_sound() throws Exception {
        byte[] song = Files.readAllBytes(beeps.made("song.mp3", source(), "-c:a libmp3lame -id3v2_version 0"));
        int length = 3 << 20;
        ByteArrayOutputStream tagged = new ByteArrayOutputStream();
        tagged.write("ID3\4\0\0".getBytes(StandardCharsets.ISO_8859_1));
        tagged.write(new byte[] {(byte) (length >> 21), (byte) (length >> 14 & 127), (byte) (length >> 7 & 127), 0});
        tagged.write(new byte[length]);
        tagged.write(song);
        tagged.write(Arrays.copyOf("TAG".getBytes(StandardCharsets.US_ASCII), 128));
        assertWhole(Files.write(folder.resolve("tagged.mp3"), tagged.toByteArray()));
    }

    /** A download that broke off: the sound up to there keeps its times, and the transcript says that there was more. */
    @ParameterizedTest
    @CsvSource({
        "cut.mp3, -c:a libmp3lame, true",
        "cut.flac, '', true",
        "cut.mka, -c:a libopus, true",
        "cut.mp4, -c:a aac -movflags +faststart, true",
        "cut.mov, -c:a pcm_s16le -movflags +faststart, true",
        "cut.wav, -ar 44100, true",
        "cut.wma, -c:a wmav2 -ar 44100, true",
        "cut.aiff, '', true",
        "cut.opus, -c:a libopus, false",
        "cut.ts, -c:a aac, false"
    })
    void broken_download_is_read_as_far_as_it_goes(String name, String encoding, boolean isDeclared) throws Exception {
        byte[] whole = Files.readAllBytes(beeps.made(name, source(), encoding));
        Path file = Files.write(folder.resolve(name), Arrays.copyOf(whole, (int) (whole.length * 0.6)));
        try (Waveform waveform = decode(file)) {
            assertThat(Beeps.heard(waveform).get(0)).isCloseTo(2, within(0.15));
            assertThat(waveform.durationSeconds()).isBetween(2.5, 7.0);
            if (isDeclared) {
                assertThat(waveform.warnings())
                        .extracting(Warning::code)
                        .containsAnyOf(WarningCode.CUT_OFF, WarningCode.DAMAGED, WarningCode.LENGTH_WRONG);
            }
        }
    }

    private static String source() {
        return Beeps.source(SECONDS, 2, 5);
    }

    @Test
    void head_of_a_recording_of_days_before_a_few_seconds_is_not_believed() throws Exception {
        byte[] mp3 = Files.readAllBytes(beeps.made("head.mp3", source(), "-c:a libmp3lame"));
        int frames = new String(mp3, StandardCharsets.ISO_8859_1).indexOf("Info") + 8;
        ByteBuffer.wrap(mp3).putInt(frames, 0x00FF_FFFF);
        assertHeard(Files.write(folder.resolve("days.mp3"), mp3));
        byte[] flac = Files.readAllBytes(beeps.made("head.flac", source(), ""));
        int samples = 8 + 13; // 36 bits, the upper four in a byte of their own
        flac[samples] |= 0x0F;
        ByteBuffer.wrap(flac).putInt(samples + 1, -1);
        assertHeard(Files.write(folder.resolve("days.flac"), flac));
    }

    @Test
    void clock_that_begins_a_day_late_makes_no_recording_long() throws Exception {
        for (String name : List.of("late.mp4", "late.m4a", "late.mov")) {
            assertHeard(beeps.made(name, source(), "-c:a aac -output_ts_offset 90000"));
        }
        assertHeard(beeps.made("jump.mp4", source(), "-c:a aac -af asetpts='if(gt(T\\,4)\\,PTS+90000/TB\\,PTS)'"));
    }

    private void assertHeard(Path file) {
        try (Waveform waveform = decode(file)) {
            List<Double> heard = Beeps.heard(waveform);
            assertThat(heard).as(file.toString()).hasSize(2);
            assertThat(heard.get(1) - heard.get(0)).isCloseTo(3, within(0.15));
            assertThat(waveform.durationSeconds()).isCloseTo(SECONDS, within(0.2));
        }
    }

    private void assertWhole(Path file) {
        try (Waveform waveform = decode(file)) {
            List<Double> heard = Beeps.heard(waveform);
            assertThat(heard).hasSize(2);
            assertThat(heard.get(0)).isCloseTo(2, within(0.15));
            assertThat(heard.get(1)).isCloseTo(5, within(0.15));
            assertThat(waveform.durationSeconds()).isCloseTo(SECONDS, within(0.2));
            assertThat(waveform.warnings()).isEmpty();
        }
    }

    private Waveform decode(Path file) {
        return new MediaDecoder(ffmpeg.tool(), MediaLimits.DEFAULTS, folder.resolve("scratch"))
                .decode(file, () -> false);
    }
}
