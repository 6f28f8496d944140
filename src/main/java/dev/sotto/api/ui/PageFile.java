package dev.sotto.api.ui;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A file of the class path as it is sent: held compressed, since nearly every reader takes it so. Immutable. */
final class PageFile {
    private final byte[] compressed;
    private final String etag;

    private PageFile(byte[] compressed, String etag) {
        this.compressed = compressed;
        this.etag = etag;
    }

    /**
     * Reads and compresses it; blocks.
     *
     * @throws UncheckedIOException if it is not there, which a build that is whole cannot meet
     */
    static PageFile read(String resource) {
        try (InputStream in = PageFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new NoSuchFileException(resource);
            }
            byte[] whole = in.readAllBytes();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(whole);
            }
            CRC32C sum = new CRC32C();
            sum.update(whole);
            return new PageFile(out.toByteArray(), HexFormat.of().toHexDigits(sum.getValue()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Its bytes; blocks.
     *
     * @param isCompressed as gzip
     */
    byte[] bytes(boolean isCompressed) {
        if (isCompressed) {
            return compressed.clone();
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of these bytes in this form, as the header wants it. */
    String etag(boolean isCompressed) {
        return "\"%s%s\"".formatted(etag, isCompressed ? "-gzip" : "");
    }
}
