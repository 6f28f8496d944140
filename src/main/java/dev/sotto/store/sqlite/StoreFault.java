package dev.sotto.store.sqlite;

import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Each message about the store, once. Files are named without the machine's path to them. */
final class StoreFault {
    private StoreFault() {}

    static StoreException of(SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return new StoreException(StoreError.FULL, "The job store has no space left; free some and try again.", e);
        }
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return new StoreException(StoreError.BUSY, "The job store is locked by another program; try again.", e);
        }
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return new StoreException(
                    StoreError.DAMAGED, "The job store is damaged; stop the server and restore a backup.", e);
        }
        return new StoreException(
                StoreError.UNAVAILABLE,
                "The job store could not be read or written (%s).".formatted(String.valueOf(e.getMessage())),
                e);
    }

    static StoreException damaged(Path file, String seen) {
        return new StoreException(
                StoreError.DAMAGED,
                "%s is damaged (%s). It was left as it is; move it aside and restore a backup, or start with an empty folder."
                        .formatted(file.getFileName(), seen));
    }

    static StoreException foreign(Path file, String seen) {
        return new StoreException(
                StoreError.FOREIGN,
                "%s %s. It was left as it is; name another folder, or move it aside."
                        .formatted(file.getFileName(), seen));
    }

    static StoreException noFile(Path name, String seen) {
        return new StoreException(
                StoreError.FOREIGN,
                "%s is no file but %s. It was left as it is; move it aside, or name another folder."
                        .formatted(name.getFileName(), seen));
    }

    static StoreException newer(Path file, long version, int known) {
        return new StoreException(
                StoreError.NEWER,
                "%s was written by a newer Sotto (version %d of its tables, this one knows %d). It was left as it is; start the newer Sotto."
                        .formatted(file.getFileName(), version, known));
    }

    static StoreException inUse(Path lock, String owner) {
        return new StoreException(
                StoreError.IN_USE,
                "The data folder is in use by process %s (%s is locked); stop that server or name another folder."
                        .formatted(owner, lock.getFileName()));
    }

    static StoreException inUseByOlder(Path file) {
        return new StoreException(
                StoreError.IN_USE,
                "%s is in use by a server of an older Sotto; restart that server with this one, or use the older command."
                        .formatted(file.getFileName()));
    }

    static StoreException unsupported(String seen) {
        return new StoreException(StoreError.UNSUPPORTED, seen);
    }

    static StoreException unavailable(Path file, IOException e) {
        return new StoreException(
                StoreError.UNAVAILABLE,
                "%s cannot be read or written (%s); check the folder's owner and the disk."
                        .formatted(file.getFileName(), e.getClass().getSimpleName()),
                e);
    }

    static StoreException replaced(Path file) {
        return new StoreException(
                StoreError.REPLACED,
                "%s or its log was moved, deleted, replaced, cut off or written over while the server runs: what it took now would be gone after a restart, so it takes nothing. Stop the server; its log says what was kept, and what to do."
                        .formatted(file.getFileName()));
    }

    static StoreException logOfAnother(Path file, Path log, Path index) {
        return new StoreException(
                StoreError.REPLACED,
                "%2$s is the log of another %1$s than the one that is there, over which somebody wrote a copy. Nothing was changed. Delete %2$s and %3$s if the %1$s that is there is wanted; put the %1$s that the log belongs to back if not."
                        .formatted(file.getFileName(), log.getFileName(), index.getFileName()));
    }

    static StoreException rescued(Path file, Path rescued) {
        return new StoreException(
                StoreError.REPLACED,
                "%1$s was moved, deleted or replaced while a server ran, which kept all that it had acknowledged as %2$s. Delete %2$s if the %1$s that is there is wanted; delete %1$s if not: then %2$s is taken in its place."
                        .formatted(file.getFileName(), rescued.getFileName()));
    }

    static StoreException missing(Path file) {
        return new StoreException(
                StoreError.FOREIGN,
                "There is no %s in the data folder; check which folder the settings name."
                        .formatted(file.getFileName()));
    }

    static StoreException recordingLost(String job) {
        return new StoreException(
                StoreError.DAMAGED,
                "The recording of job %s, which waits or runs, is gone or damaged; cancel that job, then back up again."
                        .formatted(job));
    }

    static StoreException tooBusyToCopy() {
        return new StoreException(
                StoreError.BUSY, "Jobs came and ended faster than their recordings could be copied; try again.");
    }

    static StoreException busy() {
        return new StoreException(StoreError.BUSY, "The job store did not get to this in time; try again.");
    }

    static StoreException outcomeUnknown() {
        return new StoreException(
                StoreError.UNAVAILABLE,
                "The job store has not answered in time; it may still have done what was asked.");
    }

    static StoreException closed() {
        return new StoreException(StoreError.CLOSED, "The job store is closed.");
    }
}
