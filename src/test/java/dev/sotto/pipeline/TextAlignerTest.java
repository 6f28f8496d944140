package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.audio.Waveform;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.EngineThread;
import dev.sotto.testing.Recordings;
import dev.sotto.testing.ReshapedWaveform;
import dev.sotto.testing.VadThread;
import dev.sotto.transcript.AlignmentOptions;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import dev.sotto.transcript.Word;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A given text on the shipped recording with the shipped model. */
@Tag("inference")
@Tag("whole-recordings") // minutes: runs on the newer DJL line only
class TextAlignerTest {
    private static final String FIRST = "Good morning, and welcome to the planning meeting.";
    private static final String SECOND =
            "Good morning. Today we will talk about three things: the new radio station, the money for the spring,"
                    + " and the trip to London in April.";
    private static final String THIRD =
            "Thank you. Please send all of your questions before Friday, and we will answer every one of them.";
    private static final String ALL = FIRST + "\n" + SECOND + "\n" + THIRD;
    private static final String OTHER =
            "The quick brown fox jumps over a lazy dog while seven wizards count their golden coins at midnight.";

    private static EngineThread engine;
    private static VadThread vad;

    @BeforeAll
    static void load() {
        engine = EngineThread.load(Checkpoints.TINY_EN, 4);
        vad = VadThread.load();
    }

    @AfterAll
    static void close() {
        engine.close();
        vad.close();
    }

    @Test
    void each_word_of_the_text_gets_its_time() {
        Transcript aligned = alignSample(ALL);
        assertThat(aligned.text()).isEqualTo(ALL);
        assertThat(aligned.segments()).extracting(Segment::text).containsExactly(FIRST + "\n", SECOND + "\n", THIRD);
        assertThat(absent(aligned)).isEmpty();
        assertThat(aligned.warnings()).isEmpty();
        assertThat(aligned.segments().get(0).startSeconds()).isBetween(0.0, 0.5);
        assertThat(aligned.segments().get(1).startSeconds()).isBetween(3.2, 3.6);
        assertThat(aligned.segments().get(2).startSeconds()).isBetween(10.9, 11.4);
        assertThat(words(aligned)).allMatch(word -> word.endSeconds() > word.startSeconds());
        assertMonotonic(aligned);
    }

    @Test
    void numbers_and_words_that_are_misheard_are_found() {
        String spelled = ALL.replace("three things", "3 things").replace("radio", "rodeo");
        Transcript aligned = alignSample(spelled);
        assertThat(aligned.text()).isEqualTo(spelled);
        assertThat(absent(aligned)).isEmpty();
    }

    @Test
    void what_is_not_said_is_marked_and_takes_no_time() {
        for (String text :
                List.of(OTHER + "\n" + ALL, FIRST + "\n" + OTHER + "\n" + SECOND + "\n" + THIRD, ALL + "\n" + OTHER)) {
            Transcript aligned = alignSample(text);
            assertThat(aligned.text()).isEqualTo(text);
            assertThat(absent(aligned)).isEqualTo(wordsOf(OTHER));
            assertThat(aligned.warnings()).extracting(Warning::code).containsExactly(WarningCode.WORDS_ABSENT);
            assertMonotonic(aligned);
        }
    }

    @Test
    void speech_that_is_not_in_the_text_is_passed_over() {
        Transcript aligned = alignSample(FIRST + "\n" + THIRD);
        assertThat(absent(aligned)).isEmpty();
        assertThat(aligned.segments().get(0).endSeconds()).isBetween(2.5, 3.6);
        assertThat(aligned.segments().get(1).startSeconds()).isBetween(10.9, 11.4);
    }

    @Test
    void another_text_is_not_forced_onto_the_recording() {
        Transcript aligned = alignSample(OTHER);
        assertThat(absent(aligned)).hasSize(wordsOf(OTHER).size());
        assertThat(aligned.text()).isEqualTo(OTHER);
    }

    @Test
    void a_text_of_another_language_is_not_forced_onto_the_recording() {
        Transcript aligned =
                alignSample("Der schnelle braune Fuchs springt heute wieder \u00fcber den faulen Hund am Fluss.");
        assertThat(absent(aligned).size()).isGreaterThan(words(aligned).size() * 3 / 4);
    }

    @Test
    void one_word_is_found() {
        Transcript aligned = alignSample("London");
        assertThat(absent(aligned)).isEmpty();
        assertThat(words(aligned).get(0).startSeconds()).isBetween(9.0, 10.5);
    }

    @Test
    void silence_says_no_word() {
        try (Waveform silence = Recordings.decode(Path.of("src/test/resources/audio/silence.flac"))) {
            Transcript aligned = align(silence, ALL, new Cancellation());
            assertThat(absent(aligned)).hasSize(words(aligned).size());
            assertThat(aligned.text()).isEqualTo(ALL);
        }
    }

    @Test
    void a_text_twice_as_long_as_the_recording_is_found_once() {
        Transcript aligned = alignSample(ALL + "\n" + ALL);
        assertThat(absent(aligned).size()).isEqualTo(words(aligned).size() / 2);
        assertMonotonic(aligned);
    }

    @Test
    void windows_find_their_part_of_a_long_text() {
        try (Waveform sample = Recordings.decode(Recordings.SAMPLE);
                Waveform twice = ReshapedWaveform.repeated(sample, 2)) {
            String text = String.join("\n", List.of(ALL, ALL));
            Transcript aligned = align(twice, text, new Cancellation());
            assertThat(absent(aligned)).isEmpty();
            double once = sample.durationSeconds();
            for (int i = 0; i < 2; i++) {
                assertThat(aligned.segments().get(3 * i + 2).startSeconds())
                        .isBetween(i * once + 10.9, i * once + 11.4);
            }
            assertMonotonic(aligned);
        }
    }

    @Test
    void an_alignment_stops_when_it_is_asked_to() {
        Cancellation cancellation = new Cancellation();
        cancellation.request();
        try (Waveform sample = Recordings.decode(Recordings.SAMPLE)) {
            assertThatThrownBy(() -> align(sample, ALL, cancellation)).isInstanceOf(TranscriptionException.class);
        }
    }

    private static void assertMonotonic(Transcript aligned) {
        double last = 0;
        for (Word word : words(aligned)) {
            assertThat(word.startSeconds()).as(word.text()).isGreaterThanOrEqualTo(last);
            assertThat(word.endSeconds())
                    .isGreaterThanOrEqualTo(word.startSeconds())
                    .isLessThanOrEqualTo(aligned.durationSeconds());
            last = word.endSeconds();
        }
    }

    private static List<String> absent(Transcript aligned) {
        return words(aligned).stream()
                .filter(Word::absent)
                .map(word -> word.text().strip())
                .toList();
    }

    private static List<String> wordsOf(String text) {
        return List.of(text.split(" "));
    }

    private static List<Word> words(Transcript aligned) {
        return aligned.segments().stream()
                .flatMap(segment -> segment.words().stream())
                .collect(Collectors.toList());
    }

    private static Transcript alignSample(String text) {
        try (Waveform sample = Recordings.decode(Recordings.SAMPLE)) {
            return align(sample, text, new Cancellation());
        }
    }

    private static Transcript align(Waveform waveform, String text, Cancellation cancellation) {
        TranscriptionOptions options = TranscriptionOptions.builder()
                .language("en")
                .alignment(AlignmentOptions.builder().text(Optional.of(text)).build())
                .build();
        return new RecordingTranscriber(engine.engine(), vad.detector(), Mode.BATCHED)
                .transcribe(waveform, options, TranscriptionListener.NONE, cancellation);
    }
}
