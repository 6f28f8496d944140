package dev.sotto.torch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript source and the initial values of its attributes into the archive that libtorch loads.
 *
 * <p>The archive is a zip of stored entries: {@code m/data.pkl} (the module's attributes as a protocol 2 pickle),
 * {@code m/code/__torch__.py} (the source, whose one class must be called {@code Net}), {@code m/constants.pkl} (an
 * empty tuple) and {@code m/version}. Layout as read by libtorch's torch/csrc/jit/serialization (pytorch, BSD-3).
 */
public final class TorchScriptArchive {
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};
    private static final byte[] VERSION = "3\n".getBytes(StandardCharsets.US_ASCII);

    private TorchScriptArchive() {}

    /**
     * @param source TorchScript source text
     * @param attributes in the order of declaration; values are {@link Boolean}, {@link Integer}, {@link EmptyList} or
     *     {@link EmptyMap}
     */
    static InputStream of(String source, Map<String, Object> attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "m/data.pkl", pickle(attributes));
            store(zip, "m/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            store(zip, "m/constants.pkl", NO_CONSTANTS);
            store(zip, "m/version", VERSION);
        } catch (IOException e) {
            throw new UncheckedIOException("writing an archive to memory failed", e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** A list attribute without elements; its element type is the one that the source declares. */
    enum EmptyList {
        INSTANCE
    }

    /** A dictionary attribute without entries; its types are the ones that the source declares. */
    public enum EmptyMap {
        INSTANCE
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Pickle opcodes, protocol 2 (PEP 307). */
    private static byte[] pickle(Map<String, Object> attributes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x80);
        out.write(2); // PROTO 2
        out.writeBytes("c__torch__\nNet\n".getBytes(StandardCharsets.US_ASCII)); // GLOBAL
        out.writeBytes(new byte[] {')', (byte) 0x81, '}', '('}); // EMPTY_TUPLE NEWOBJ EMPTY_DICT MARK
        attributes.forEach((name, value) -> {
            string(out, name);
            value(out, value);
        });
        out.writeBytes(new byte[] {'u', 'b', '.'}); // SETITEMS BUILD STOP
        return out.toByteArray();
    }

    private static void value(ByteArrayOutputStream out, Object value) {
        if (value instanceof Boolean bool) {
            out.write(0x88 + (bool ? 0 : 1)); // NEWTRUE, NEWFALSE
        } else if (value instanceof Integer integer) {
            out.write('J'); // BININT
            littleEndian(out, integer);
        } else if (value == EmptyList.INSTANCE) {
            out.write(']');
        } else if (value == EmptyMap.INSTANCE) {
            out.write('}');
        } else {
            throw new IllegalArgumentException("cannot pickle an attribute of " + value.getClass());
        }
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write('X'); // BINUNICODE
        littleEndian(out, utf8.length);
        out.writeBytes(utf8);
    }

    private static void littleEndian(ByteArrayOutputStream out, int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(value >>> shift);
        }
    }
}
