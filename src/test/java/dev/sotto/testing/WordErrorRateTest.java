package dev.sotto.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordErrorRateTest {
    /** The reference values are rounded to four digits. */
    private static final double ROUNDING = 0.5e-4 + 1e-12;

    @ParameterizedTest
    @CsvSource({
        "the cat sat, The cat sat., 0",
        "the cat sat, the bat sat, 0.33333333",
        "the cat sat, the sat, 0.33333333",
        "the cat sat, the big cat sat, 0.33333333",
        "the cat sat, cat the sat, 0.66666667",
        "the cat sat, '', 1",
        "hello, one two three, 3",
        "twenty-one, twenty one, 0",
        "don't, dont, 1"
    })
    void words_changed_added_and_left_out_are_counted(String said, String transcript, double expected) {
        assertThat(WordErrorRate.of(said, transcript, "en")).isEqualTo(expected, within(1e-8));
    }

    @Test
    void chinese_and_japanese_are_counted_by_characters() {
        assertThat(WordErrorRate.of("\u4f60\u597d\u4e16\u754c", "\u4f60\u597d\uff0c\u4e16\u4eba", "zh"))
                .isEqualTo(0.25);
        assertThat(WordErrorRate.units("\u65e5 \u672c\u3002", "ja")).containsExactly("\u65e5", "\u672c");
    }

    @Test
    void punctuation_separates_and_the_straight_apostrophe_does_not() {
        assertThat(WordErrorRate.units("\u00abC'est l\u00c9T\u00c9\u00bb_1 \u2014 2.5!", "fr"))
                .containsExactly("c'est", "l\u00e9t\u00e9", "1", "2", "5");
        assertThat(WordErrorRate.units(" .,! ", "en")).isEqualTo(List.of());
    }

    @Test
    void rate_over_nothing_said_is_a_programming_error() {
        assertThatThrownBy(() -> WordErrorRate.of("...", "noise", "en"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing was said, so no error rate is defined");
    }

    @Test
    void texts_of_the_reference_have_the_error_rates_beside_them() throws IOException {
        Path audio = SharedFolder.require("audio");
        int compared = 0;
        for (Path file : goldenFiles()) {
            JsonNode golden = new ObjectMapper().readTree(file.toFile());
            if (golden.path("error_rate").isNumber()) {
                SpokenText spoken = spoken(audio, golden.path("audio").asText()).orElseThrow();
                assertThat(WordErrorRate.of(spoken.text(), golden.path("text").asText(), spoken.language()))
                        .as(file.getFileName().toString())
                        .isEqualTo(golden.path("error_rate").asDouble(), within(ROUNDING));
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(97);
    }

    private static List<Path> goldenFiles() throws IOException {
        try (Stream<Path> files = Files.list(SharedFolder.require("golden", "transcribe"))) {
            return files.sorted().toList();
        }
    }

    private static Optional<SpokenText> spoken(Path audio, String name) throws IOException {
        Path recording = audio.resolve(name);
        return SpokenText.of(
                Files.exists(recording) ? recording : audio.resolve("real").resolve(name));
    }
}
