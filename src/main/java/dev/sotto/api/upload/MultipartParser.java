package dev.sotto.api.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a {@code multipart/form-data} body into parts as it arrives, in memory of one chunk and one boundary. Follows
 * RFC 2046 section 5.1.1 and RFC 7578. Belongs to one thread.
 *
 * <p>Vert.x has a decoder of its own. It keeps a file without a file name (what openai-java sends for a stream) in memory
 * as text and refuses it above 8 KiB, and answers a full disk with silence; hence this one.
 */
final class MultipartParser implements BodyParser {
    /** RFC 2046: a boundary has 1 to 70 characters. */
    static final int BOUNDARY_CHARS_MAX = 70;

    private static final int HEAD_BYTES_MAX = 16 * 1024;
    private static final int PREAMBLE_BYTES_MAX = 4 * 1024;
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final byte[] NOTHING = {};

    /** Receives the parts, in order. May throw {@link UploadException} to stop. */
    interface Sink {
        void partBegins(PartHeaders headers);

        /** The bytes are the sink's to read during the call only. */
        void partData(byte[] bytes, int from, int to);

        void partEnds();
    }

    private enum State {
        PREAMBLE,
        BEHIND_BOUNDARY,
        HEAD,
        DATA,
        EPILOGUE
    }

    private final Sink sink;
    private final byte[] delimiter;
    private State state = State.PREAMBLE;
    /** Bytes that could not be judged yet. The line break lets the first boundary look like all others. */
    private byte[] rest = {'\r', '\n'};

    private int preambleBytes;

    MultipartParser(String boundary, Sink sink) {
        this.sink = sink;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void feed(byte[] chunk) {
        byte[] bytes = concat(rest, chunk);
        int position = 0;
        int next = step(bytes, position);
        while (next >= 0) {
            position = next;
            next = step(bytes, position);
        }
        // A negative step tells, as -1 - n, that everything before n is done with.
        rest = state == State.EPILOGUE ? NOTHING : Arrays.copyOfRange(bytes, -1 - next, bytes.length);
    }

    @Override
    public void finish() {
        switch (state) {
            case EPILOGUE -> {}
            case PREAMBLE -> throw UploadException.malformed("its boundary does not appear in it");
            default -> throw UploadException.malformed("it ends in the middle of a part");
        }
    }

    private int step(byte[] bytes, int position) {
        return switch (state) {
            case PREAMBLE -> preamble(bytes, position);
            case BEHIND_BOUNDARY -> behindBoundary(bytes, position);
            case HEAD -> head(bytes, position);
            case DATA -> data(bytes, position);
            case EPILOGUE -> -1 - bytes.length;
        };
    }

    private int preamble(byte[] bytes, int position) {
        int found = indexOf(bytes, delimiter, position);
        int end = found >= 0 ? found : undecided(bytes, position);
        preambleBytes += end - position;
        if (preambleBytes > PREAMBLE_BYTES_MAX) {
            throw UploadException.malformed("its boundary does not appear at its beginning");
        }
        if (found < 0) {
            return -1 - end;
        }
        state = State.BEHIND_BOUNDARY;
        return found + delimiter.length;
    }

    private int behindBoundary(byte[] bytes, int position) {
        if (bytes.length - position < 2) {
            return -1 - position;
        }
        if (bytes[position] == '-' && bytes[position + 1] == '-') {
            state = State.EPILOGUE;
            return bytes.length;
        }
        if (bytes[position] == ' ' || bytes[position] == '\t') {
            return position + 1;
        }
        if (bytes[position] == '\r' && bytes[position + 1] == '\n') {
            state = State.HEAD;
            return position + 2;
        }
        throw UploadException.malformed("a boundary is followed by something else than a line break");
    }

    private int head(byte[] bytes, int position) {
        int found = indexOf(bytes, HEAD_END, position);
        if ((found < 0 ? bytes.length : found) - position > HEAD_BYTES_MAX) {
            throw UploadException.malformed("the header of a part is longer than %d bytes".formatted(HEAD_BYTES_MAX));
        }
        if (found < 0) {
            return -1 - position;
        }
        sink.partBegins(PartHeaders.parse(Arrays.copyOfRange(bytes, position, found)));
        state = State.DATA;
        return found + HEAD_END.length;
    }

    private int data(byte[] bytes, int position) {
        int from = position;
        int found = indexOf(bytes, delimiter, from);
        int end = found >= 0 ? found : undecided(bytes, from);
        emit(bytes, from, end);
        if (found < 0) {
            return -1 - end;
        }
        sink.partEnds();
        state = State.BEHIND_BOUNDARY;
        return found + delimiter.length;
    }

    private void emit(byte[] bytes, int from, int to) {
        if (to > from) {
            sink.partData(bytes, from, to);
        }
    }

    /** The first position that may be the beginning of a boundary whose end has not come. */
    private int undecided(byte[] bytes, int position) {
        for (int i = Math.max(position, bytes.length - delimiter.length + 1); i < bytes.length; i++) {
            if (bytes[i] == '\r' && Arrays.equals(bytes, i, bytes.length, delimiter, 0, bytes.length - i)) {
                return i;
            }
        }
        return bytes.length;
    }

    private static int indexOf(byte[] bytes, byte[] pattern, int from) {
        int last = bytes.length - pattern.length;
        for (int i = from; i <= last; i++) {
            if (bytes[i] == '\r' && Arrays.equals(bytes, i, i + pattern.length, pattern, 0, pattern.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
