package dev.sotto.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories of editors who see each other's changes late or never. */
class RandomEditsTest {
    private static final int OPERATIONS = 500;

    /** Two editors, each with the version that it last read, and what it did itself since. */
    private static final class Session {
        final Random random;
        final EditedTranscript document = new EditedTranscript(Documents.TWO_SPEAKERS);
        final DocumentReader reader = new DocumentReader(document);
        final Map<String, Integer> bases = new HashMap<>(Map.of("ann", 0, "bob", 0));
        /** What each editor last saw. */
        final Map<String, List<Passage>> seen = new HashMap<>();

        final Set<String> typed = new HashSet<>();
        final Map<String, Set<String>> own = Map.of("ann", new HashSet<>(), "bob", new HashSet<>());
        int refused;

        Session(long seed) {
            random = new Random(seed);
            seen.put("ann", reader.passages());
            seen.put("bob", reader.passages());
        }

        void step(int number) {
            String editor = random.nextBoolean() ? "ann" : "bob";
            Change change = new Change(
                    document.version() + 1, "o" + number, editor, bases.get(editor), operation(editor, number));
            try {
                document.apply(change);
            } catch (EditRefused e) {
                refused++;
            }
            if (random.nextInt(4) == 0) {
                bases.put(editor, document.version());
                seen.put(editor, reader.passages());
            }
        }

        private Operation operation(String editor, int number) {
            List<Passage> passages = seen.get(editor);
            Passage passage = passages.get(random.nextInt(passages.size()));
            return switch (random.nextInt(9)) {
                case 0 ->
                    new Operation.Split(
                            passage.id(), random.nextInt(passage.words().size() + 1));
                case 1 -> new Operation.Merge(passage.id());
                case 2 -> new Operation.Assign(passage.id(), Optional.of("ABCD".charAt(random.nextInt(4)) + ""));
                case 3 -> new Operation.Rename("A", "name " + number);
                case 4 -> new Operation.Undo("o" + random.nextInt(number + 1));
                default -> new Operation.Text(passage.id(), edited(editor, passage, number));
            };
        }

        /** Words that an editor has read or written. */
        Set<String> known(String editor) {
            return Stream.concat(
                            own.get(editor).stream(),
                            seen.get(editor).stream()
                                    .flatMap(passage -> passage.words().stream())
                                    .map(word -> word.text().strip()))
                    .collect(Collectors.toSet());
        }

        /** A word goes, a word that was never written before comes. */
        private String edited(String editor, Passage passage, int number) {
            List<String> words = new ArrayList<>(
                    passage.words().stream().map(word -> word.text().strip()).toList());
            if (!words.isEmpty() && random.nextBoolean()) {
                words.remove(random.nextInt(words.size()));
            }
            words.add(random.nextInt(words.size() + 1), "typed" + number);
            typed.add("typed" + number);
            own.get(editor).add("typed" + number);
            return String.join(" ", words);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_same_changes_give_the_same_document_wherever_they_are_played(long seed) {
        Session session = new Session(seed);
        for (int number = 0; number < OPERATIONS; number++) {
            session.step(number);
        }
        EditedTranscript again = new EditedTranscript(Documents.TWO_SPEAKERS);
        session.document.changes().forEach(again::apply);
        assertThat(new DocumentReader(again).whole()).isEqualTo(session.reader.whole());
        assertThat(EditedResult.of(again)).isEqualTo(EditedResult.of(session.document));
        assertThat(session.document.version()).isGreaterThan(OPERATIONS / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void who_reads_changes_piece_by_piece_has_the_document_of_who_reads_it_whole(long seed) {
        Session session = new Session(seed);
        Map<String, Passage> copy = new HashMap<>();
        List<String> order = new ArrayList<>();
        session.reader.passages().forEach(passage -> {
            copy.put(passage.id(), passage);
            order.add(passage.id());
        });
        int version = 0;
        for (int number = 0; number < OPERATIONS; number++) {
            session.step(number);
            if (session.random.nextInt(5) == 0) {
                DocumentVersion since = session.reader.since(version);
                since.passages().forEach(passage -> copy.put(passage.id(), passage));
                since.order().ifPresent(ids -> {
                    order.clear();
                    order.addAll(ids);
                });
                version = since.version();
                assertThat(order.stream().map(copy::get).toList()).isEqualTo(session.reader.passages());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void no_word_is_gone_that_no_operation_took_away(long seed) {
        Session session = new Session(seed);
        Set<String> takenAway = new HashSet<>();
        Set<String> before = visible(session);
        for (int number = 0; number < OPERATIONS; number++) {
            int version = session.document.version();
            Map<String, Set<String>> known = Map.of("ann", session.known("ann"), "bob", session.known("bob"));
            session.step(number);
            Set<String> now = visible(session);
            if (session.document.version() > version) {
                Change last = session.document.changes().get(version);
                Set<String> gone = new HashSet<>(before);
                gone.removeAll(now);
                if (last.operation() instanceof Operation.Text) {
                    assertThat(now).as("what %s typed", last.id()).contains("typed" + number);
                    assertThat(known.get(last.editor()))
                            .as("what %s knew", last.id())
                            .containsAll(gone);
                } else {
                    assertThat(last.operation() instanceof Operation.Undo || gone.isEmpty())
                            .isTrue();
                }
                takenAway.addAll(gone);
                if (last.operation() instanceof Operation.Undo) {
                    Set<String> back = new HashSet<>(now);
                    back.removeAll(before);
                    session.own.get(last.editor()).addAll(back);
                }
            }
            before = now;
        }
        Set<String> lost = new HashSet<>(session.typed);
        lost.removeAll(before);
        lost.removeAll(takenAway);
        assertThat(lost).hasSizeLessThanOrEqualTo(session.refused);
    }

    private static Set<String> visible(Session session) {
        return session.reader.passages().stream()
                .flatMap(passage -> passage.words().stream())
                .map(word -> word.text().strip())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void a_thousand_steps_taken_back_and_done_again_give_the_same_document(long seed) {
        EditedTranscript document = new EditedTranscript(Documents.TWO_SPEAKERS);
        DocumentReader reader = new DocumentReader(document);
        Random random = new Random(seed);
        List<List<Passage>> states = new ArrayList<>(List.of(reader.passages()));
        for (int number = 0; number < 1000; number++) {
            List<Passage> passages = reader.passages();
            Passage passage = passages.get(random.nextInt(passages.size()));
            Operation operation = random.nextInt(5) == 0
                    ? new Operation.Split(passage.id(), passage.words().size() / 2)
                    : new Operation.Text(passage.id(), passage.text() + " word" + number);
            document.apply(new Change(number + 1, "o" + number, "ann", number, operation));
            states.add(reader.passages());
        }
        for (int number = 999; number >= 0; number--) {
            int version = document.version();
            document.apply(new Change(version + 1, "u" + number, "ann", version, new Operation.Undo("o" + number)));
            assertThat(reader.passages()).isEqualTo(states.get(number));
        }
        for (int number = 0; number < 1000; number++) {
            int version = document.version();
            document.apply(new Change(version + 1, "r" + number, "ann", version, new Operation.Undo("u" + number)));
        }
        assertThat(reader.passages()).isEqualTo(states.get(1000));
    }
}
