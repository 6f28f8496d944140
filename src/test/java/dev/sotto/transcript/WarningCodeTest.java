package dev.sotto.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.api.http.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WarningCodeTest {
    private static final List<String> CODES =
            Arrays.stream(WarningCode.values()).map(WarningCode::wireName).toList();

    @Test
    void the_documentation_and_the_contract_list_every_code_and_no_other() throws IOException {
        String page = Files.readString(Path.of("src/docs/transcripts.md"));
        String section = page.substring(page.indexOf("## Warnings"));
        String table = section.substring(0, section.indexOf("\n\n", section.indexOf("|---|")));
        assertThat(Pattern.compile("(?m)^\\| `([a-z_]+)` \\|").matcher(table).results())
                .extracting(MatchResult::group)
                .extracting(row -> row.substring(3, row.length() - 3))
                .containsExactlyElementsOf(CODES);
        assertThat(Contract.of(Contract.SOTTO)
                        .json()
                        .getJsonObject("components")
                        .getJsonObject("schemas")
                        .getJsonObject("Warning")
                        .getJsonObject("properties")
                        .getJsonObject("code")
                        .getJsonArray("enum")
                        .stream()
                        .toList())
                .isEqualTo(CODES);
    }

    @Test
    void a_code_of_a_newer_version_is_other() {
        assertThat(WarningCode.named("cut_off")).isEqualTo(WarningCode.CUT_OFF);
        assertThat(WarningCode.named("of_tomorrow")).isEqualTo(WarningCode.OTHER);
    }
}
