package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.LanguageDetection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LanguageSearchTest {
    private final List<Integer> heard = new ArrayList<>();

    @Test
    void the_first_window_with_speech_decides_and_none_behind_it_is_heard() {
        assertThat(search(5, 0.9, 0.7, 0.6, 0.1)).isEqualTo("2");
        assertThat(heard).containsExactly(0, 1, 2);
    }

    @Test
    void where_nobody_speaks_the_first_window_decides() {
        assertThat(search(3, 0.9, 0.8, 0.95)).isEqualTo("0");
        assertThat(search(1, 0.9)).isEqualTo("0");
    }

    @Test
    void no_more_than_ten_windows_are_heard() {
        double[] silent = new double[50];
        Arrays.fill(silent, 1);
        assertThat(search(50, silent)).isEqualTo("0");
        assertThat(heard).hasSize(10);
    }

    @Test
    void only_candidates_are_detected() {
        Map<String, Double> probabilities = Map.of("de", 0.7, "fr", 0.25, "es", 0.05);
        LanguageDetection all = new LanguageDetection("de", probabilities, 0.1);
        assertThat(LanguageSearch.language(1, options("es", "fr"), i -> all))
                .isEqualTo(new SpokenLanguage("fr", OptionalDouble.of(0.25 / 0.3)));
        assertThat(LanguageSearch.language(1, options(), i -> all))
                .isEqualTo(new SpokenLanguage("de", OptionalDouble.of(0.7)));
        assertThat(LanguageSearch.language(1, options("xx"), i -> all))
                .isEqualTo(new SpokenLanguage("de", OptionalDouble.of(0.7)));
        assertThat(all.among(List.of("es", "fr")).probabilities().get("es")).isEqualTo(0.05 / 0.3);
    }

    private static TranscriptionOptions options(String... languages) {
        return TranscriptionOptions.builder().languages(List.of(languages)).build();
    }

    private String search(int windows, double... noSpeech) {
        heard.clear();
        return LanguageSearch.language(windows, TranscriptionOptions.DEFAULTS, i -> {
                    heard.add(i);
                    return new LanguageDetection(String.valueOf(i), Map.of(), noSpeech[i]);
                })
                .code();
    }
}
