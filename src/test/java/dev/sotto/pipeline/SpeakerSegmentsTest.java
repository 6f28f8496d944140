package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.audio.Waveform;
import dev.sotto.diarize.Diarization;
import dev.sotto.diarize.Diarizer;
import dev.sotto.diarize.SpeakerAnalyzer;
import dev.sotto.diarize.SpeakerBounds;
import dev.sotto.testing.ExecutorSpeakers;
import dev.sotto.testing.ScriptedVoices;
import dev.sotto.testing.ScriptedVoices.Speech;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Segments in the mouths of those who say them. A token here is a character. */
class SpeakerSegmentsTest {
    private static final int TIMESTAMP = 1 << 20;
    private static final Speech[] TWO = {new Speech(1, 8, 3), new Speech(9, 17, 5)};

    @Test
    void a_segment_is_split_where_the_speaker_changes_and_its_tokens_with_it() {
        Segment both = segment(7, " Yes,@6 I@7 do.@7.5 Good@9.5 then.@10.5");
        Transcript said = said(20, List.of(both, segment(8, " Bye.@15")), TWO);
        assertThat(said.segments()).extracting(Segment::text).containsExactly(" Yes, I do.", " Good then.", " Bye.");
        assertThat(said.segments()).extracting(SpeakerSegmentsTest::label).containsExactly("A", "B", "B");
        assertThat(said.segments()).extracting(Segment::id).containsExactly(0, 1, 2);
        assertThat(said.segments().get(0).tokens().get(0)).isEqualTo(TIMESTAMP);
        assertThat(said.segments().get(1).tokens()).endsWith(TIMESTAMP);
        assertThat(said.segments()).allSatisfy(segment -> {
            assertThat(spelled(segment.tokens())).isEqualTo(segment.text());
            assertThat(segment.words())
                    .allSatisfy(word -> assertThat(word.saidBy().orElseThrow().speaker())
                            .isEqualTo(segment.saidBy().orElseThrow().speaker()));
        });
        assertThat(said.segments().get(0).endSeconds()).isEqualTo(7.7);
        assertThat(said.segments().get(1).startSeconds()).isEqualTo(9.5);
        assertThat(said.text()).isEqualTo("as it was");
    }

    @Test
    void the_summary_has_who_speaks_how_long_and_how_often() {
        Speakers speakers = said(20, List.of(), TWO).speakers().orElseThrow();
        assertThat(speakers.speakers()).extracting(Speakers.Summary::speaker).containsExactly("A", "B");
        assertThat(speakers.speakers().get(0).seconds()).isCloseTo(7, within(0.1));
        assertThat(speakers.speakers()).extracting(Speakers.Summary::turns).containsExactly(1, 1);
        assertThat(speakers.turns()).extracting(Speakers.Turn::speaker).containsExactly("A", "B");
        assertThat(speakers.shortfall()).isEmpty();
    }

    @Test
    void a_word_that_nobody_is_near_has_no_speaker_and_stays_in_its_segment() {
        Transcript said = said(30, List.of(segment(0, " One@2 two@25")), TWO);
        List<Word> words = said.segments().get(0).words();
        assertThat(words.get(0).saidBy().orElseThrow().speaker()).contains("A");
        assertThat(words.get(1).saidBy().orElseThrow().speaker()).isEmpty();
        assertThat(said.segments()).hasSize(1);
    }

    @Test
    void text_without_any_speech_is_nobody_s() {
        Transcript said = said(10, List.of(segment(0, " Thanks.@2")));
        assertThat(label(said.segments().get(0))).isEqualTo("nobody");
        assertThat(said.speakers().orElseThrow().shortfall()).contains(Speakers.Shortfall.NO_SPEECH);
    }

