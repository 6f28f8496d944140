package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Speakers.Turn;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GivenTurnsTest {
    private static final Word EARLY = new Word("One", 1, 2, 0.5);
    private static final Word LATE = new Word("two", 3, 4, 0.5);
    private static final Word NOWHERE = new Word("three", 8, 9, 0.5);

    private static Transcript transcript() {
        Segment segment =
                new Segment(0, 0, 1, 9, " One two three", List.of(), 0, 0, 0, 0, List.of(EARLY, LATE, NOWHERE));
        return new Transcript(Task.TRANSCRIBE, "en", 9, "One two three", List.of(segment));
    }

    @Test
    void whoever_speaks_longest_says_it_and_nobody_says_what_no_turn_touches() {
        Transcript said = GivenTurns.assign(
                transcript(), List.of(new Turn(2.5, 5, "Ben"), new Turn(0, 2.2, "Ann"), new Turn(3.9, 4.5, "Ann")));
        Segment segment = said.segments().get(0);
        assertThat(speaker(segment.words().get(0).saidBy())).hasValue("Ann");
        assertThat(speaker(segment.words().get(1).saidBy())).hasValue("Ben");
        assertThat(segment.words().get(1).saidBy().orElseThrow().others()).containsExactly("Ann");
        assertThat(speaker(segment.words().get(2).saidBy())).isEmpty();
        assertThat(speaker(segment.saidBy())).hasValue("Ben");
        assertThat(segment.text()).isEqualTo(" One two three");
    }

    @Test
    void speakers_are_listed_as_they_are_first_heard_with_their_seconds() {
        Speakers speakers = GivenTurns.assign(
                        transcript(), List.of(new Turn(5, 7, "B"), new Turn(0, 4, "A"), new Turn(8, 9, "B")))
                .speakers()
                .orElseThrow();
        assertThat(speakers.speakers().stream().map(Speakers.Summary::speaker)).containsExactly("A", "B");
        assertThat(speakers.speakers().get(1).seconds()).isEqualTo(3);
        assertThat(speakers.speakers().get(1).turns()).isEqualTo(2);
        assertThat(speakers.shortfall()).isEmpty();
    }

    @Test
    void without_turns_nobody_speaks() {
        Transcript said = GivenTurns.assign(transcript(), List.of());
        assertThat(said.speakers().orElseThrow().shortfall()).hasValue(Speakers.Shortfall.NO_SPEECH);
        assertThat(speaker(said.segments().get(0).saidBy())).isEmpty();
    }

    private static Optional<String> speaker(Optional<SaidBy> saidBy) {
        return saidBy.flatMap(SaidBy::speaker);
    }
}
