package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import dev.sotto.transcript.WorkClass;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times follow the container's clock. Each recording has tones whose times are known. */
@Tag("heavy")
class ContainerClockTest {
    private static final String PICTURES = "testsrc=s=64x64:r=10:d=20";

    private final Ffmpeg ffmpeg = Ffmpeg.required();
    private Beeps beeps;

    @TempDir
    Path folder;

    @BeforeEach
    void make_beeps() {
        beeps = new Beeps(ffmpeg, folder);
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        Path scratch = folder.resolve("scratch");
        try (Stream<Path> left = Files.exists(scratch) ? Files.list(scratch) : Stream.empty()) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "film.mkv, mpeg4, aac",
        "film.mp4, mpeg4, aac",
        "film.mov, mpeg4, pcm_s16le",
        "film.ts, mpeg2video, aac",
        "film.mpg, mpeg2video, mp2",
        "film.webm, libvpx, libopus",
        "film.flv, flv, aac",
        "film.nut, mpeg4, libvorbis"
    })
    void sound_that_begins_after_the_pictures_keeps_its_distance(String name, String video, String audio)
            throws Exception {
        Path film = lateSound(name, 4.9, "-c:v", video, "-c:a", audio);
        assertHeard(film, AudioClock.CONTAINER, 5.9, 8.9);
        assertHeard(film, AudioClock.SAMPLES, 1, 4);
    }

    @Test
    void each_track_has_its_own_beginning_and_a_shorter_one_is_not_cut_off() throws Exception {
        Path film = folder.resolve("tracks.mkv");
        String source = Beeps.source(6, 1, 4);
        ffmpeg.run(
                "-f",
                "lavfi",
                "-i",
                source,
                "-itsoffset",
                3,
                "-f",
                "lavfi",
                "-i",
                source,
                "-itsoffset",
                30,
                "-f",
                "lavfi",
                "-i",
                source,
                "-map",
                0,
                "-map",
                1,
                "-map",
                2,
                "-c:a",
                "libopus",
                film);
        double[] starts = {0, 3, 30};
        for (int track = 0; track < starts.length; track++) {
            MediaOptions options = MediaOptions.of("" + track, false, TimeSpan.WHOLE);
            try (DecodedMedia media =
                    decoder(AudioClock.CONTAINER).decode(film, options, WorkClass.BULK, () -> false)) {
                assertTimes(Beeps.heard(media.channels().get(0)), starts[track] + 1, starts[track] + 4);
                assertThat(media.warnings()).isEmpty();
            }
        }
    }

    /** The middle third is gone, or nothing that can be decoded. */
    @ParameterizedTest
    @CsvSource({
        "talk.opus, -c:a libopus, lost",
        "talk.opus, -c:a libopus, zeros",
        "talk.opus, -c:a libopus, chance",
        "talk.ogg, -c:a libvorbis, lost",
        "talk.oga, -c:a flac, lost",
        "talk.mka, -c:a libopus -cluster_time_limit 1000, lost",
        "talk.mka, -c:a libopus -cluster_time_limit 1000, zeros",
        "talk.ts, -c:a aac, lost",
        "talk.ts, -c:a aac, zeros",
        "talk.flac, -c:a flac, lost",
        "talk.flac, -c:a flac, zeros",
        "talk.mp4, -c:a aac, zeros",
        "talk.mp4, -c:a aac, chance",
        "talk.mp3, -c:a libmp3lame -b:a 64k, zeros",
        "talk.mp3, -c:a libmp3lame -b:a 64k, chance",
        "talk.mp3, -c:a libmp3lame -b:a 64k -ar 44100 -ac 2 -write_xing 0, chance",
        "talk.mp3, -c:a libmp3lame -q:a 4 -ar 44100, zeros",
        "talk.mp2, -c:a mp2 -b:a 64k, zeros",
        "talk.aac, -c:a aac -b:a 48k, zeros",
        "talk.aac, -c:a aac -b:a 48k, chance"
    })
    void what_lies_behind_lost_sound_keeps_its_time(String name, String encoding, String how) throws Exception {
        Path whole = beeps.made(name, Beeps.source(20, 1, 17), encoding);
        assertHeard(whole, AudioClock.CONTAINER, 1, 17);
        Path damaged = beeps.damaged(whole, how, 0.35, 0.65);
        try (Waveform waveform = decoder(AudioClock.CONTAINER).decode(damaged, () -> false)) {
            List<Double> heard = Beeps.heard(waveform); // chance may be loud
            assertTimes(List.of(heard.get(0), heard.get(heard.size() - 1)), 1, 17);
        }
    }

    @Test
    void gap_in_a_broadcast_is_silence_and_a_clock_set_anew_is_not() throws Exception {
        Path first = beeps.made("first.ts", Beeps.source(11, 1, 9), "-c:a aac");
        Path gap = joined("gap.ts", first, continued(30));
        assertHeard(gap, AudioClock.CONTAINER, 1, 9, 31, 34);
        Path back = joined("back.ts", first, continued(0));
        assertHeard(back, AudioClock.CONTAINER, 1, 9, 12, 15);
        MediaDecoder decoder = decoder(AudioClock.CONTAINER);
        try (Waveform day = decoder.decode(joined("day.ts", first, continued(90_000)), () -> false)) {
            assertTimes(Beeps.heard(day), 1, 9, 12, 15);
            assertThat(day.durationSeconds()).isCloseTo(17, within(0.3));
            assertThat(day.warnings())
                    .containsExactly(new Warning(
                            WarningCode.CLOCK_JUMP,
                            "The file's clock jumps forward by 24:59:48 after 0:00:11 of sound; times behind it"
                                    + " are counted on without the jump."));
        }
    }

    @Test
    void silence_of_the_clock_is_part_of_the_longest_recording() throws Exception {
        Path first = beeps.made("first.ts", Beeps.source(11, 1, 9), "-c:a aac");
        Path gap = joined("gap.ts", first, continued(40));
        MediaLimits tight = new MediaLimits(Duration.ofSeconds(30), Duration.ofMinutes(1), 1L << 30, 4L << 30);
        MediaSettings settings = new MediaSettings(tight, AudioClock.CONTAINER, scratch());
        try (Waveform waveform = new MediaDecoder(ffmpeg.tool(), settings).decode(gap, () -> false)) {
            assertTimes(Beeps.heard(waveform), 1, 9, 12, 15);
            assertThat(waveform.warnings()).extracting(Warning::code).containsExactly(WarningCode.CLOCK_JUMP);
        }
    }

    @Test
    void end_of_what_is_asked_for_is_counted_by_the_same_clock() throws Exception {
        Path film = lateSound("film.mkv", 4.9, "-c:v", "mpeg4", "-c:a", "aac");
        MediaOptions options = MediaOptions.of("", false, new TimeSpan(0, 7));
        try (DecodedMedia media = decoder(AudioClock.CONTAINER).decode(film, options, WorkClass.BULK, () -> false)) {
            assertThat(media.channels().get(0).durationSeconds()).isEqualTo(7);
            assertTimes(Beeps.heard(media.channels().get(0)), 5.9);
        }
    }

    @Test
    void channels_apart_have_the_same_times() throws Exception {
        Path film = lateSound("film.mkv", 4.9, "-c:v", "mpeg4", "-c:a", "aac", "-ac", "2");
        MediaOptions options = MediaOptions.of("", true, TimeSpan.WHOLE);
        try (DecodedMedia media = decoder(AudioClock.CONTAINER).decode(film, options, WorkClass.BULK, () -> false)) {
            assertThat(media.channels()).hasSize(2);
            for (Waveform channel : media.channels()) {
                assertTimes(Beeps.heard(channel), 5.9, 8.9);
            }
        }
    }

    /** Streams one behind another in one file; the second ones have another rate of samples. */
    @ParameterizedTest
    @ValueSource(strings = {"-c:a libopus", "-c:a libvorbis", "-c:a libvorbis -ar 22050 -ac 2", "-c:a flac -f ogg"})
    void chained_ogg_counts_on(String encoding) throws Exception {
        Path first = beeps.made("first.ogg", Beeps.source(11, 1, 9), encoding.replace(" -ar 22050 -ac 2", ""));
        Path second = beeps.made("second.ogg", Beeps.source(6, 1, 4), encoding);
        assertHeard(joined("chain.ogg", first, second), AudioClock.CONTAINER, 1, 9, 12, 15);
    }

    /** Priming, pre-skip, edit lists and padding: what a decoder leaves out at the ends is no gap. */
    @ParameterizedTest
    @CsvSource({
        "plain.m4a, -c:a aac",
        "book.m4b, -c:a aac -f ipod",
        "fragments.mp4, -c:a aac -movflags frag_keyframe+empty_moov+default_base_moof -frag_duration 500000",
        "cut.mp4, -ss 1 -c:a aac",
        "plain.opus, -c:a libopus",
        "live.webm, -c:a libopus -live 1 -f webm",
        "song.mp3, -c:a libmp3lame",
        "late.mka, -c:a libopus -output_ts_offset 100",
        "early.mkv, -c:a aac -output_ts_offset -0.5 -avoid_negative_ts disabled",
        "tv.ts, -c:a aac -output_ts_offset 36000",
        "plain.wma, -c:a wmav2 -ar 44100",
        "plain.avi, -c:a libmp3lame -ar 44100",
        "plain.caf, -c:a pcm_s16be",
        "plain.nut, -c:a libvorbis"
    })
    void whole_recording_is_not_shifted(String name, String encoding) throws Exception {
        Path file = beeps.made(name, Beeps.source(8, 2, 5), encoding);
        double cut = encoding.startsWith("-ss") ? 1 : 0;
        assertHeard(file, AudioClock.CONTAINER, 2 - cut, 5 - cut);
        try (Waveform byClock = decoder(AudioClock.CONTAINER).decode(file, () -> false);
                Waveform bySamples = decoder(AudioClock.SAMPLES).decode(file, () -> false)) {
            assertThat(byClock.warnings()).isEmpty();
            assertThat(Ffmpeg.samples(byClock)).isEqualTo(Ffmpeg.samples(bySamples));
        }
    }

    @Test
    void pictures_of_changing_rate_move_nothing() throws Exception {
        Path film = folder.resolve("phone.mp4");
        ffmpeg.run(
                "-f",
                "lavfi",
                "-i",
                "testsrc=s=64x64:r=30:d=8,select='not(between(mod(n,30),5,19))'",
                "-f",
                "lavfi",
                "-i",
                Beeps.source(8, 2, 5),
                "-vsync",
                "vfr",
                "-c:v",
                "mpeg4",
                "-c:a",
                "aac",
                film);
        assertHeard(film, AudioClock.CONTAINER, 2, 5);
    }

    @Test
    void head_that_declares_too_much_is_called_wrong_and_the_sound_not_cut_off() throws Exception {
        Path file = beeps.made("plain.mka", Beeps.source(8, 2, 5), "-c:a libopus");
        byte[] bytes = Files.readAllBytes(file);
        int at = indexOf(bytes, new byte[] {0x44, (byte) 0x89, (byte) 0x88}); // Duration, 8 bytes, in milliseconds
        byte[] minute = java.nio.ByteBuffer.allocate(8).putDouble(60_000).array();
        System.arraycopy(minute, 0, bytes, at + 3, 8);
        Files.write(file, bytes);
        try (Waveform waveform = decoder(AudioClock.CONTAINER).decode(file, () -> false)) {
            assertThat(waveform.warnings())
                    .containsExactly(new Warning(
                            WarningCode.LENGTH_WRONG, "The file declares 60.0 s of sound, but it holds 8.0 s."));
        }
    }

    private Path lateSound(String name, double seconds, Object... encoding) throws Exception {
        Path film = folder.resolve(name);
        List<Object> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", PICTURES, "-itsoffset", seconds));
        arguments.addAll(List.of("-f", "lavfi", "-i", Beeps.source(6, 1, 4), "-map", "0:v", "-map", "1:a"));
        arguments.addAll(List.of(encoding));
        if (name.endsWith(".flv")) {
            arguments.addAll(List.of("-ar", 44_100));
        }
        arguments.add(film);
        ffmpeg.run(arguments.toArray());
        return film;
    }

    /** Tones at 1 s and 4 s, of which the first is stamped with one second more than this. */
    private Path continued(double seconds) throws Exception {
        return beeps.made("next.ts", Beeps.source(6, 1, 4), "-c:a aac -output_ts_offset " + seconds);
    }

    private Path joined(String name, Path... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path part : parts) {
            all.write(Files.readAllBytes(part));
        }
        return Files.write(folder.resolve(name), all.toByteArray());
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not found");
    }

    private void assertHeard(Path file, AudioClock clock, double... times) {
        try (Waveform waveform = decoder(clock).decode(file, () -> false)) {
            assertTimes(Beeps.heard(waveform), times);
        }
    }

    private static void assertTimes(List<Double> heard, double... times) {
        assertThat(heard.stream().mapToDouble(time -> time).toArray()).containsExactly(times, within(0.15));
    }

    private MediaDecoder decoder(AudioClock clock) {
        return new MediaDecoder(ffmpeg.tool(), new MediaSettings(MediaLimits.DEFAULTS, clock, scratch()));
    }

    private ScratchSpace scratch() {
        return new ScratchSpace(folder.resolve("scratch"), Duration.ZERO, 0);
    }
}
