package dev.sotto.api.upload;

import java.util.Set;

/**
 * Which fields of a form hold files. Files of other names are passed over.
 *
 * @param recording names of the fields of which one may hold the recording, which goes to disk
 * @param documents names of the fields that hold small files, which are kept in memory
 */
public record FormFiles(Set<String> recording, Set<String> documents) {
    public FormFiles {
        recording = Set.copyOf(recording);
        documents = Set.copyOf(documents);
    }

    /** A recording and no document. */
    public static FormFiles recording(Set<String> names) {
        return new FormFiles(names, Set.of());
    }
}
