package dev.sotto.api.upload;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A form that arrived whole.
 *
 * @param file on this machine; whoever takes the form deletes it
 * @param fields by name as sent; the values of one name in the order of arrival
 * @param documents small files beside the recording, by the name of their field
 * @param room that its long fields take in memory; given back when the form is thrown away
 */
public record UploadedForm(
        Optional<UploadedFile> file,
        Map<String, List<String>> fields,
        Map<String, UploadedDocument> documents,
        LongFieldRoom.Share room) {
    /**
     * The form's file.
     *
     * @param path of our choosing
     * @param bytes its size
     * @param name as its sender calls it; empty where the part names none
     * @param isBlank whether each of its bytes is 0
     */
    public record UploadedFile(Path path, long bytes, Optional<String> name, boolean isBlank) {
        /** Of no name. */
        public UploadedFile(Path path, long bytes) {
            this(path, bytes, Optional.empty(), false);
        }
    }

    /**
     * A small file that is read as a whole, such as a transcript.
     *
     * @param name as its sender calls it; empty where the part names none
     * @param text its content, read as UTF-8
     */
    public record UploadedDocument(Optional<String> name, String text) {}

    public UploadedForm {
        fields = Map.copyOf(fields);
        documents = Map.copyOf(documents);
    }

    /** Without documents. */
    public UploadedForm(Optional<UploadedFile> file, Map<String, List<String>> fields) {
        this(file, fields, Map.of(), LongFieldRoom.NOTHING);
    }

    /** Values sent as {@code name}, {@code name[]} or {@code name[0]}, in this order. */
    public List<String> all(String name) {
        return fields.entrySet().stream()
                .filter(field -> field.getKey().equals(name) || isElement(field.getKey(), name))
                .sorted(Map.Entry.comparingByKey())
                .flatMap(field -> field.getValue().stream())
                .toList();
    }

    /** The last value of the plain name: a caller who repeats a field means the last. Empty text counts as not sent. */
    public Optional<String> one(String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.get(values.size() - 1)).filter(text -> !text.isBlank());
    }

    private static boolean isElement(String key, String name) {
        return key.startsWith(name + "[")
                && key.endsWith("]")
                && key.substring(name.length() + 1, key.length() - 1).chars().allMatch(Character::isDigit);
    }
}
