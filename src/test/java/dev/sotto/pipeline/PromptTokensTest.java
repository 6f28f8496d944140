package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.model.Checkpoint;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.Checkpoints;
import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WarningCode;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PromptTokensTest {
    private static final int TEXT_CONTEXT = 448;
    private static WhisperTokenizer tokenizer;

    @BeforeAll
    static void open() {
        try (Checkpoint checkpoint = ModelFolder.open(Checkpoints.TINY_EN)) {
            tokenizer = WhisperTokenizer.of(checkpoint.config());
        }
    }

    @Test
    void hotwords_stand_before_the_previous_text_of_every_window() {
        PromptTokens words = words("Sotto Vert.x", "");
        List<Integer> hot = tokenizer.encode(" Sotto Vert.x");
        assertThat(words.prompt(List.of(7, 8), true).subList(0, hot.size())).isEqualTo(hot);
        assertThat(words.prompt(List.of(7, 8), false)).hasSize(hot.size() + 2).endsWith(7, 8);
    }

    @Test
    void hotwords_and_previous_text_share_half_of_the_context_and_the_oldest_text_goes() {
        PromptTokens words = words("Sotto", "");
        List<Integer> earlier = Collections.nCopies(500, 9);
        assertThat(words.prompt(earlier, false)).hasSize(TEXT_CONTEXT / 2 - 1);
    }

    @Test
    void a_prefix_begins_the_first_window_only_and_displaces_the_hotwords_there() {
        PromptTokens words = words("Sotto", "Dear all,");
        assertThat(words.prefix(true)).isEqualTo(tokenizer.encode(" Dear all,"));
        assertThat(words.prefix(false)).isEmpty();
        assertThat(words.prompt(List.of(5), true)).containsExactly(5);
        assertThat(words.prompt(List.of(5), false)).hasSizeGreaterThan(1);
    }

    @Test
    void of_hotwords_that_do_not_fit_the_first_are_taken_with_a_warning() {
        PromptTokens words = words("Sotto " + "word ".repeat(300), "");
        assertThat(words.prompt(List.of(7, 8), false))
                .hasSize(TEXT_CONTEXT / 2 - 1)
                .startsWith(tokenizer.encode(" Sotto").get(0))
                .doesNotContain(7, 8);
        assertThat(words.warning().orElseThrow().code()).isEqualTo(WarningCode.HOTWORDS_CUT);
        assertThat(words.warning().orElseThrow().message()).contains("only the first 223 were used");
        assertThat(words("Sotto", "").warning()).isEmpty();
        assertThat(words("", "").warning()).isEmpty();
    }

    @Test
    void blank_words_are_none() {
        assertThat(words("  ", " ").prompt(List.of(5), true)).containsExactly(5);
    }

    @Test
    void a_prefix_that_does_not_fit_is_refused_with_its_length() {
        String many = "word ".repeat(300);
        assertThatThrownBy(() -> words("", many))
                .isInstanceOf(TranscriptionException.class)
                .hasMessage("prefix is 300 tokens long; expected at most 112: shorten it");
    }

    private static PromptTokens words(String hotwords, String prefix) {
        TranscriptionOptions options = TranscriptionOptions.builder()
                .prompt(PromptOptions.builder()
                        .hotwords(hotwords)
                        .prefix(prefix)
                        .build())
                .build();
        return PromptTokens.of(options, tokenizer, TEXT_CONTEXT);
    }
}
