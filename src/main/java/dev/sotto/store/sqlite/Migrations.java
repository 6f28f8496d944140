package dev.sotto.store.sqlite;

import dev.sotto.digest.Sha256;
import dev.sotto.store.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables, made step by step. Steps are files {@code NNNN-name.sql} beside {@link Sql}; one that was released is never
 * changed, since its checksum is stored with the data.
 */
final class Migrations {
    private static final List<String> NAMES = List.of(
            "0001-jobs",
            "0002-webhooks",
            "0003-keys",
            "0004-classes",
            "0005-words",
            "0006-speakers",
            "0007-bounds",
            "0008-owners",
            "0009-clock",
            "0010-webhook-bodies",
            "0011-voices",
            "0012-edits",
            "0013-library",
            "0014-shares");

    /** One step; {@code version} counts from 1. */
    record Step(int version, String name, String script, String checksum) {}

    private record Applied(long version, String checksum) {}

    private final List<Step> steps;

    Migrations(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    static Migrations bundled() {
        List<Step> steps = new ArrayList<>();
        for (String name : NAMES) {
            String script = read(name + ".sql");
            steps.add(new Step(steps.size() + 1, name, script, checksum(script)));
        }
        return new Migrations(steps);
    }

    List<Step> steps() {
        return steps;
    }

    /** Changes nothing; refuses data that these steps did not make, or that need further ones. */
    void check(Connection connection, Path file) throws SQLException {
        for (Applied applied : applied(connection)) {
            if (applied.version() > steps.size()) {
                throw StoreFault.newer(file, newest(connection), steps.size());
            }
            Step step = steps.get((int) applied.version() - 1);
            if (!step.checksum().equals(applied.checksum())) {
                throw StoreFault.foreign(
                        file, "has tables that step %s of this Sotto did not make".formatted(step.name()));
            }
        }
    }

    /** Refuses, beside {@link #check}, data that lack steps: making them is for whoever has the folder. */
    void checkComplete(Connection connection, Path file) throws SQLException {
        check(connection, file);
        if (applied(connection).size() < steps.size()) {
            throw StoreFault.inUseByOlder(file);
        }
    }

    /** Each step that is missing, in a transaction of its own. */
    void apply(Connection connection, long nowMillis) throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL,"
                        + " checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)");
        long done = newest(connection);
        for (Step step : steps) {
            if (step.version() > done) {
                apply(connection, step, nowMillis);
            }
        }
    }

    private static void apply(Connection connection, Step step, long nowMillis) throws SQLException {
        Sql.run(connection, "BEGIN IMMEDIATE");
        try {
            for (String statement : statements(step.script())) {
                Sql.run(connection, statement);
            }
            Sql.update(
                    connection,
                    "INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
                    step.version(),
                    step.name(),
                    step.checksum(),
                    nowMillis);
            Sql.run(connection, "COMMIT");
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            Sql.run(connection, "ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static List<Applied> applied(Connection connection) throws SQLException {
        if (!Sql.exists(connection, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'")) {
            return List.of();
        }
        return Sql.list(
                connection,
                "SELECT version, checksum FROM schema_version ORDER BY version",
                row -> new Applied(row.getLong(1), row.getString(2)));
    }

    private static long newest(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT COALESCE(MAX(version), 0) FROM schema_version");
    }

    /** A statement ends with a semicolon at the end of a line. */
    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        for (String statement : script.split(";[ \\t]*\\n")) {
            if (!statement.isBlank()) {
                statements.add(statement);
            }
        }
        return statements;
    }

    static String checksum(String script) {
        return Sha256.hexOf(script);
    }

    private static String read(String name) {
        try (InputStream script = Sql.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read from the program", e);
        }
    }
}
