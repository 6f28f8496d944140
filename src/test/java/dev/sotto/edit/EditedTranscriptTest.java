package dev.sotto.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EditedTranscriptTest {
    private final EditedTranscript document = new EditedTranscript(Documents.TWO_SPEAKERS);
    private final DocumentReader reader = new DocumentReader(document);

    private int take(String id, String editor, int base, Operation operation) {
        document.apply(new Change(document.version() + 1, id, editor, base, operation));
        return document.version();
    }

    private List<String> texts() {
        return reader.passages().stream().map(Passage::text).toList();
    }

    @Test
    void a_document_begins_as_the_machine_s_transcript() {
        assertThat(texts()).containsExactly("We met at noon.", "It rained all day.", "Nobody came.");
        assertThat(reader.passages()).extracting(Passage::id).containsExactly("s0", "s1", "s2");
        assertThat(reader.passages().get(1).speaker()).contains("B");
        assertThat(reader.passages()).noneMatch(Passage::edited);
        assertThat(EditedResult.of(document)).isEqualTo(Documents.TWO_SPEAKERS);
    }

    @Test
    void words_that_stay_keep_their_times_and_new_ones_share_the_span_of_those_that_went() {
        take("o1", "ann", 0, new Operation.Text("s0", "We met  before the noon."));
        List<DocumentWord> words = reader.passages().get(0).words();
        assertThat(words).extracting(DocumentWord::text).containsExactly(" We", " met", " before", " the", " noon.");
        assertThat(words.get(1)).isEqualTo(Documents.word(" met", 0.5, 1.0, 0.9));
        assertThat(words.get(2).startSeconds()).isEqualTo(1.0);
        assertThat(words.get(2).endSeconds()).isCloseTo(1.0 + 0.5 * 6 / 9, within(1e-9));
        assertThat(words.get(3).endSeconds()).isEqualTo(1.5);
        assertThat(words.get(3).isEstimated()).isTrue();
        assertThat(words.get(3).probability()).isEmpty();
        assertThat(words.get(4)).isEqualTo(Documents.word(" noon.", 1.5, 2.0, 0.9));
    }

    @Test
    void editors_who_change_different_words_of_a_passage_both_have_their_way() {
        take("o1", "ann", 0, new Operation.Text("s1", "It snowed all day."));
        take("o2", "bob", 0, new Operation.Text("s1", "It rained all night."));
        assertThat(texts().get(1)).isEqualTo("It snowed all night.");
        assertThat(reader.passages().get(1).conflict()).isFalse();
    }

    @Test
    void of_editors_who_replace_the_same_word_neither_is_lost_and_the_passage_says_so() {
        take("o1", "ann", 0, new Operation.Text("s1", "It snowed all day."));
        int version = take("o2", "bob", 0, new Operation.Text("s1", "It hailed all day."));
        assertThat(texts().get(1)).isEqualTo("It snowed hailed all day.");
        assertThat(reader.passages().get(1).conflict()).isTrue();
        take("o3", "ann", version, new Operation.Text("s1", "It snowed all day."));
        assertThat(texts().get(1)).isEqualTo("It snowed all day.");
        assertThat(reader.passages().get(1).conflict()).isFalse();
    }

    @Test
    void an_editor_knows_its_own_later_operations_beside_the_version_that_it_saw() {
        take("o1", "ann", 0, new Operation.Text("s1", "It snowed all day."));
        take("o2", "bob", 0, new Operation.Text("s0", "They met at noon."));
        take("o3", "ann", 0, new Operation.Text("s1", "It snowed hard all day."));
        assertThat(texts()).startsWith("They met at noon.", "It snowed hard all day.");
        assertThat(reader.passages().get(1).conflict()).isFalse();
    }

    @Test
    void a_text_written_without_knowing_of_a_division_reaches_both_parts() {
        take("o1", "ann", 0, new Operation.Split("s1", 2));
        take("o2", "bob", 0, new Operation.Text("s1", "Then it rained all the day."));
        assertThat(texts()).containsExactly("We met at noon.", "Then it rained", "all the day.", "Nobody came.");
    }

    @Test
    void who_divides_at_the_same_place_divides_once_and_both_names_lead_to_the_part() {
        take("o1", "ann", 0, new Operation.Split("s1", 2));
        take("o2", "bob", 0, new Operation.Split("s1", 2));
        take("o3", "bob", 0, new Operation.Text("o2", "all night."));
        assertThat(texts()).containsExactly("We met at noon.", "It rained", "all night.", "Nobody came.");
    }

    @Test
    void a_joined_passage_has_the_speaker_of_the_first_and_the_words_of_both() {
        take("o1", "ann", 0, new Operation.Merge("s1"));
        assertThat(texts()).containsExactly("We met at noon. It rained all day.", "Nobody came.");
        assertThat(reader.passages().get(0).speaker()).contains("A");
        assertThat(reader.passages().get(0).endSeconds()).isEqualTo(4);
        assertThatThrownBy(() -> take("o2", "ann", 1, new Operation.Merge("s0")))
                .isInstanceOf(EditRefused.class);
    }

    @Test
    void a_text_for_a_passage_that_was_joined_meanwhile_is_kept() {
        take("o1", "ann", 0, new Operation.Merge("s1"));
        take("o2", "bob", 0, new Operation.Text("s1", "It rained all week."));
        assertThat(texts().get(0)).isEqualTo("We met at noon. It rained all week.");
    }

    @Test
    void undo_takes_back_an_operation_and_nothing_of_others() {
        take("o1", "ann", 0, new Operation.Text("s1", "It snowed all day."));
        take("o2", "bob", 1, new Operation.Text("s1", "It snowed all night."));
        take("o3", "ann", 2, new Operation.Undo("o1"));
        assertThat(texts().get(1)).isEqualTo("It rained all night.");
        assertThat(reader.passages().get(1).words().get(1)).isEqualTo(Documents.word(" rained", 2.5, 3.0, 0.9));
        take("o4", "ann", 3, new Operation.Undo("o3"));
        assertThat(texts().get(1)).isEqualTo("It snowed all night.");
    }

    @Test
    void a_speaker_is_renamed_everywhere_and_passages_change_hands() {
        take("o1", "ann", 0, new Operation.Rename("B", "Ben"));
        take("o2", "ann", 1, new Operation.Assign("s2", Optional.of("B")));
        Transcript edited = EditedResult.of(document);
        assertThat(edited.segments())
                .extracting(segment -> segment.saidBy().flatMap(SaidBy::speaker).orElse("nobody"))
                .containsExactly("A", "Ben", "Ben");
        assertThat(edited.speakers().orElseThrow().speakers())
                .extracting(one -> one.speaker() + " " + one.seconds() + " " + one.turns())
                .containsExactly("A 2.0 1", "Ben 3.0 1");
        take("o3", "ann", 2, new Operation.Unite("B", "A"));
        assertThat(EditedResult.of(document).segments())
                .allMatch(segment -> segment.saidBy().orElseThrow().speaker().equals(Optional.of("A")));
        take("o4", "ann", 3, new Operation.Undo("o3"));
        assertThat(reader.passages()).extracting(p -> p.speaker().orElse("")).containsExactly("A", "B", "B");
    }

    @Test
    void a_renamed_speaker_keeps_what_the_machine_measured() {
        take("o1", "ann", 0, new Operation.Rename("B", "Ben"));
        Transcript edited = EditedResult.of(document);
        Segment machine = Documents.TWO_SPEAKERS.segments().get(1);
        assertThat(edited.segments().get(1).tokens()).isEqualTo(machine.tokens());
        assertThat(edited.segments().get(1).words()).hasSameSizeAs(machine.words());
        assertThat(edited.speakers().orElseThrow().turns())
                .extracting(turn -> turn.speaker() + turn.startSeconds())
                .containsExactly("A0.0", "Ben1.9");
    }

    @Test
    void notes_are_written_changed_and_removed() {
        take("o1", "ann", 0, new Operation.Note("n1", 3.5, "who?"));
        take("o2", "ann", 1, new Operation.Note("n2", 1, "where?"));
        take("o3", "ann", 2, new Operation.Note("n1", 3.5, "who came?"));
        assertThat(reader.whole().notes())
                .containsExactly(new Note("n2", 1, "where?"), new Note("n1", 3.5, "who came?"));
        take("o4", "ann", 3, new Operation.Note("n1", 0, ""));
        assertThat(reader.whole().notes()).containsExactly(new Note("n2", 1, "where?"));
    }

    @Test
    void changes_since_a_version_are_the_passages_that_differ_and_the_order_if_it_does() {
        take("o1", "ann", 0, new Operation.Text("s0", "We met."));
        take("o2", "ann", 1, new Operation.Text("s2", "Ben came."));
        DocumentVersion since = reader.since(1);
        assertThat(since.passages()).extracting(Passage::id).containsExactly("s2");
        assertThat(since.order()).isEmpty();
        take("o3", "ann", 2, new Operation.Split("s1", 1));
        since = reader.since(2);
        assertThat(since.passages()).extracting(Passage::id).containsExactly("s1", "o3");
        assertThat(since.order().orElseThrow()).containsExactly("s0", "s1", "o3", "s2");
        take("o4", "ann", 3, new Operation.Merge("o3"));
        assertThat(reader.since(3).passages()).extracting(Passage::id).containsExactly("s1");
    }

    @Test
    void a_difference_shows_words_that_went_and_came() {
        take("o1", "ann", 0, new Operation.Text("s1", "It snowed all day."));
        take("o2", "ann", 1, new Operation.Text("s2", "Ben came."));
        assertThat(reader.difference(0, 1)).singleElement().satisfies(found -> {
            assertThat(found.passage()).isEqualTo("s1");
            assertThat(found.parts())
                    .extracting(part -> part.fate() + part.text())
                    .containsExactly("SAME It", "REMOVED rained", "ADDED snowed", "SAME all day.");
        });
        assertThat(reader.difference(0, 2))
                .extracting(PassageDifference::passage)
                .containsExactly("s1", "s2");
        assertThat(reader.difference(2, 2)).isEmpty();
    }

    @Test
    void characters_of_scripts_without_blanks_are_words_of_their_own() {
        EditedTranscript chinese = new EditedTranscript(Documents.CHINESE);
        chinese.apply(new Change(1, "o1", "ann", 0, new Operation.Text("s0", "你们好。")));
        List<DocumentWord> words = new DocumentReader(chinese).passages().get(0).words();
        assertThat(words).extracting(DocumentWord::text).containsExactly("你", "们", "好。");
        assertThat(words.get(0).startSeconds()).isEqualTo(0);
        assertThat(words.get(2).endSeconds()).isEqualTo(1);
        assertThat(EditedResult.of(chinese).text()).isEqualTo("你们好。");
    }

    @Test
    void a_transcript_without_words_takes_a_text() {
        EditedTranscript silence = new EditedTranscript(Documents.SILENCE);
        silence.apply(new Change(1, "o1", "ann", 0, new Operation.Text("s0", "Applause")));
        assertThat(EditedResult.of(silence).text()).isEqualTo("Applause");
    }

    @Test
    void without_word_times_an_edited_transcript_has_none_either() {
        EditedTranscript untimed = new EditedTranscript(Documents.UNTIMED);
        untimed.apply(new Change(1, "o1", "ann", 0, new Operation.Text("s0", "Good evening all")));
        Segment segment = EditedResult.of(untimed).segments().get(0);
        assertThat(segment.words()).isEmpty();
        assertThat(segment.text()).isEqualTo(" Good evening all");
        assertThat(segment.startSeconds()).isEqualTo(1);
        assertThat(segment.endSeconds()).isEqualTo(3);
    }

    @Test
    void what_does_not_fit_the_version_that_was_seen_is_refused_and_changes_nothing() {
        take("o1", "ann", 0, new Operation.Split("s1", 1));
        assertThatThrownBy(() -> take("o2", "bob", 0, new Operation.Text("o1", "x")))
                .isInstanceOf(EditRefused.class)
                .hasMessageContaining("passage 'o1'");
        assertThatThrownBy(() -> take("o2", "bob", 0, new Operation.Split("s1", 9)))
                .hasMessageContaining("expected a number from 0 to 4");
        assertThatThrownBy(() -> take("o2", "bob", 7, new Operation.Merge("s1")))
                .hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> take("o2", "bob", 1, new Operation.Undo("o9"))).isInstanceOf(EditRefused.class);
        assertThat(document.version()).isEqualTo(1);
    }
}
