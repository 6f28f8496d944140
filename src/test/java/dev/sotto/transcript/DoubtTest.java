package dev.sotto.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DoubtTest {
    @Test
    void each_doubt_has_its_limit_and_a_sure_segment_has_none() {
        assertThat(Doubt.of(segment(0, -0.3, 1.5, 0.9))).isEmpty();
        assertThat(Doubt.of(segment(0.4, -0.99, 2.4, 0.6))).isEmpty();
        assertThat(Doubt.of(segment(0, -1.01, 1.5, 0.1))).containsExactly(Doubt.IMPROBABLE);
        assertThat(Doubt.of(segment(0, -0.3, 2.41, 0.1))).containsExactly(Doubt.REPETITIVE);
        assertThat(Doubt.of(segment(0, -0.8, 1.5, 0.61))).containsExactly(Doubt.SILENT);
        assertThat(Doubt.of(segment(0.6, -0.3, 1.5, 0.1))).containsExactly(Doubt.DRAWN);
        assertThat(Doubt.of(segment(1, -1.5, 3, 0.9))).containsExactly(Doubt.values());
    }

    @Test
    void the_documentation_lists_every_doubt_and_no_other() throws IOException {
        String page = Files.readString(Path.of("src/docs/transcripts.md"));
        String section = page.substring(page.indexOf("## Quality"), page.indexOf("## Warnings"));
        assertThat(Pattern.compile("(?m)^\\| `([a-z_]+)` \\|").matcher(section).results())
                .extracting((MatchResult row) -> row.group(1))
                .containsExactlyElementsOf(
                        Arrays.stream(Doubt.values()).map(Doubt::wireName).toList());
    }

    private static Segment segment(double temperature, double logProbability, double ratio, double noSpeech) {
        return new Segment(0, 0, 0, 1, " Text.", List.of(), temperature, logProbability, ratio, noSpeech, List.of());
    }
}
