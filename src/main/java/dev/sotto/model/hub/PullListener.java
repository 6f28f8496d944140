package dev.sotto.model.hub;

/** Follows a download, on the thread that runs it. */
public interface PullListener {
    void progressed(long bytesDone, long bytesTotal);

    /** Asked between blocks of bytes; true ends the download, keeping what is there for the next try. */
    default boolean isCancelled() {
        return false;
    }
}
