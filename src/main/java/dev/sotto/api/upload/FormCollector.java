package dev.sotto.api.upload;

import dev.sotto.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sorts the parts of one form: the file to its sink, fields and documents to memory, files of other names to nowhere. */
final class FormCollector implements MultipartParser.Sink {
    private static final int NAME_CHARS_MAX = 100;
    private static final int REPLACEMENT = 0xFFFD;
    /** So many fields may be as long as one may be: they lie in memory until the recording, which may follow, is here. */
    private static final int LONGEST_FIELDS_MAX = 8;

    /** A file field that holds no more than this, on one printable line, holds the name of a file: no recording does. */
    private static final int TYPED_NAME_BYTES_MAX = 1024;

    /** Of all documents of a form: the words of a recording of hours, with their times. */
    private static final int DOCUMENTS_BYTES_MAX = 4 << 20;

    /** Receives the file piece by piece. */
    interface FileSink {
        /** The bytes are the sink's to read during the call only. */
        void take(byte[] bytes, int from, int to);
    }

    private enum Target {
        FILE,
        FIELD,
        LONG_FIELD,
        DOCUMENT,
        NOWHERE
    }

    private final ServerConfig.Upload limits;
    private final FormFiles files;
    private final LongFieldRoom.Share longFields;
    private final Set<String> fileFields;
    private final Set<String> documentFields;
    private final FileSink fileSink;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private final Map<String, UploadedForm.UploadedDocument> documents = new LinkedHashMap<>();
    private Optional<String> filename = Optional.empty();
    private Optional<String> recordingName = Optional.empty();
    private long documentsBytes;
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private String name = "";
    private Target target = Target.NOWHERE;
    private int parts;
    private long fieldsBytes;
    private boolean hasFile;
    private boolean isPlainField;
    private long fileBytes;
    private boolean isBlank = true;

    /** @param longFields where the bytes of long fields are counted */
    FormCollector(ServerConfig.Upload limits, FormFiles files, FileSink fileSink, LongFieldRoom.Share longFields) {
        this.files = files;
        this.longFields = longFields;
        this.limits = limits;
        this.fileFields = files.recording();
        this.documentFields = files.documents();
        this.fileSink = fileSink;
    }

    Map<String, List<String>> fields() {
        return fields;
    }

    /** Size of the file, or empty if none came. */
    Optional<Long> fileBytes() {
        return hasFile ? Optional.of(fileBytes) : Optional.empty();
    }

    /** As its sender calls it. */
    Optional<String> fileName() {
        return recordingName;
    }

    Map<String, UploadedForm.UploadedDocument> documents() {
        return documents;
    }

    /** What holds the room of the long fields; its receiver closes it. */
    LongFieldRoom.Share longFields() {
        return longFields;
    }

    /** Whether each byte of the file is 0. */
    boolean isFileBlank() {
        return isBlank;
    }

    @Override
    public void partBegins(PartHeaders headers) {
        parts++;
        if (parts > limits.fieldsMax()) {
            throw overLimit("The form has more than %d fields.".formatted(limits.fieldsMax()));
        }
        name = headers.name();
        if (name.length() > NAME_CHARS_MAX) {
            throw overLimit("The name of a form field is longer than %d characters.".formatted(NAME_CHARS_MAX));
        }
        if (headers.filename().isPresent() && headers.filename().get().length() > limits.filenameCharsMax()) {
            throw overLimit("The file name is longer than %d characters.".formatted(limits.filenameCharsMax()));
        }
        filename = headers.filename();
        target = targetOf(headers);
        isPlainField = headers.isPlainField();
        value.reset();
    }

    /** A client that sends a stream gives its file no file name, so the field's name alone decides. */
    private Target targetOf(PartHeaders headers) {
        if (documentFields.contains(name)) {
            return Target.DOCUMENT;
        }
        if (!fileFields.contains(name)) {
            if (files.isLong(name)) {
                return Target.LONG_FIELD;
            }
            return headers.filename().isPresent() ? Target.NOWHERE : Target.FIELD;
        }
        if (hasFile) {
            throw new UploadException(
                    UploadException.Kind.MALFORMED, "The form has more than one file; send one file per request.");
        }
        hasFile = true;
        recordingName = headers.filename();
        return Target.FILE;
    }

    @Override
    public void partData(byte[] bytes, int from, int to) {
        switch (target) {
            case FILE -> toFile(bytes, from, to);
            case LONG_FIELD -> {
                longFields.grow(to - from);
                value.write(bytes, from, to - from);
            }
            case FIELD -> {
                if (value.size() + to - from > limits.fieldBytesMax()) {
                    throw overLimit("The field '%s' is longer than %d bytes.".formatted(name, limits.fieldBytesMax()));
                }
                fieldsBytes += to - from;
                if (fieldsBytes > fieldsBytesMax(limits)) {
                    throw overLimit("The fields together are longer than %d bytes.".formatted(fieldsBytesMax(limits)));
                }
                value.write(bytes, from, to - from);
            }
            case DOCUMENT -> {
                documentsBytes += to - from;
                if (documentsBytes > DOCUMENTS_BYTES_MAX) {
                    throw overLimit("The files beside the recording are longer than %d bytes together."
                            .formatted(DOCUMENTS_BYTES_MAX));
                }
                value.write(bytes, from, to - from);
            }
            case NOWHERE -> {}
        }
    }

    private void toFile(byte[] bytes, int from, int to) {
        fileBytes += to - from;
        if (fileBytes > limits.bytesMax()) {
            throw tooLarge(limits);
        }
        if (isPlainField && fileBytes <= TYPED_NAME_BYTES_MAX) {
            value.write(bytes, from, to - from);
        }
        for (int i = from; isBlank && i < to; i++) {
            isBlank = bytes[i] == 0;
        }
        fileSink.take(bytes, from, to);
    }

    @Override
    public void partEnds() {
        if (target == Target.FILE && isPlainField && fileBytes <= TYPED_NAME_BYTES_MAX) {
            refuseTypedName(value.toString(StandardCharsets.UTF_8));
        }
        if (target == Target.DOCUMENT) {
            documents.put(name, new UploadedForm.UploadedDocument(filename, value.toString(StandardCharsets.UTF_8)));
        }
        if (target == Target.FIELD || target == Target.LONG_FIELD) {
            fields.computeIfAbsent(name, key -> new ArrayList<>()).add(PartHeaders.utf8(value.toByteArray()));
        }
    }

    /** What {@code curl -F file=talk.mp3} sends: the text, and no file. */
    private void refuseTypedName(String text) {
        if (!text.isBlank() && text.codePoints().noneMatch(c -> Character.isISOControl(c) || c == REPLACEMENT)) {
            throw new UploadException(
                    UploadException.Kind.MALFORMED,
                    "The field '%s' holds the text '%s', not a recording; curl sends a file where an @ stands before its name: -F '%s=@%s'"
                            .formatted(name, text, name, text));
        }
    }

    static long fieldsBytesMax(ServerConfig.Upload limits) {
        return (long) LONGEST_FIELDS_MAX * limits.fieldBytesMax();
    }

    static UploadException tooLarge(ServerConfig.Upload limits) {
        return new UploadException(
                UploadException.Kind.TOO_LARGE,
                "The file is larger than this server accepts: at most %d bytes.".formatted(limits.bytesMax()));
    }

    private static UploadException overLimit(String message) {
        return new UploadException(UploadException.Kind.FORM_LIMIT, message);
    }
}
