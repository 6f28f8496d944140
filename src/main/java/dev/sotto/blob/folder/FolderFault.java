package dev.sotto.blob.folder;

import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import java.io.IOException;

/** What a disk says of recordings, as a fault of the store. No message names the machine's path to them. */
final class FolderFault {
    private FolderFault() {}

    /** @param what could not be done, as "The server could not ..." goes on */
    static StoreException ofFile(String what, IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("No space left") || reason.contains("quota exceeded")) {
            return new StoreException(
                    StoreError.FULL, "The disk has no space left to %s; free some and try again.".formatted(what), e);
        }
        return new StoreException(
                StoreError.UNAVAILABLE,
                "The server could not %s (%s); check the data folder."
                        .formatted(what, e.getClass().getSimpleName()),
                e);
    }
}
