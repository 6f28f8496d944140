package dev.sotto.model.hub;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a download may write: never into the reserve of the disk, whatever the hub promised. */
final class DiskRoom {
    /** Tells what may still be written to the disk of a folder, in bytes. */
    interface Free {
        Free OF_DISK = folder -> Files.getFileStore(folder).getUsableSpace();

        long bytes(Path folder) throws IOException;
    }

    private final String repository;
    private final Path folder;
    private final long reserveBytes;
    private final Free free;

    DiskRoom(String repository, Path folder, long reserveBytes, Free free) {
        this.repository = repository;
        this.folder = folder;
        this.reserveBytes = reserveBytes;
        this.free = free;
    }

    /** @throws ModelException if so many more bytes would not leave the reserve free */
    void require(long bytes) throws IOException {
        long now = free.bytes(folder);
        if (bytes > now - reserveBytes) {
            throw new ModelException(
                    ModelError.DISK_FULL,
                    "%s: needs %d bytes and %d to spare, but the disk has %d; make room or choose another folder"
                            .formatted(repository, bytes, reserveBytes, now));
        }
    }

    /** Of a write that the disk refused. */
    ModelException full(IOException cause) {
        return new ModelException(
                ModelError.DISK_FULL,
                "%s: cannot be written (%s); make room or choose another folder"
                        .formatted(repository, cause.getClass().getSimpleName()),
                cause);
    }
}
