package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JobTransitionsTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `(\\w+)` \\| `(\\w+)` \\| `(\\w+)` \\|", Pattern.MULTILINE);

    @Test
    void the_page_about_jobs_shows_exactly_this_table() throws IOException {
        Set<String> written = new TreeSet<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("src/docs/jobs.md")));
        while (rows.find()) {
            written.add("%s %s %s".formatted(rows.group(1), rows.group(2), rows.group(3)));
        }
        Set<String> table = new TreeSet<>();
        JobTransitions.TABLE.forEach((from, row) ->
                row.forEach((event, to) -> table.add("%s %s %s".formatted(from.wireName(), event, to.wireName()))));
        assertThat(written).isEqualTo(table);
    }

    @Test
    void nothing_follows_success_or_cancellation() {
        assertThat(JobTransitions.TABLE.get(JobState.SUCCEEDED)).isEmpty();
        assertThat(JobTransitions.TABLE.get(JobState.CANCELLED)).isEmpty();
    }

    @Test
    void only_a_running_job_succeeds() {
        for (JobState state : JobState.values()) {
            assertThat(JobTransitions.after(state, JobEvent.SUCCEED).isPresent())
                    .as(state.name())
                    .isEqualTo(state == JobState.RUNNING);
        }
    }

    @Test
    void what_the_table_lacks_is_a_programming_error() {
        assertThatThrownBy(() -> JobTransitions.require(JobState.SUCCEEDED, JobEvent.CANCEL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("CANCEL cannot happen to a SUCCEEDED job");
    }
}
