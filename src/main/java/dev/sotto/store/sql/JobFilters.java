package dev.sotto.store.sql;

import dev.sotto.job.port.JobFilter;
import dev.sotto.job.port.SearchWords;
import java.util.List;
import java.util.stream.Collectors;

/** A filter of jobs as conditions of a statement; its values are bound, never written. */
final class JobFilters {
    private JobFilters() {}

    static void append(JobFilter filter, StringBuilder where, List<Object> values) {
        if (!filter.states().isEmpty()) {
            where.append(" AND state IN (?")
                    .append(", ?".repeat(filter.states().size() - 1))
                    .append(')');
            filter.states().forEach(state -> values.add(state.wireName()));
        }
        // A summary is JSON on one line without blanks. Every database knows REPLACE and minds the case in it; in LIKE
        // some do not.
        filter.summary().forEach((name, text) -> {
            where.append(" AND REPLACE(summary, ?, '') <> summary");
            values.add("\"%s\":\"%s\"".formatted(name, json(text)));
        });
        filter.createdAfter().ifPresent(time -> {
            where.append(" AND created_at > ?");
            values.add(time.toEpochMilli());
        });
        filter.createdBefore().ifPresent(time -> {
            where.append(" AND created_at < ?");
            values.add(time.toEpochMilli());
        });
        filter.tags().forEach(tag -> {
            where.append(" AND EXISTS (SELECT 1 FROM job_tag WHERE job_id = job.id AND tag = ?)");
            values.add(tag);
        });
        filter.search().ifPresent(search -> append(search, where, values));
    }

    /** A title that has all of it, or a text that has each word. */
    private static void append(SearchWords search, StringBuilder where, List<Object> values) {
        where.append(
                " AND (EXISTS (SELECT 1 FROM job_title WHERE job_id = job.id AND REPLACE(folded, ?, '') <> folded)");
        values.add(search.title());
        if (!search.words().isEmpty()) {
            where.append(" OR id IN (SELECT t.job_id FROM transcript_words JOIN transcript_text t"
                    + " ON t.id = transcript_words.rowid WHERE transcript_words MATCH ?)");
            values.add(match(search));
        }
        where.append(')');
    }

    /** In the language of the index: each word in quotation marks, so nothing in it is a command, and from its beginning. */
    static String match(SearchWords search) {
        return search.words().stream().map("\"%s\" *"::formatted).collect(Collectors.joining(" "));
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
