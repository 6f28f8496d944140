package dev.sotto.store.sql;

import dev.sotto.job.StartClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** The last time that the store has seen, and what follows from it at a start. */
final class ClockRows {
    /** How much of a set-back clock may stay unseen; a write for each second would wear disks out. */
    private static final Duration EVERY = Duration.ofMinutes(1);

    private ClockRows() {}

    /** To be called once, before anything else is done to jobs; moves what is still to come if the clock was set back. */
    static StartClock atStart(Connection c, Instant now) throws SQLException {
        long seen = Sql.number(
                c, "SELECT MAX(seen_at, COALESCE((SELECT MAX(created_at) FROM job), 0)) FROM store_clock WHERE id = 1");
        StartClock clock = new StartClock(seen == 0 ? now : Instant.ofEpochMilli(seen), now);
        long back = clock.setBack().toMillis();
        if (back > 0) {
            moveBack(c, back);
        }
        Sql.update(c, "UPDATE store_clock SET seen_at = ? WHERE id = 1", now.toEpochMilli());
        return clock;
    }

    private static void moveBack(Connection c, long back) throws SQLException {
        Sql.update(
                c,
                "UPDATE job SET created_at = created_at - ?, due_at = due_at - ?, expires_at = expires_at - ?"
                        + " WHERE state IN ('queued', 'running')",
                back,
                back,
                back);
        Sql.update(c, "UPDATE job SET purge_at = purge_at - ? WHERE purge_at IS NOT NULL", back);
        Sql.update(c, "UPDATE idempotency SET expires_at = expires_at - ?", back);
        Sql.update(c, "UPDATE webhook_delivery SET due_at = due_at - ? WHERE state = 'pending'", back);
    }

    static void seen(Connection c, Instant now) throws SQLException {
        long millis = now.toEpochMilli();
        Sql.update(
                c,
                "UPDATE store_clock SET seen_at = ? WHERE id = 1 AND seen_at <= ?",
                millis,
                millis - EVERY.toMillis());
    }
}
