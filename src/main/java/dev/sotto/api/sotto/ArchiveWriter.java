package dev.sotto.api.sotto;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip file, part by part. Used by one thread at a time. */
final class ArchiveWriter {
    private static final int NAME_CHARS_MAX = 100;
    /** What some system takes for more than a letter of a name. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\p{Cf}/\\\\:*?\"<>|]+");

    private static final Pattern ENDS = Pattern.compile("^[. ]+|[. ]+$");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8);
    private final Set<String> names = new HashSet<>();

    /**
     * What is to be written for one file more; never empty.
     *
     * @param title of which its name is made; two of the same name get numbers
     */
    Buffer add(String title, String extension, Instant time, Buffer file) {
        try {
            ZipEntry entry = new ZipEntry(name(title, extension));
            entry.setLastModifiedTime(FileTime.from(time));
            zip.putNextEntry(entry);
            zip.write(file.getBytes());
            zip.closeEntry();
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
    }

    /** What is to be written last. */
    Buffer end() {
        try {
            zip.close();
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
    }

    private Buffer taken() {
        Buffer part = Buffer.buffer(bytes.toByteArray());
        bytes.reset();
        return part;
    }

    private String name(String title, String extension) {
        String safe = UNSAFE.matcher(title).replaceAll("_");
        int end = safe.offsetByCodePoints(0, Math.min(NAME_CHARS_MAX, safe.codePointCount(0, safe.length())));
        String stem = ENDS.matcher(safe.substring(0, end)).replaceAll("");
        String base = stem.isEmpty() ? "transcript" : stem;
        String name = base + "." + extension;
        for (int number = 2; !names.add(name.toLowerCase(Locale.ROOT)); number++) {
            name = "%s (%d).%s".formatted(base, number, extension);
        }
        return name;
    }
}
