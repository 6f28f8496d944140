package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.whisper.LanguageDetection;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowLanguagesTest {
    /** Windows: a language, {@code ?} behind it if that is not clear, {@code -} behind it if nobody speaks. */
    @ParameterizedTest
    @CsvSource({
        "de de de, de:0-3",
        "en de de, en:0-1 de:1-3",
        "de en? de, de:0-3",
        "de en- de, de:0-3",
        "en? de de, de:0-3",
        "en- fr? de en, de:0-3 en:3-4",
        "en? fr?, en:0-2",
        "de en de, de:0-1 en:1-2 de:2-3",
    })
    void windows_that_do_not_say_clearly_are_in_the_language_beside_them(String windows, String runs) {
        String[] heard = windows.split(" ", -1);
        assertThat(WindowLanguages.of(heard.length, 0.6, i -> detection(heard[i])))
                .extracting(run -> "%s:%d-%d".formatted(run.language(), run.first(), run.end()))
                .containsExactly(runs.split(" ", -1));
    }

    private static LanguageDetection detection(String window) {
        String language = window.substring(0, 2);
        double probability = window.endsWith("?") ? 0.45 : 0.9;
        return new LanguageDetection(language, Map.of(language, probability), window.endsWith("-") ? 0.9 : 0.1);
    }
}
