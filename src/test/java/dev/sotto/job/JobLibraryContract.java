package dev.sotto.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.job.port.JobFilter;
import dev.sotto.job.port.JobLibrary.LabelChange;
import dev.sotto.job.port.JobLibrary.Labels;
import dev.sotto.job.port.JobLibrary.TagUse;
import dev.sotto.job.port.JobQuery;
import dev.sotto.job.port.SearchWords;
import dev.sotto.job.port.TranscriptEdits.Edit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels and the index of words are on disk, their owner's alone, and go with the job. */
public abstract class JobLibraryContract extends JobStoreContract {
    private static LabelChange labels(String title, String... tags) {
        return new LabelChange(Optional.of(title), Optional.of(List.of(tags)));
    }

    protected Job succeeded(Tenant tenant, String text) {
        Job job = submit(tenant);
        store.queue().succeed(claim().lease(), "result");
        index(job, 0, text);
        return job;
    }

    protected void delete(Job job) {
        store.tenantJobs().delete(job.tenant(), job.id());
    }

    private void index(Job job, int version, String text) {
        store.library().index(job.tenant(), job.id(), version, SearchWords.indexed(text));
    }

    private List<JobId> found(String tenant, String search, String... tags) {
        Optional<SearchWords> words = search.isEmpty() ? Optional.empty() : Optional.of(SearchWords.of(search));
        JobFilter filter = new JobFilter(Set.of(), Map.of(), Optional.empty(), Optional.empty(), Set.of(tags), words);
        return store.tenantJobs().list(new JobQuery(tenant, filter, Optional.empty(), 10)).stream()
                .map(Job::id)
                .toList();
    }

    @Test
    void labels_outlive_a_crash_and_each_changes_alone() {
        Job job = submit(ANN);
        assertThat(store.library().label("ann", job.id(), labels("Interview", "b", "a", "b")))
                .contains(new Labels("Interview", List.of("a", "b")));
        crashAndReopen();
        assertThat(store.library().labels("ann", List.of(job.id())))
                .containsExactly(Map.entry(job.id(), new Labels("Interview", List.of("a", "b"))));
        var onlyTags = new LabelChange(Optional.empty(), Optional.of(List.of("c")));
        assertThat(store.library().label("ann", job.id(), onlyTags)).contains(new Labels("Interview", List.of("c")));
        var noTitle = new LabelChange(Optional.of(""), Optional.empty());
        assertThat(store.library().label("ann", job.id(), noTitle)).contains(new Labels("", List.of("c")));
        assertThat(store.library().label("ann", job.id(), labels(""))).contains(Labels.NONE);
        assertThat(store.library().labels("ann", List.of(job.id()))).isEmpty();
        assertThat(store.library().labels("ann", List.of())).isEmpty();
    }

    @Test
    void another_s_labels_and_texts_are_neither_seen_nor_changed_nor_found() {
        Job job = succeeded(ANN, "It rained all day.");
        store.library().label("ann", job.id(), labels("Interview", "work"));
        assertThat(store.library().label("bob", job.id(), labels("Mine"))).isEmpty();
        assertThat(store.library().labels("bob", List.of(job.id()))).isEmpty();
        assertThat(store.library().tags("bob", 9)).isEmpty();
        assertThat(found("bob", "rained")).isEmpty();
        assertThat(found("bob", "interview")).isEmpty();
        assertThat(store.library().excerpts("bob", SearchWords.of("rained"), List.of(job.id())))
                .isEmpty();
        store.library().index("bob", job.id(), 5, "snow");
        assertThat(found("ann", "snow")).isEmpty();
        assertThat(store.library().unindexed("bob", 9)).isEmpty();
    }

    @Test
    void jobs_are_found_by_all_of_their_tags() {
        Job both = submit(ANN);
        Job one = submit(ANN);
        store.library().label("ann", both.id(), labels("", "work", "2026"));
        store.library().label("ann", one.id(), labels("", "work"));
        assertThat(found("ann", "", "work")).containsExactlyInAnyOrder(both.id(), one.id());
        assertThat(found("ann", "", "work", "2026")).containsExactly(both.id());
        assertThat(found("ann", "", "wor")).isEmpty();
        assertThat(store.library().tags("ann", 9)).containsExactly(new TagUse("2026", 1), new TagUse("work", 2));
        assertThat(store.library().tags("ann", 1)).containsExactly(new TagUse("2026", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rained",
                "RAIN",
                "day rained",
                "cafe",
                "“rained”",
                "all-day",
                "会议",
                "天的",
                "interview",
                "VIEW 03",
                "anna's"
            })
    void jobs_are_found_by_a_part_of_the_title_or_by_all_words_of_the_text(String search) {
        Job job = succeeded(ANN, "It rained all day at Anna's café. 今天的会议");
        succeeded(ANN, "Nothing.");
        store.library().label("ann", job.id(), labels("Interview 03"));
        assertThat(found("ann", search)).containsExactly(job.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rained snow",
                "ained",
                "rained NOT day",
                "-",
                "\"",
                "* OR a",
                "天今",
                "content:rained",
                "rain* NEAR day"
            })
    void nothing_else_is_found_and_no_sign_is_a_command(String search) {
        succeeded(ANN, "It rained all day. 今天的会议");
        assertThat(found("ann", search)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rained, true", "absent, false"})
    void the_place_that_has_the_words_is_shown(String search, boolean isThere) {
        Job job = succeeded(ANN, "begin " + "word ".repeat(100) + "it rained " + "more ".repeat(100));
        Map<JobId, String> excerpts = store.library().excerpts("ann", SearchWords.of(search), List.of(job.id()));
        assertThat(excerpts.containsKey(job.id())).isEqualTo(isThere);
        excerpts.values().forEach(excerpt -> assertThat(excerpt)
                .contains("it rained")
                .doesNotContain("begin")
                .hasSizeLessThan(200));
    }

    @Test
    void what_was_edited_since_is_to_be_indexed_and_a_newer_version_takes_the_place_of_an_older_one() {
        Job job = submit(ANN);
        assertThat(store.library().unindexed("ann", 9)).isEmpty();
        store.queue().succeed(claim().lease(), "result");
        assertThat(store.library().unindexed("ann", 9)).containsExactly(job.id());
        index(job, 0, "rain");
        assertThat(store.library().unindexed("ann", 9)).isEmpty();
        store.edits().append("ann", job.id(), List.of(new Edit(1, "a", "edit", Instant.EPOCH)));
        assertThat(store.library().unindexed("ann", 9)).containsExactly(job.id());
        index(job, 1, "snow");
        index(job, 0, "rain");
        assertThat(store.library().unindexed("ann", 9)).isEmpty();
        assertThat(found("ann", "snow")).containsExactly(job.id());
        assertThat(found("ann", "rain")).isEmpty();
    }

    @Test
    void labels_and_words_are_gone_with_the_job() {
        Job job = succeeded(ANN, "rain");
        store.library().label("ann", job.id(), labels("Interview", "work"));
        delete(job);
        assertThat(store.library().tags("ann", 9)).isEmpty();
        assertThat(found("ann", "rain")).isEmpty();
        assertThat(store.library().label("ann", job.id(), labels("Again"))).isEmpty();
        index(job, 1, "rain");
        assertThat(store.library().excerpts("ann", SearchWords.of("rain"), List.of(job.id())))
                .isEmpty();
    }
}
