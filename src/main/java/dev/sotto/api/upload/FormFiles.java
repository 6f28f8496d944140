package dev.sotto.api.upload;

import java.util.Set;

/**
 * Which fields of a form hold files. Files of other names are passed over.
 *
 * @param recording names of the fields of which one may hold the recording, which goes to disk
 * @param documents names of the fields that hold small files, which are kept in memory
 * @param longFields names of fields whose values may be long, as files written as text are
 */
public record FormFiles(Set<String> recording, Set<String> documents, Set<String> longFields) {
    public FormFiles {
        recording = Set.copyOf(recording);
        documents = Set.copyOf(documents);
        longFields = Set.copyOf(longFields);
    }

    /** Without long fields. */
    public FormFiles(Set<String> recording, Set<String> documents) {
        this(recording, documents, Set.of());
    }

    /** The same with long fields. */
    public FormFiles withLong(Set<String> names) {
        return new FormFiles(recording, documents, names);
    }

    /** Whether a field is one, be it written as a list or not. */
    boolean isLong(String field) {
        int bracket = field.indexOf('[');
        return longFields.contains(bracket < 0 ? field : field.substring(0, bracket));
    }

    /** A recording and no document. */
    public static FormFiles recording(Set<String> names) {
        return new FormFiles(names, Set.of());
    }
}
