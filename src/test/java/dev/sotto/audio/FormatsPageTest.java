package dev.sotto.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FormatsPageTest {
    private static final Pattern NAME = Pattern.compile("`([a-z0-9_]+)`");

    @Test
    void page_lists_every_format_and_coding_that_is_taken_and_no_other() throws IOException {
        assertThat(names("## Kinds of files")).containsExactlyInAnyOrderElementsOf(AllowedFormats.DEMUXERS);
        assertThat(names("## Codings of sound")).containsExactlyInAnyOrderElementsOf(AllowedFormats.DECODERS);
    }

    @Test
    void no_format_opens_what_a_file_names() {
        assertThat(AllowedFormats.DEMUXERS)
                .doesNotContain(
                        "hls",
                        "dash",
                        "concat",
                        "sdp",
                        "rtsp",
                        "rtp",
                        "sap",
                        "image2",
                        "imf",
                        "lavfi",
                        "webm_dash_manifest")
                .noneMatch(name -> name.endsWith("_pipe"));
    }

    /** In the rows of the table below a heading. */
    private static List<String> names(String heading) throws IOException {
        String page = Files.readString(Path.of("src/docs/formats.md"));
        String section = page.substring(page.indexOf(heading) + heading.length());
        String table = section.substring(section.indexOf("\n|"), section.indexOf("\n\n", section.indexOf("\n|")));
        return NAME.matcher(table)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
