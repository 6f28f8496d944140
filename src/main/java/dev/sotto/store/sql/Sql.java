package dev.sotto.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements with bound values. Nothing that came from outside is ever part of a statement's text. */
public final class Sql {
    /** What is done with an open connection, inside a transaction where it writes. */
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** One row as a value. */
    public interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private Sql() {}

    /** For pragmas and whole scripts; takes no values. */
    public static void run(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /** Rows changed. */
    public static int update(Connection connection, String text, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, text, values)) {
            return statement.executeUpdate();
        }
    }

    public static <T> List<T> list(Connection connection, String text, Mapper<T> mapper, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, text, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(mapper.map(rows));
            }
            return found;
        }
    }

    public static <T> Optional<T> first(
            Connection connection, String text, Mapper<T> mapper, @Nullable Object... values) throws SQLException {
        return list(connection, text, mapper, values).stream().findFirst();
    }

    public static boolean exists(Connection connection, String text, @Nullable Object... values) throws SQLException {
        return first(connection, text, row -> true, values).isPresent();
    }

    /** For statements that always give one row. */
    public static long number(Connection connection, String text, @Nullable Object... values) throws SQLException {
        return first(connection, text, row -> row.getLong(1), values).orElse(0L);
    }

    private static PreparedStatement prepare(Connection connection, String text, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
