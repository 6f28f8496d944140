package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.audio.Waveform;
import dev.sotto.audio.Waveforms;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.SpeakerThread;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Speakers.Shortfall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped networks on sounds that are no clean talk, or hardly any; half a minute of two readers in turns is the talk. */
@Tag("inference")
class OddSoundsTest {
    private static final int RATE = Waveform.SAMPLE_RATE;
    private static final int SECONDS = 30;

    private static SpeakerThread speakers;
    private static short[] talk;

    @BeforeAll
    static void open() {
        try (Waveform recording = Recordings.decode(Path.of("src/test/resources/audio/two-speakers.flac"))) {
            float[] samples = new float[SECONDS * RATE];
            recording.read(0, samples, 0, samples.length);
            talk = shorts(samples.length, i -> samples[i]);
        }
        speakers = SpeakerThread.open();
    }

    @AfterAll
    static void close() {
        if (speakers != null) {
            speakers.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 399, 400, 8_000, 320_000})
    void silence_of_any_length_has_no_speaker_and_says_so(int samples) {
        assertNobody(found(new short[samples], SpeakerBounds.exactly(3)));
    }

    @Test
    void noise_a_tone_a_constant_and_clicks_are_no_speakers() {
        Random random = new Random(1);
        int length = 10 * RATE;
        assertNobody(found(shorts(length, i -> random.nextGaussian() / 4), SpeakerBounds.AUTOMATIC));
        assertNobody(found(shorts(length, i -> Math.sin(2 * Math.PI * 440 * i / RATE) / 2), SpeakerBounds.AUTOMATIC));
        assertNobody(found(shorts(length, i -> 0.5), SpeakerBounds.AUTOMATIC));
        assertNobody(found(shorts(length, i -> i % RATE == 0 ? 1 : 0), SpeakerBounds.AUTOMATIC));
    }

    @ParameterizedTest
    @CsvSource({"0.6, 1.1", "0.6, 1.6", "0.6, 3.3"})
    void a_word_a_second_and_a_sentence_have_one_speaker_even_where_five_are_allowed(double from, double to) {
        short[] said = Arrays.copyOfRange(talk, (int) (from * RATE), (int) (to * RATE));
        Diarization found = found(said, new SpeakerBounds(1, 5));
        assertThat(found.speakers()).hasSize(1);
        assertThat(found.speakers().get(0).minor()).isEqualTo(to < 2);
    }

    @Test
    void two_readers_are_two_in_the_telephone_s_band_twice_over_backwards_and_distorted() {
        assertThat(found(talk, SpeakerBounds.AUTOMATIC).speakers()).hasSize(2);
        short[] telephone =
                shorts(talk.length, i -> (talk[i & ~1] + talk[Math.min(i | 1, talk.length - 1)]) / 65_536.0);
        assertThat(found(telephone, SpeakerBounds.AUTOMATIC).speakers()).hasSize(2);
        short[] twice = shorts(2 * talk.length, i -> talk[i % talk.length] / 32_768.0);
        assertThat(found(twice, SpeakerBounds.AUTOMATIC).speakers()).hasSize(2);
        found(shorts(talk.length, i -> talk[talk.length - 1 - i] / 32_768.0), SpeakerBounds.AUTOMATIC);
        found(shorts(talk.length, i -> talk[i] / 1_000.0), SpeakerBounds.AUTOMATIC);
    }

    @Test
    void stereo_with_the_same_voices_on_both_sides_is_told_apart_as_one_channel_is(@TempDir Path folder)
            throws IOException {
        short[] some = Arrays.copyOf(talk, 20 * RATE);
        ByteBuffer bytes = ByteBuffer.allocate(4 * some.length).order(ByteOrder.LITTLE_ENDIAN);
        for (short sample : some) {
            bytes.putShort(sample).putShort(sample);
        }
        Path stereo = folder.resolve("stereo.wav");
        AudioFormat format = new AudioFormat(RATE, 16, 2, true, false);
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, some.length),
                AudioFileFormat.Type.WAVE,
                stereo.toFile());
        try (Waveform mixed = Recordings.decode(stereo)) {
            Diarization found = found(mixed, SpeakerBounds.AUTOMATIC);
            assertThat(found.speakers()).hasSize(2);
            assertThat(found.turns())
                    .isEqualTo(found(some, SpeakerBounds.AUTOMATIC).turns());
        }
    }

    @Test
    void a_voice_that_changes_its_loudness_stays_one() {
        short[] fading = shorts(talk.length, i -> talk[i] / 32_768.0 * (i < talk.length / 2 ? 1 : 0.1));
        assertThat(found(fading, SpeakerBounds.AUTOMATIC).speakers()).hasSize(2);
        short[] quiet = shorts(talk.length, i -> talk[i] / 32_768.0 * 0.03);
        assertThat(found(quiet, SpeakerBounds.AUTOMATIC).speakers()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "1, 2", "5, 9", "60, 60", "200, 200"})
    void the_number_asked_for_is_kept_or_it_is_said_why_not(int min, int max) {
        Diarization found = found(talk, new SpeakerBounds(min, max));
        assertThat(found.speakers().size()).isBetween(1, max);
        assertThat(found.speakers().size() < min)
                .isEqualTo(found.shortfall().equals(Optional.of(Shortfall.SPEAKER_COUNT_NOT_REACHED)));
    }

    private static void assertNobody(Diarization found) {
        assertThat(found.speakers()).isEmpty();
        assertThat(found.turns()).isEmpty();
        assertThat(found.shortfall()).contains(Shortfall.NO_SPEECH);
    }

    /** Whatever is heard: turns lie inside the file and in order, labels come in the order of speaking. */
    private static Diarization found(short[] samples, SpeakerBounds bounds) {
        try (Waveform sound = Waveforms.ofSamples(samples)) {
            return found(sound, bounds);
        }
    }

    private static Diarization found(Waveform sound, SpeakerBounds bounds) {
        Diarization found = Diarizer.diarize(
                speakers.analyzer().analyze(sound, part -> {}, new Cancellation()), bounds, new Cancellation());
        assertThat(found.speakers().size()).isLessThanOrEqualTo(bounds.max());
        double last = 0;
        int labels = 0;
        for (SpeakerTurn turn : found.turns()) {
            assertThat(turn.startSeconds()).isGreaterThanOrEqualTo(last);
            assertThat(turn.endSeconds())
                    .isGreaterThan(turn.startSeconds())
                    .isLessThanOrEqualTo(sound.durationSeconds());
            assertThat(turn.speaker()).isLessThanOrEqualTo(labels);
            labels = Math.max(labels, turn.speaker() + 1);
            last = turn.startSeconds();
        }
        assertThat(labels).isEqualTo(found.speakers().size());
        return found;
    }

    /** @param values in [-1, 1); what lies outside is clipped */
    private static short[] shorts(int length, IntToDoubleFunction values) {
        short[] samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) Math.max(-32_768, Math.min(32_767, Math.rint(values.applyAsDouble(i) * 32_768)));
        }
        return samples;
    }
}
