package dev.sotto.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A text with times, as JSON. */
class AlignedJsonTest {
    @Test
    void each_word_has_its_score_and_one_that_is_not_said_has_no_time() {
        Segment segment = new Segment(
                0,
                0,
                0.5,
                1.25,
                "Hello  there\n",
                List.of(),
                0,
                -0.1,
                1,
                0,
                List.of(new Word("Hello", 0.5, 1.25, 0.98765), Word.absent("  there\n", 1.25)));
        Transcript transcript = new Transcript(Task.TRANSCRIBE, "en", 2, "Hello  there\n", List.of(segment));
        assertThat(TranscriptFormat.ALIGNED_JSON.write(transcript))
                .isEqualTo("{\"language\":\"english\",\"duration\":2.0,\"text\":\"Hello  there\\n\",\"segments\":["
                        + "{\"id\":0,\"start\":0.5,\"end\":1.25,\"text\":\"Hello  there\\n\",\"words\":["
                        + "{\"word\":\"Hello\",\"start\":0.5,\"end\":1.25,\"score\":0.988,\"absent\":false},"
                        + "{\"word\":\"there\",\"start\":null,\"end\":null,\"score\":0.0,\"absent\":true}]}],"
                        + "\"usage\":{\"type\":\"duration\",\"seconds\":2}}");
    }

    @Test
    void verbose_json_marks_a_word_that_is_not_said_and_no_other() {
        Segment segment = new Segment(
                0,
                0,
                0.5,
                1.25,
                "Hello there",
                List.of(),
                0,
                -0.1,
                1,
                0,
                List.of(new Word("Hello", 0.5, 1.25, 0.98765), Word.absent(" there", 1.25)));
        Transcript transcript = new Transcript(Task.TRANSCRIBE, "en", 2, "Hello there", List.of(segment));
        assertThat(TranscriptFormat.VERBOSE_JSON.write(transcript))
                .contains("{\"word\":\"Hello\",\"start\":0.5,\"end\":1.25}")
                .contains("{\"word\":\"there\",\"start\":1.25,\"end\":1.25,\"absent\":true}");
    }
}
