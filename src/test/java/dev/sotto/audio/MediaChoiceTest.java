package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.WorkClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tracks, channels and offsets. Each track and channel is a tone of its own, so that they can be told apart. */
@Tag("heavy")
class MediaChoiceTest {
    private static Ffmpeg ffmpeg;

    @TempDir
    Path folder;

    @BeforeAll
    static void find_ffmpeg() {
        ffmpeg = Ffmpeg.required();
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        Path scratch = folder.resolve("scratch");
        try (Stream<Path> left = Files.exists(scratch) ? Files.list(scratch) : Stream.empty()) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 300", "0, 300", "1, 500", "2, 700", "de, 500", "ger, 500", "deu, 500", "FR, 700", "fre, 700"})
    void track_is_chosen_by_number_or_by_language(String track, double hertz) throws Exception {
        for (String name : new String[] {"film.mkv", "film.mp4"}) {
            assertThat(hertz(threeTracks(name), MediaOptions.of(track, false, TimeSpan.WHOLE), 0))
                    .as(name)
                    .isCloseTo(hertz, within(5.0));
        }
    }

    @Test
    void track_that_is_not_there_is_named_with_those_that_are() throws Exception {
        Path film = threeTracks("film.mkv");
        assertThatThrownBy(() -> decode(film, MediaOptions.of("3", false, TimeSpan.WHOLE)))
                .hasMessage("The file has no audio track 3; it has 3 (eng, ger, fre), counted from 0.");
        assertThatThrownBy(() -> decode(film, MediaOptions.of("ja", false, TimeSpan.WHOLE)))
                .isInstanceOfSatisfying(
                        AudioException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.NO_AUDIO_STREAM))
                .hasMessage("The file has no audio track in 'ja'; it has 3 (eng, ger, fre).");
    }

