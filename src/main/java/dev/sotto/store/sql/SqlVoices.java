package dev.sotto.store.sql;

import dev.sotto.job.port.VoiceStore;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Rows of the table {@code voice}; a vector is its numbers as floats of 4 bytes, the high one first. */
final class SqlVoices implements VoiceStore {
    private static final String ROWS =
            "SELECT id, name, vector, seconds, created_at FROM voice WHERE tenant = ? ORDER BY created_at, id";

    private final Database database;

    SqlVoices(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(String tenant, Voice voice, int max) {
        return database.write(c -> {
            long count = Sql.first(c, "SELECT COUNT(*) FROM voice WHERE tenant = ?", row -> row.getLong(1), tenant)
                    .orElseThrow();
            if (count >= max) {
                return false;
            }
            Sql.update(
                    c,
                    "INSERT INTO voice (id, tenant, name, vector, seconds, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                    voice.id(),
                    tenant,
                    voice.name(),
                    bytes(voice.vector()),
                    voice.seconds(),
                    voice.createdAt().toEpochMilli());
            return true;
        });
    }

    @Override
    public List<Voice> list(String tenant) {
        return database.read(c -> Sql.list(c, ROWS, SqlVoices::voice, tenant));
    }

    @Override
    public List<Voice> find(String tenant, Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Set<String> wanted = Set.copyOf(ids);
        return list(tenant).stream()
                .filter(voice -> wanted.contains(voice.id()))
                .toList();
    }

    @Override
    public boolean delete(String tenant, String id) {
        return database.write(c -> {
            Sql.update(
                    c,
                    "UPDATE voice SET name = '', vector = zeroblob(length(vector)) WHERE id = ? AND tenant = ?",
                    id,
                    tenant);
            return Sql.update(c, "DELETE FROM voice WHERE id = ? AND tenant = ?", id, tenant) == 1;
        });
    }

    private static Voice voice(ResultSet row) throws SQLException {
        return new Voice(
                row.getString(1),
                row.getString(2),
                vector(row.getBytes(3)),
                row.getDouble(4),
                Instant.ofEpochMilli(row.getLong(5)));
    }

    private static byte[] bytes(List<Double> vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.size() * Float.BYTES);
        vector.forEach(number -> bytes.putFloat(number.floatValue()));
        return bytes.array();
    }

    private static List<Double> vector(byte[] bytes) {
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        List<Double> vector = new ArrayList<>();
        while (numbers.remaining() >= Float.BYTES) {
            vector.add((double) numbers.getFloat());
        }
        return vector;
    }
}
