package dev.sotto.whisper.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.fault.FaultCode;
import dev.sotto.model.SpecialTokens;
import dev.sotto.transcript.TranscriptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every expected value comes from the reference; see SOURCE.md beside the golden files. */
class WhisperTokenizerTest {
    private static final SpecialTokens SPECIAL = new SpecialTokens(1, 2, 3, 4, 5, 6, 7, 8, 9);
    private static final String SURROGATE = "\uD83D";

    @ParameterizedTest
    @ValueSource(strings = {"en", "multilingual", "v3"})
    void text_of_many_scripts_gets_the_tokens_of_the_reference(String name) {
        WhisperTokenizer tokenizer = TokenizerFiles.tokenizer(name);
        JsonNode cases = TokenizerFiles.golden(name).get("encode");
        assertThat(cases.size()).isGreaterThan(40);
        for (JsonNode example : cases) {
            String text = example.get("text").asText();
            assertThat(tokenizer.encode(text)).as(text).isEqualTo(TokenizerFiles.ints(example.get("tokens")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "multilingual", "v3"})
    void any_run_of_tokens_gets_the_text_of_the_reference(String name) {
        WhisperTokenizer tokenizer = TokenizerFiles.tokenizer(name);
        JsonNode cases = TokenizerFiles.golden(name).get("decode");
        assertThat(cases.size()).isGreaterThan(60);
        for (JsonNode example : cases) {
            List<Integer> tokens = TokenizerFiles.ints(example.get("tokens"));
            assertThat(tokenizer.decode(tokens))
                    .as("%s", tokens)
                    .isEqualTo(example.get("text").asText());
            assertThat(tokenizer.spell(tokens))
                    .as("%s", tokens)
                    .isEqualTo(example.get("with_timestamps").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "multilingual", "v3"})
    void default_suppressed_tokens_are_those_of_the_published_checkpoint(String name) {
        Path file = TokenizerFiles.shared("models/tokenizers").resolve(name).resolve("suppress_tokens.json");
        List<Integer> published = TokenizerFiles.ints(TokenizerFiles.read(file).get("suppress_tokens"));
        assertThat(TokenizerFiles.tokenizer(name).defaultSuppressedTokens()).containsExactlyElementsOf(published);
    }

    @Test
    void default_suppressed_tokens_are_those_of_the_shipped_model() {
        Path file = Path.of(System.getProperty("sotto.home", "."), "src/main/models/tiny.en/generation_config.json");
        List<Integer> published = TokenizerFiles.ints(TokenizerFiles.read(file).get("suppress_tokens"));
        WhisperTokenizer tokenizer = TokenizerFiles.tokenizer("en");
        assertThat(tokenizer.defaultSuppressedTokens()).containsExactlyElementsOf(published);
        TreeSet<Integer> control = new TreeSet<>(published);
        control.removeAll(tokenizer.nonSpeechTokens());
        assertThat(control).containsExactlyElementsOf(tokenizer.special().neverSampled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny.en", "base"})
    void tokens_of_every_reference_segment_decode_to_its_text(String model) throws IOException {
        Path folder = TokenizerFiles.shared("golden/transcribe");
        WhisperTokenizer tokenizer = TokenizerFiles.tokenizer(model.equals("base") ? "multilingual" : "en");
        int segments = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().contains("." + model + ".")).toList()) {
                for (JsonNode segment : TokenizerFiles.read(file).get("segments")) {
                    List<Integer> text = TokenizerFiles.ints(segment.get("tokens")).stream()
                            .filter(token -> token < tokenizer.special().endOfText())
                            .toList();
                    assertThat(tokenizer.decode(text))
                            .as("%s", file.getFileName())
                            .isEqualTo(segment.get("text").asText());
                    segments++;
                }
            }
        }
        assertThat(segments).isGreaterThan(100);
    }

    @Test
    void names_of_special_tokens_in_a_text_stay_text() {
        WhisperTokenizer tokenizer = TokenizerFiles.tokenizer("en");
        List<Integer> tokens = tokenizer.encode("<|endoftext|> <|0.00|><|en|>");
        assertThat(tokens).allMatch(token -> token < tokenizer.special().endOfText());
        assertThat(tokenizer.decode(tokens)).isEqualTo("<|endoftext|> <|0.00|><|en|>");
    }

    @Test
    void half_a_surrogate_pair_becomes_the_replacement_character() {
        WhisperTokenizer tokenizer = TokenizerFiles.tokenizer("en");
        assertThat(tokenizer.encode("a" + SURROGATE + "b")).isEqualTo(tokenizer.encode("a\uFFFDb"));
        assertThat(tokenizer.decode(tokenizer.encode("\uD83D\uDC4D"))).isEqualTo("\uD83D\uDC4D");
    }

    @Test
    void token_without_a_spelling_is_refused() {
        WhisperTokenizer tokenizer = TokenizerFiles.tokenizer("en");
        int beyond = tokenizer.special().timestampEnd();
        assertThatThrownBy(() -> tokenizer.spell(List.of(beyond)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token " + beyond);
        assertThatThrownBy(() -> tokenizer.decode(List.of(-1))).hasMessageContaining("token -1");
    }

    @Test
    void vocabulary_that_is_not_byte_level_is_refused() {
        assertThatThrownBy(() -> WhisperTokenizer.of(List.of("a", "▁the"), Map.of(), SPECIAL))
                .isInstanceOfSatisfying(
                        TranscriptionException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.MODEL_INVALID))
                .hasMessageContaining("text token 1")
                .hasMessageContaining("U+2581");
    }

    @Test
    void vocabulary_without_all_single_bytes_is_refused() {
        assertThatThrownBy(() -> WhisperTokenizer.of(Collections.nCopies(300, "a"), Map.of(), SPECIAL))
                .isInstanceOf(TranscriptionException.class)
                .hasMessageContaining("1 of 256 single bytes");
    }
}