    @Test
    void plain_wav_has_one_track_of_no_language() throws IOException {
        Path wav = Files.write(folder.resolve("plain.wav"), new WavBytes().build());
        assertThatThrownBy(() -> decode(wav, MediaOptions.of("1", false, TimeSpan.WHOLE)))
                .hasMessage("The file has no audio track 1; it has 1 (no language), counted from 0.");
        assertThatThrownBy(() -> decode(wav, MediaOptions.of("en", false, TimeSpan.WHOLE)))
                .hasMessage("The file has no audio track in 'en'; it has 1 (no language).");
        try (DecodedMedia media = decode(wav, MediaOptions.of("0", true, TimeSpan.WHOLE))) {
            assertThat(media.isSplit()).isTrue();
            assertThat(media.channels()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"turned.flac", "turned.mp3", "turned.opus"})
    void channels_that_cancel_each_other_out_are_heard_and_told_of(String name) throws Exception {
        Path file = folder.resolve(name);
        ffmpeg.run("-f", "lavfi", "-i", "sine=300:d=2", "-af", "pan=stereo|c0=c0|c1=-1*c0", file);
        try (DecodedMedia media = decode(file, MediaOptions.DEFAULTS)) {
            assertThat(media.isSplit()).isFalse();
            assertThat(media.warnings()).hasSize(1).first().asString().contains("cancel each other out");
        }
        assertThat(hertz(file, MediaOptions.DEFAULTS, 0)).isCloseTo(300, within(5.0));
    }

    @Test
    void silence_of_two_channels_is_silence() throws Exception {
        Path file = folder.resolve("silence.flac");
        ffmpeg.run("-f", "lavfi", "-i", "anullsrc=cl=stereo", "-t", "1", file);
        try (DecodedMedia media = decode(file, MediaOptions.DEFAULTS)) {
            assertThat(media.warnings()).isEmpty();
            assertThat(media.channels()).hasSize(1);
        }
    }

    @Test
    void file_without_sound_is_refused_whatever_track_is_asked_for() throws Exception {
        Path silent = folder.resolve("silent.mp4");
        ffmpeg.run("-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-c:v", "mpeg4", silent);
        for (String track : new String[] {"", "2", "de"}) {
            assertThatThrownBy(() -> decode(silent, MediaOptions.of(track, false, TimeSpan.WHOLE)))
                    .hasMessage("The file holds no audio stream, only pictures or other data.");
        }
        Path text = Files.writeString(folder.resolve("text.mkv"), "no recording");
        assertThatThrownBy(() -> decode(text, MediaOptions.of("de", false, TimeSpan.WHOLE)))
                .hasMessageStartingWith("The file is damaged, or neither audio nor video;");
    }

    @ParameterizedTest
    @CsvSource({"talk.flac, 2", "talk.m4a, 2", "talk.wav, 6", "talk.opus, 2", "talk.mkv, 8"})
    void channels_are_kept_apart_or_mixed_down(String name, int channels) throws Exception {
        Path talk = channelTones(name, channels);
        MediaOptions split = MediaOptions.of("", true, TimeSpan.WHOLE);
        for (int channel = 0; channel < channels; channel++) {
            assertThat(hertz(talk, split, channel))
                    .as("channel %d", channel)
                    .isCloseTo(300 + 100 * channel, within(5.0));
        }
        try (DecodedMedia media = decode(talk, MediaOptions.DEFAULTS)) {
            assertThat(media.channels()).hasSize(1);
        }
    }

    @Test
    void channels_of_our_own_call_are_those_that_ffmpeg_gives_one_by_one() throws Exception {
        Path call = Ffmpeg.RECORDINGS.resolve("two-channels.flac");
        try (DecodedMedia media = decode(call, MediaOptions.of("", true, TimeSpan.WHOLE))) {
            for (int channel = 0; channel < 2; channel++) {
                Path one = folder.resolve("one.wav");
                ffmpeg.run("-i", call, "-af", "pan=mono|c0=c" + channel, "-ar", 16_000, one);
                assertThat(Ffmpeg.samples(media.channels().get(channel))).isEqualTo(ffmpeg.reference(one, folder));
            }
        }
    }

    @Test
    void nothing_behind_the_end_is_decoded_and_times_stay_those_of_the_recording() throws Exception {
        Path sample = Ffmpeg.RECORDINGS.resolve("sample.flac");
        short[] whole = ffmpeg.reference(sample, folder);
        try (DecodedMedia media = decode(sample, MediaOptions.of("", false, new TimeSpan(1, 4.5)))) {
            assertThat(media.warnings()).isEmpty();
            assertThat(Ffmpeg.samples(media.channels().get(0))).isEqualTo(Arrays.copyOf(whole, (int) (4.5 * 16_000)));
        }
        Path wav = folder.resolve("sample.wav");
        ffmpeg.run("-i", sample, "-ar", 16_000, "-ac", 1, "-bitexact", wav);
        try (DecodedMedia media = decode(wav, MediaOptions.of("", false, new TimeSpan(1, 4.5)))) {
            assertThat(media.channels().get(0).durationSeconds()).isEqualTo(4.5);
        }
        try (DecodedMedia media = decode(sample, MediaOptions.of("", false, new TimeSpan(1, 400)))) {
            assertThat(media.channels().get(0).sampleCount()).isEqualTo(whole.length);
        }
    }

    @Test
    void recording_over_the_limit_is_taken_up_to_an_end_within_it() throws Exception {
        Path day = folder.resolve("day.flac");
        ffmpeg.run("-f", "lavfi", "-t", 86_400, "-i", "anullsrc=r=1000:cl=mono", "-frame_size", 65_535, day);
        try (DecodedMedia media = decode(day, MediaOptions.of("", false, new TimeSpan(0, 60)))) {
            assertThat(media.channels().get(0).durationSeconds()).isEqualTo(60);
        }
        assertThatThrownBy(() -> decode(day, MediaOptions.of("", false, new TimeSpan(0, 50_000))))
                .hasMessageStartingWith("The recording lasts 24:00:00");
    }

    @Test
    void split_channels_are_bound_each() throws Exception {
        Path talk = channelTones("talk.flac", 2);
        MediaLimits tight = new MediaLimits(Duration.ofHours(1), Duration.ofMinutes(1), 30_000, 4L << 30);
        MediaDecoder decoder = new MediaDecoder(ffmpeg.tool(), tight, folder.resolve("scratch"));
        assertThatThrownBy(() ->
                        decoder.decode(talk, MediaOptions.of("", true, TimeSpan.WHOLE), WorkClass.BULK, () -> false))
                .hasMessage("The recording unpacks to more than the 30000 bytes that are allowed.");
    }

    private Path threeTracks(String name) throws IOException, InterruptedException {
        Path film = folder.resolve(name);
        ffmpeg.run(
                "-f",
                "lavfi",
                "-i",
                "testsrc=s=64x64:d=1",
                "-f",
                "lavfi",
                "-i",
                tone(300),
                "-f",
                "lavfi",
                "-i",
                tone(500),
                "-f",
                "lavfi",
                "-i",
                tone(700),
                "-map",
                0,
                "-map",
                1,
                "-map",
                2,
                "-map",
                3,
                "-c:v",
                "mpeg4",
                "-metadata:s:a:0",
                "language=eng",
                "-metadata:s:a:1",
                "language=ger",
                "-metadata:s:a:2",
                "language=fre",
                "-c:a",
                "aac",
                film);
        return film;
    }

    private Path channelTones(String name, int channels) throws IOException, InterruptedException {
        StringBuilder tones = new StringBuilder();
        for (int channel = 0; channel < channels; channel++) {
            tones.append(channel == 0 ? "" : "|").append("0.4*sin(%d*2*PI*t)".formatted(300 + 100 * channel));
        }
        Path talk = folder.resolve(name);
        ffmpeg.run("-f", "lavfi", "-i", "aevalsrc='%s':s=48000:d=2".formatted(tones), "-strict", "-2", talk);
        return talk;
    }

    private static String tone(int hertz) {
        return "sine=frequency=%d:duration=2:sample_rate=48000".formatted(hertz);
    }

    private DecodedMedia decode(Path file, MediaOptions options) {
        return new MediaDecoder(ffmpeg.tool(), MediaLimits.DEFAULTS, folder.resolve("scratch"))
                .decode(file, options, WorkClass.BULK, () -> false);
    }

    /** By counting how often the wave rises through zero in the middle second. */
    private double hertz(Path file, MediaOptions options, int channel) {
        try (DecodedMedia media = decode(file, options)) {
            float[] second = new float[Waveform.SAMPLE_RATE];
            media.channels().get(channel).read(Waveform.SAMPLE_RATE / 2, second, 0, second.length);
            int rises = 0;
            for (int i = 1; i < second.length; i++) {
                rises += second[i - 1] < 0 && second[i] >= 0 ? 1 : 0;
            }
            return rises;
        }
    }
}
