package dev.sotto.job.port;

import java.nio.file.Path;

/** A recording as a file on this machine, there and unchanged until this is closed. Whoever gets one closes it, on every path. */
public interface LocalFile extends AutoCloseable {
    /** Not to be changed, moved or deleted by whoever reads it. */
    Path path();

    /** May block on the disk; closing again does nothing. */
    @Override
    void close();
}
