package dev.sotto.store.sql;

import dev.sotto.job.port.JobFilter;
import java.util.List;

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
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
