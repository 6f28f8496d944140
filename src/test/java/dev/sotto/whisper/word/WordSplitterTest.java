package dev.sotto.whisper.word;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.Checkpoints;
import dev.sotto.testing.Golden;
import dev.sotto.testing.SharedFolder;
import dev.sotto.transcript.WordOptions;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.word.WordSplitter.Piece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordSplitterTest {
    private static final WhisperTokenizer ENGLISH = tokenizer(Checkpoints.TINY_EN);

    @Test
    void blanks_and_punctuation_begin_words() {
        assertThat(texts(new WordSplitter(ENGLISH, "en"), " Well, it's half-done."))
                .containsExactly(" Well", ",", " it's", " half", "-done", ".");
    }

    @Test
    void a_first_word_needs_no_blank_and_a_long_one_is_put_together() {
        assertThat(texts(new WordSplitter(ENGLISH, "en"), "antidisestablishmentarianism wins"))
                .containsExactly("antidisestablishmentarianism", " wins");
    }

    @Test
    void languages_without_blanks_are_cut_where_characters_end() {
        List<String> words = texts(new WordSplitter(ENGLISH, "ja"), "東京タワー🗼");
        assertThat(String.join("", words)).isEqualTo("東京タワー🗼");
        assertThat(words).doesNotContain("\uFFFD").contains("東", "京", "🗼");
    }

    @Test
    void a_character_that_is_never_finished_is_not_lost() {
        List<Integer> tokens = new ArrayList<>(ENGLISH.encode(" a 🗼"));
        tokens.remove(tokens.size() - 1);
        List<Piece> pieces = new WordSplitter(ENGLISH, "en").split(tokens);
        assertThat(pieces.stream().flatMap(piece -> piece.tokens().stream())).containsExactlyElementsOf(tokens);
    }

    @Test
    void no_tokens_are_no_words() {
        assertThat(new WordSplitter(ENGLISH, "en").split(List.of())).isEmpty();
        assertThat(new WordSplitter(ENGLISH, "zh").split(List.of())).isEmpty();
    }

    /** Whatever the tokens: none is lost, none is moved. */
    @RepeatedTest(50)
    void any_tokens_join_again(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Integer> tokens =
                random.ints(40, 0, ENGLISH.special().endOfText()).boxed().toList();
        for (String language : List.of("en", "zh")) {
            List<Piece> pieces = new WordSplitter(ENGLISH, language).split(tokens);
            assertThat(pieces.stream().flatMap(piece -> piece.tokens().stream()))
                    .containsExactlyElementsOf(tokens);
        }
    }

    /** Words of the reference in ten languages, with their signs merged. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "es", "fr", "it", "ja", "nl", "pt", "ru", "sv", "zh"})
    void words_are_those_of_the_reference(String language) throws IOException {
        WordSplitter splitter = new WordSplitter(tokenizer(Checkpoints.BASE), language);
        Punctuation punctuation =
                new Punctuation(WordOptions.DEFAULTS.prependPunctuations(), WordOptions.DEFAULTS.appendPunctuations());
        int end = tokenizer(Checkpoints.named("base")).special().endOfText();
        int seen = 0;
        for (Path file : goldenFiles(language)) {
            for (JsonNode segment : Golden.json(file).path("segments")) {
                List<Integer> text = Golden.ints(segment.path("tokens")).stream()
                        .filter(token -> token < end)
                        .toList();
                List<TimedWord> words = splitter.split(text).stream()
                        .map(piece -> new TimedWord(piece.text(), 1, 0, 1, 1))
                        .toList();
                assertThat(punctuation.merge(words).stream()
                                .map(TimedWord::text)
                                .filter(word -> !word.isEmpty()))
                        .containsExactlyElementsOf(segment.path("words").findValuesAsText("word"));
                seen += segment.path("words").size();
            }
        }
        assertThat(seen).isGreaterThan(5);
    }

    private static List<Path> goldenFiles(String language) throws IOException {
        try (Stream<Path> all = Files.list(SharedFolder.require("golden", "transcribe"))) {
            return all.filter(file ->
                            file.getFileName().toString().matches(language + "-.*\\.base\\.greedy-words\\.json"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> texts(WordSplitter splitter, String text) {
        return splitter.split(ENGLISH.encode(text)).stream().map(Piece::text).toList();
    }

    private static WhisperTokenizer tokenizer(Path model) {
        try (Checkpoint checkpoint = ModelFolder.open(model)) {
            return WhisperTokenizer.of(checkpoint.config());
        }
    }
}