    @Test
    void what_is_heard_of_a_span_has_the_times_of_its_recording() {
        try (Waveform recording = ScriptedVoices.recording(40, new Speech(21, 28, 3), new Speech(29, 37, 5))) {
            SpanWaveform span = SpanWaveform.around(recording, List.of(new TimeSpan(20, 40)));
            assertThat(span.durationSeconds()).isEqualTo(20);
            Diarization found = diarization(span).placedAt(span.startSeconds());
            Transcript said = said(found, transcript(List.of(segment(0, " Yes.@27 Good.@29.5"))));
            assertThat(said.segments()).extracting(SpeakerSegmentsTest::label).containsExactly("A", "B");
            assertThat(said.speakers().orElseThrow().turns().get(0).startSeconds())
                    .isCloseTo(21, within(0.1));
        }
    }

    @Test
    void a_span_reads_as_zero_around_itself_even_where_its_recording_has_sound() {
        try (Waveform recording = ScriptedVoices.recording(3, new Speech(0, 3, 11))) {
            SpanWaveform span = SpanWaveform.around(recording, List.of(new TimeSpan(1, 1.5), new TimeSpan(1.75, 2)));
            assertThat(span.sampleCount()).isEqualTo(16_000);
            float[] read = {9, 9, 9, 9, 9, 9};
            span.read(-2, read, 1, 4);
            assertThat(read[1]).isZero();
            assertThat(read[2]).isZero();
            assertThat(read[3]).isNotZero();
            assertThat(read[5]).isEqualTo(9);
            span.read(15_999, read, 0, 2);
            assertThat(read[0]).isNotZero();
            assertThat(read[1]).isZero();
            assertThat(SpanWaveform.around(recording, List.of(new TimeSpan(7, 9)))
                            .sampleCount())
                    .isZero();
            assertThat(SpanWaveform.around(recording, List.of()).sampleCount()).isEqualTo(48_000);
        }
    }

    private static Transcript said(double seconds, List<Segment> segments, Speech... speeches) {
        try (Waveform recording = ScriptedVoices.recording(seconds, speeches)) {
            return said(diarization(recording), transcript(segments));
        }
    }

    private static Transcript said(Diarization diarization, Transcript transcript) {
        List<List<Integer>> wordEnds = WordEnds.of(transcript.segments(), SpeakerSegmentsTest::spelled);
        return new SpeakerSegments(diarization, wordEnds, Map.of()).of(transcript);
    }

    private static Diarization diarization(Waveform recording) {
        SpeakerAnalyzer analyzer = new SpeakerAnalyzer(new ExecutorSpeakers(Runnable::run, ScriptedVoices::new));
        return Diarizer.diarize(
                analyzer.analyze(recording, part -> {}, new Cancellation()),
                SpeakerBounds.AUTOMATIC,
                new Cancellation());
    }

    private static Transcript transcript(List<Segment> segments) {
        return new Transcript(Task.TRANSCRIBE, "en", 40, "as it was", segments);
    }

    private static String spelled(List<Integer> tokens) {
        return tokens.stream()
                .filter(token -> token < TIMESTAMP)
                .map(Character::toString)
                .collect(Collectors.joining());
    }

    private static String label(Segment segment) {
        return segment.saidBy().flatMap(SaidBy::speaker).orElse("nobody");
    }

    /** @param words such as {@code " Yes,@6 I@7"}: each begins then and takes a fifth of a second */
    private static Segment segment(int id, String words) {
        List<Word> timed = new ArrayList<>();
        for (String word : words.substring(1).split(" ", -1)) {
            String[] parts = word.split("@", -1);
            double start = Double.parseDouble(parts[1]);
            timed.add(new Word(" " + parts[0], start, start + 0.2, 1));
        }
        String text = timed.stream().map(Word::text).collect(Collectors.joining());
        List<Integer> tokens = new ArrayList<>(List.of(TIMESTAMP));
        text.chars().forEach(tokens::add);
        tokens.add(TIMESTAMP);
        double end = timed.get(timed.size() - 1).endSeconds();
        return new Segment(id, 0, timed.get(0).startSeconds(), end, text, tokens, 0, 0, 1, 0, timed);
    }
}
