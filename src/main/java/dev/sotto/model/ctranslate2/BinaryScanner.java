package dev.sotto.model.ctranslate2;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.file.WeightFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Walks over a {@code model.bin} from front to back without reading the data of its variables. */
final class BinaryScanner {
    private static final int CHUNK_BYTES = 4096;

    private final WeightFile file;
    private long position;
    private ByteBuffer chunk = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);

    BinaryScanner(WeightFile file) {
        this.file = file;
    }

    long position() {
        return position;
    }

    int uint8(String what) {
        return Byte.toUnsignedInt(take(1, what).get());
    }

    int uint16(String what) {
        return Short.toUnsignedInt(take(2, what).getShort());
    }

    long uint32(String what) {
        return Integer.toUnsignedLong(take(4, what).getInt());
    }

    /** A string whose length counts its closing zero. */
    String string(String what) {
        long start = position;
        int length = uint16("the length of " + what);
        if (length == 0) {
            throw malformed("%s at byte %d has length 0; expected at least its closing zero".formatted(what, start));
        }
        byte[] bytes = new byte[length];
        take(length, what).get(bytes);
        for (int i = 0; i < length; i++) {
            if ((bytes[i] == 0) != (i == length - 1)) {
                throw malformed("%s at byte %d of length %d has %s; expected one zero, at its end"
                        .formatted(what, start, length, i == length - 1 ? "no closing zero" : "a zero inside"));
            }
        }
        return decode(what, start, ByteBuffer.wrap(bytes, 0, length - 1));
    }

    /** Steps over data and gives its offset. */
    long skip(long length, String what) {
        require(length, what);
        long start = position;
        position += length;
        chunk.position(chunk.limit());
        return start;
    }

    ModelException malformed(String text) {
        return new ModelException(ModelError.FILE_MALFORMED, file.place() + ": " + text);
    }

    private String decode(String what, long start, ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw malformed("%s at byte %d is not UTF-8; expected a name".formatted(what, start));
        }
    }

    private ByteBuffer take(int length, String what) {
        if (chunk.remaining() < length) {
            require(length, what);
            int wanted = Math.max(length, CHUNK_BYTES);
            chunk = file.read(position, (int) Math.min(wanted, file.size() - position));
        }
        ByteBuffer taken = chunk.slice(chunk.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        chunk.position(chunk.position() + length);
        position += length;
        return taken;
    }

    private void require(long length, String what) {
        if (length > file.size() - position) {
            throw new ModelException(
                    ModelError.FILE_TRUNCATED,
                    "%s: ends inside %s: %d bytes needed at byte %d, %d are there; expected a whole file; pull the model again"
                            .formatted(file.place(), what, length, position, file.size() - position));
        }
    }
}
