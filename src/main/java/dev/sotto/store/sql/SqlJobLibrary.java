package dev.sotto.store.sql;

import dev.sotto.job.JobId;
import dev.sotto.job.port.JobLibrary;
import dev.sotto.job.port.SearchWords;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows of the tables {@code job_title}, {@code job_tag} and {@code transcript_text}, and the index {@code transcript_words}. */
final class SqlJobLibrary implements JobLibrary {
    private static final String OWN = "SELECT id FROM job WHERE tenant = ?";
    private static final String UNINDEXED = """
        SELECT id FROM job WHERE tenant = ? AND EXISTS (SELECT 1 FROM job_result WHERE job_id = job.id)
        AND COALESCE((SELECT version FROM transcript_text t WHERE t.job_id = job.id), -1)
        < COALESCE((SELECT MAX(version) FROM transcript_edit e WHERE e.job_id = job.id), 0)
        ORDER BY created_at DESC, id DESC LIMIT ?\
        """;

    private final Database database;

    SqlJobLibrary(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Labels> label(String tenant, JobId id, LabelChange change) {
        return database.write(c -> {
            if (!isThere(c, tenant, id)) {
                return Optional.<Labels>empty();
            }
            if (change.title().isPresent()) {
                setTitle(c, id, change.title().get());
            }
            if (change.tags().isPresent()) {
                Sql.update(c, "DELETE FROM job_tag WHERE job_id = ?", id.value());
                for (String tag : new HashSet<>(change.tags().get())) {
                    Sql.update(c, "INSERT INTO job_tag (job_id, tag) VALUES (?, ?)", id.value(), tag);
                }
            }
            return Optional.of(labels(c, tenant, Set.of(id)).getOrDefault(id, Labels.NONE));
        });
    }

    private static boolean isThere(Connection c, String tenant, JobId id) throws SQLException {
        return Sql.exists(c, "SELECT 1 FROM job WHERE id = ? AND tenant = ?", id.value(), tenant);
    }

    private static void setTitle(Connection c, JobId id, String title) throws SQLException {
        Sql.update(c, "DELETE FROM job_title WHERE job_id = ?", id.value());
        if (!title.isEmpty()) {
            Sql.update(
                    c,
                    "INSERT INTO job_title (job_id, title, folded) VALUES (?, ?, ?)",
                    id.value(),
                    title,
                    SearchWords.folded(title));
        }
    }

    @Override
    public Map<JobId, Labels> labels(String tenant, Collection<JobId> ids) {
        return database.read(c -> labels(c, tenant, ids));
    }

    private static Map<JobId, Labels> labels(Connection c, String tenant, Collection<JobId> ids) throws SQLException {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<JobId, String> titles = new HashMap<>();
        Map<JobId, List<String>> tags = new HashMap<>();
        record Row(JobId job, String text) {}
        Sql.Mapper<Row> mapper = row -> new Row(new JobId(row.getString(1)), row.getString(2));
        Object[] values = values(ids, tenant);
        Sql.list(c, "SELECT job_id, title FROM job_title WHERE " + among(ids), mapper, values)
                .forEach(row -> titles.put(row.job(), row.text()));
        Sql.list(c, "SELECT job_id, tag FROM job_tag WHERE " + among(ids) + " ORDER BY tag", mapper, values)
                .forEach(row -> tags.computeIfAbsent(row.job(), job -> new ArrayList<>())
                        .add(row.text()));
        Set<JobId> labelled = new HashSet<>(titles.keySet());
        labelled.addAll(tags.keySet());
        Map<JobId, Labels> labels = new HashMap<>();
        labelled.forEach(
                job -> labels.put(job, new Labels(titles.getOrDefault(job, ""), tags.getOrDefault(job, List.of()))));
        return labels;
    }

    /** The caller's own of these; the tenant is the last value. */
    private static String among(Collection<JobId> ids) {
        return "job_id IN (%s) AND job_id IN (%s)"
                .formatted(", ?".repeat(ids.size()).replaceFirst("^, ", ""), OWN);
    }

    private static Object[] values(Collection<JobId> ids, Object... others) {
        List<Object> values = new ArrayList<>();
        ids.forEach(id -> values.add(id.value()));
        values.addAll(List.of(others));
        return values.toArray();
    }

    @Override
    public List<TagUse> tags(String tenant, int limit) {
        return database.read(c -> Sql.list(
                c,
                "SELECT tag, COUNT(*) FROM job_tag WHERE job_id IN (" + OWN + ") GROUP BY tag ORDER BY tag LIMIT ?",
                row -> new TagUse(row.getString(1), row.getInt(2)),
                tenant,
                limit));
    }

    @Override
    public List<JobId> unindexed(String tenant, int limit) {
        return database.read(c -> Sql.list(c, UNINDEXED, row -> new JobId(row.getString(1)), tenant, limit));
    }

    @Override
    public void index(String tenant, JobId id, int version, String text) {
        database.write(c -> {
            boolean isKnown = Sql.exists(
                    c, "SELECT 1 FROM transcript_text WHERE job_id = ? AND version >= ?", id.value(), version);
            if (isKnown || !isThere(c, tenant, id)) {
                return false;
            }
            Sql.update(c, "DELETE FROM transcript_text WHERE job_id = ?", id.value());
            Sql.update(c, "INSERT INTO transcript_text (job_id, version) VALUES (?, ?)", id.value(), version);
            Sql.update(
                    c,
                    "INSERT INTO transcript_words (rowid, content) SELECT id, ? FROM transcript_text WHERE job_id = ?",
                    text,
                    id.value());
            return true;
        });
    }

    @Override
    public Map<JobId, String> excerpts(String tenant, SearchWords words, Collection<JobId> ids) {
        if (words.words().isEmpty() || ids.isEmpty()) {
            return Map.of();
        }
        record Found(JobId job, String excerpt) {}
        List<Object> values = new ArrayList<>(List.of(JobFilters.match(words)));
        values.addAll(List.of(values(ids, tenant)));
        Map<JobId, String> excerpts = new HashMap<>();
        database.read(c -> Sql.list(
                        c,
                        "SELECT job_id, snippet(transcript_words, 0, '', '', '…', 20) FROM transcript_words"
                                + " JOIN transcript_text ON id = transcript_words.rowid"
                                + " WHERE transcript_words MATCH ? AND " + among(ids),
                        row -> new Found(new JobId(row.getString(1)), SearchWords.readable(row.getString(2))),
                        values.toArray()))
                .forEach(found -> excerpts.put(found.job(), found.excerpt()));
        return excerpts;
    }
}
