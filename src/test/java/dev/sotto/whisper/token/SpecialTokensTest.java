package dev.sotto.whisper.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.transcript.Languages;
import dev.sotto.transcript.TranscriptionError;
import dev.sotto.transcript.TranscriptionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialTokensTest {
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
    void english_ids_are_those_of_the_reference() {
        SpecialTokens special = TokenizerFiles.tokenizer("en").special();
        assertThat(List.of(special.eot(), special.sot(), special.translate(), special.transcribe()))
                .containsExactly(50256, 50257, 50357, 50358);
        assertThat(List.of(special.sotLm(), special.sotPrev(), special.noSpeech(), special.noTimestamps()))
                .containsExactly(50359, 50360, 50361, 50362);
        assertThat(special.timestampBegin()).isEqualTo(50363);
        assertThat(special.isMultilingual()).isFalse();
    }

    @Test
    void large_v3_has_one_more_language_and_ids_one_higher() {
        SpecialTokens v3 = TokenizerFiles.tokenizer("v3").special();
        SpecialTokens older = TokenizerFiles.tokenizer("multilingual").special();
        assertThat(older.languages().keySet())
                .containsExactlyElementsOf(Languages.codes().subList(0, 99));
        assertThat(v3.languages().keySet()).containsExactlyElementsOf(Languages.codes());
        assertThat(v3.languageToken("yue")).hasValue(v3.sot() + 100);
        assertThat(v3.languageOf(v3.sot() + 1)).contains("en");
        assertThat(older.languageToken("yue")).isEmpty();
        assertThat(older.timestampBegin()).isEqualTo(50364);
        assertThat(v3.timestampBegin()).isEqualTo(50365);
    }

    @Test
    void times_may_be_left_out_of_the_list() {
        SpecialTokens special = SpecialTokens.of(added(NEEDED), true);
        assertThat(special.timestampBegin()).isEqualTo(110);
        assertThat(special.isTimestamp(109)).isFalse();
        assertThat(special.isTimestamp(110)).isTrue();
        assertThat(special.languages()).containsExactly(Map.entry("en", 102), Map.entry("zh", 103));
    }

    @Test
    void times_that_are_listed_must_be_all_there() {
        Map<String, Integer> added = added(NEEDED);
        added.put("<|0.00|>", 110);
        added.put("<|30.00|>", 1609);
        assertInvalid(added, "times from id 110 to 1609; expected 1501 of them from id 110");
        added.put("<|30.00|>", 1610);
        assertThat(SpecialTokens.of(added, true).timestampBegin()).isEqualTo(110);
        added.put("<|0.00|>", 111);
        assertInvalid(added, "times from id 111");
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
        assertInvalid(added, "no token " + name + " among 9 added tokens");
    }

    @Test
    void no_speech_token_goes_by_its_older_name_too() {
        List<String> names = new ArrayList<>(NEEDED);
        names.set(8, "<|nocaptions|>");
        assertThat(SpecialTokens.of(added(names), true).noSpeech()).isEqualTo(108);
        names.remove(8);
        assertInvalid(added(names), "no token <|nocaptions|>");
    }

    private static Map<String, Integer> added(List<String> names) {
        Map<String, Integer> added = new LinkedHashMap<>();
        names.forEach(name -> added.put(name, 100 + added.size()));
        return added;
    }

    private static void assertInvalid(Map<String, Integer> added, String message) {
        assertThatThrownBy(() -> SpecialTokens.of(added, true))
                .isInstanceOfSatisfying(TranscriptionException.class, e -> assertThat(e.error())
                        .isEqualTo(TranscriptionError.MODEL_INVALID))
                .hasMessageContaining(message);
    }
}
