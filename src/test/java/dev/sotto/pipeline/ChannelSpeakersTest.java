package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Channels as speakers have the shape of speakers that are told apart by their voices. */
class ChannelSpeakersTest {
    @Test
    void whoever_is_heard_first_is_a_whatever_their_channel() {
        Transcript said = ChannelSpeakers.of(transcript(segment(1, "2-3 3-4"), segment(0, "6-7"), segment(1, "9-10")));
        assertThat(said.segments()).extracting(ChannelSpeakersTest::label).containsExactly("A", "B", "A");
        assertThat(said.segments())
                .extracting(segment -> segment.channel().getAsInt())
                .containsExactly(1, 0, 1);
        Speakers speakers = said.speakers().orElseThrow();
        assertThat(speakers.speakers())
                .containsExactly(new Speakers.Summary("A", 3, 2, false), new Speakers.Summary("B", 1, 1, true));
        assertThat(speakers.turns())
                .containsExactly(
                        new Speakers.Turn(2, 4, "A"), new Speakers.Turn(6, 7, "B"), new Speakers.Turn(9, 10, "A"));
        assertThat(speakers.shortfall()).isEmpty();
    }

    @Test
    void pauses_under_three_tenths_are_part_of_a_turn_and_longer_ones_end_it() {
        Transcript said = ChannelSpeakers.of(transcript(segment(0, "0-1 1.25-2 2.5-3")));
        assertThat(said.speakers().orElseThrow().turns())
                .containsExactly(new Speakers.Turn(0, 2, "A"), new Speakers.Turn(2.5, 3, "A"));
    }

    @Test
    void a_word_said_while_another_channel_speaks_is_an_overlap_and_names_the_other() {
        Transcript said = ChannelSpeakers.of(transcript(segment(0, "0-1 1-2"), segment(1, "1.5-2.5 2.5-3.5")));
        assertThat(saidBy(said, 0, 0)).isEqualTo(new SaidBy(Optional.of("A"), 1, List.of(), false));
        assertThat(saidBy(said, 0, 1)).isEqualTo(new SaidBy(Optional.of("A"), 1, List.of("B"), true));
        assertThat(saidBy(said, 1, 0)).isEqualTo(new SaidBy(Optional.of("B"), 1, List.of("A"), true));
        assertThat(saidBy(said, 1, 1).overlap()).isFalse();
        assertThat(said.segments().get(1).saidBy().orElseThrow().others()).containsExactly("A");
    }

    @Test
    void a_word_drawn_out_over_a_pause_counts_for_a_second() {
        Transcript said = ChannelSpeakers.of(transcript(segment(0, "0-9"), segment(1, "5-6")));
        assertThat(saidBy(said, 0, 0).overlap()).isFalse();
        assertThat(said.speakers().orElseThrow().speakers().get(0).seconds()).isCloseTo(1, within(1e-9));
    }

    @Test
    void the_same_voice_in_both_channels_is_two_speakers_who_always_overlap() {
        Transcript said = ChannelSpeakers.of(transcript(segment(0, "1-2 2-3"), segment(1, "1-2 2-3")));
        assertThat(said.segments()).extracting(ChannelSpeakersTest::label).containsExactly("A", "B");
        assertThat(said.segments())
                .allMatch(segment -> segment.saidBy().orElseThrow().overlap());
        assertThat(said.speakers().orElseThrow().turns()).hasSize(2);
    }

    @Test
    void silent_channels_are_no_speakers_and_silence_says_so() {
        Transcript said = ChannelSpeakers.of(transcript());
        assertThat(said.speakers().orElseThrow())
                .isEqualTo(new Speakers(List.of(), List.of(), Optional.of(Speakers.Shortfall.NO_SPEECH)));
        assertThat(ChannelSpeakers.of(transcript(segment(1, "1-2")))
                        .speakers()
                        .orElseThrow()
                        .speakers())
                .hasSize(1);
    }

    @Test
    void segments_without_words_are_their_channels_too() {
        Segment plain = new Segment(0, 0, 3, 5, " x", List.of(7), 0, 0, 1, 0, List.of()).ofChannel(1);
        Transcript said = ChannelSpeakers.of(transcript(plain));
        assertThat(label(said.segments().get(0))).isEqualTo("A");
        assertThat(said.segments().get(0).tokens()).containsExactly(7);
        assertThat(said.speakers().orElseThrow().turns()).containsExactly(new Speakers.Turn(3, 5, "A"));
    }

    private static String label(Segment segment) {
        return segment.saidBy().flatMap(SaidBy::speaker).orElse("nobody");
    }

    private static SaidBy saidBy(Transcript transcript, int segment, int word) {
        return transcript.segments().get(segment).words().get(word).saidBy().orElseThrow();
    }

    private static Transcript transcript(Segment... segments) {
        return new Transcript(Task.TRANSCRIBE, "en", 20, "", List.of(segments));
    }

    /** @param times of words, such as {@code 0-1.5 2-3} */
    private static Segment segment(int channel, String times) {
        List<Word> words = new ArrayList<>();
        for (String word : times.split(" ", -1)) {
            String[] ends = word.split("-", -1);
            words.add(new Word(" w", Double.parseDouble(ends[0]), Double.parseDouble(ends[1]), 1));
        }
        double end = words.get(words.size() - 1).endSeconds();
        return new Segment(0, 0, words.get(0).startSeconds(), end, " w", List.of(), 0, 0, 1, 0, words)
                .ofChannel(channel);
    }
}
