package dev.sotto.model.hub;

import java.util.List;
import java.util.Optional;

/**
 * What a repository holds.
 *
 * @param commit the revision's commit, so that all files come from one state
 * @param licence as the model's card states it
 */
public record HubListing(HubRepository repository, String commit, Optional<String> licence, List<File> files) {
    public HubListing {
        files = List.copyOf(files);
    }

    /**
     * A file with what the hub promises about its bytes.
     *
     * @param sha256 of the content, for large files
     * @param blobId git's SHA-1 of the content behind a header, for small ones
     */
    public record File(String name, long sizeBytes, Optional<String> sha256, Optional<String> blobId) {}

    public Optional<File> find(String name) {
        return files.stream().filter(file -> file.name().equals(name)).findFirst();
    }
}
