package dev.sotto.model.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.model.ModelException;
import dev.sotto.model.SpecialTokens;
import dev.sotto.model.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialTokenFinderTest {
    private static final int VOCABULARY_SIZE = 2_000;
    private static final List<String> NEEDED = List.of(
            "<|endoftext|>",
            "<|startoftranscript|>",
            "<|en|>",
            "<|zh|>",
            "<|translate|>",
            "<|transcribe|>",
            "<|startoflm|>",
            "<|startofprev|>",
            "<|nospeech|>",
            "<|notimestamps|>");

    @Test
    void times_may_be_left_out_of_the_list() {
        SpecialTokens special = find(added(NEEDED));
        assertThat(special.timestampBegin()).isEqualTo(110);
        assertThat(special.isTimestamp(109)).isFalse();
        assertThat(special.isTimestamp(110)).isTrue();
        assertThat(finder(added(NEEDED)).languages(special))
                .containsExactly(Map.entry("en", 102), Map.entry("zh", 103));
    }

    @Test
    void control_tokens_are_never_sampled() {
        assertThat(find(added(NEEDED)).neverSampled()).containsExactly(101, 104, 105, 106, 107, 108);
    }

    @Test
    void times_that_are_listed_must_be_all_there() {
        Map<String, Integer> added = added(NEEDED);
        added.put("<|0.00|>", 110);
        added.put("<|30.00|>", 1609);
        isInvalid(added, "<|30.00|> has id 1609; expected 1610, 1501 ids from <|0.00|> on");
        added.put("<|30.00|>", 1610);
        assertThat(find(added).timestampBegin()).isEqualTo(110);
        added.put("<|0.00|>", 111);
        isInvalid(added, "<|0.00|> has id 111; expected 110, the one behind <|notimestamps|>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<|endoftext|>",
                "<|startoftranscript|>",
                "<|translate|>",
                "<|transcribe|>",
                "<|startoflm|>",
                "<|startofprev|>",
                "<|notimestamps|>"
            })
    void missing_token_is_named(String name) {
        Map<String, Integer> added = added(NEEDED);
        added.remove(name);
        isInvalid(added, "the vocabulary has no token " + name);
    }

    @Test
    void no_speech_token_goes_by_its_older_name_too() {
        List<String> names = new ArrayList<>(NEEDED);
        names.set(8, "<|nocaptions|>");
        assertThat(find(added(names)).noSpeech()).isEqualTo(108);
        names.remove(8);
        isInvalid(added(names), "the vocabulary has no token <|nospeech|> or <|nocaptions|>");
    }

    private static Map<String, Integer> added(List<String> names) {
        Map<String, Integer> added = new LinkedHashMap<>();
        names.forEach(name -> added.put(name, 100 + added.size()));
        return added;
    }

    private static SpecialTokens find(Map<String, Integer> added) {
        return finder(added).find(VOCABULARY_SIZE);
    }

    private static SpecialTokenFinder finder(Map<String, Integer> added) {
        return new SpecialTokenFinder("model", new Vocabulary(List.of("a"), added));
    }

    private static void isInvalid(Map<String, Integer> added, String message) {
        assertThatThrownBy(() -> find(added)).isInstanceOf(ModelException.class).hasMessageContaining(message);
    }
}
