package dev.sotto.api.upload;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a JSON object apart as it arrives, whose member {@code input_audio.data} holds the recording as base64: that is decoded
 * as it comes, and all else kept until the end, then dealt out as if it were a form's fields. Belongs to one thread.
 */
final class JsonParser implements BodyParser {
    private static final String AUDIO = "input_audio";
    private static final String DATA = "data";
    private static final int DEPTH_MAX = 32;
    private static final int KEY_BYTES_MAX = 100;
    private static final int BLOCK_BYTES = 64 * 1024;

    private enum State {
        PLAIN,
        KEY,
        TEXT,
        RECORDING
    }

    private final FormCollector sink;
    private final String fileField;
    private final long bytesMax;
    private final LongFieldRoom.Share longFields;
    private long roomUntil;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private final StringBuilder key = new StringBuilder();
    private final boolean[] isObject = new boolean[DEPTH_MAX];
    private State state = State.PLAIN;
    private int depth;
    private boolean isKeyNext;
    private boolean isEscaped;
    /** Digits of a sign that is written by its number; below 0 where none is. */
    private int digits = -1;

    private int number;
    /** Key of the object's member that is being read. */
    private String member = "";

    private @Nullable Base64Part recording;

    /**
     * @param fileField name under which the collector takes the recording
     * @param bytesMax of everything but the recording and what long fields hold
     * @param longFields where more than that is counted, if it may be
     */
    JsonParser(FormCollector sink, String fileField, long bytesMax, LongFieldRoom.Share longFields) {
        this.longFields = longFields;
        this.roomUntil = bytesMax;
        this.sink = sink;
        this.fileField = fileField;
        this.bytesMax = bytesMax;
    }

    @Override
    public void feed(byte[] chunk) {
        for (byte next : chunk) {
            switch (state) {
                case PLAIN -> plain(next);
                case KEY, TEXT -> text(next);
                case RECORDING -> recording(next & 0xFF);
            }
        }
    }

    private void keep(byte next) {
        if (rest.size() >= roomUntil && longFields.isOpen()) {
            longFields.grow(BLOCK_BYTES);
            roomUntil += BLOCK_BYTES;
        } else if (rest.size() >= roomUntil) {
            throw new UploadException(
                    UploadException.Kind.FORM_LIMIT,
                    "The JSON body has more than %d bytes beside input_audio.data.".formatted(bytesMax));
        }
        rest.write(next);
    }

    private void plain(byte next) {
        keep(next);
        switch (next) {
            case '{', '[' -> begin(next == '{');
            case '}', ']' -> depth = Math.max(0, depth - 1);
            case ',' -> isKeyNext = depth > 0 && isObject[depth - 1];
            case ':' -> isKeyNext = false;
            case '"' -> quoted();
            default -> {}
        }
    }

    private void begin(boolean object) {
        if (depth == DEPTH_MAX) {
            throw UploadException.malformedJson("it is nested more than %d deep".formatted(DEPTH_MAX));
        }
        isObject[depth++] = object;
        isKeyNext = object;
    }

    private void quoted() {
        boolean isData = !isKeyNext
                && depth == 2
                && isObject[1]
                && member.equals(AUDIO)
                && key.toString().equals(DATA);
        if (isKeyNext) {
            state = State.KEY;
            key.setLength(0);
        } else if (isData) {
            state = State.RECORDING;
            recording = new Base64Part(sink);
            sink.partBegins(new PartHeaders(fileField, Optional.empty(), false));
        } else {
            state = State.TEXT;
        }
    }

    private void text(byte next) {
        keep(next);
        if (isEscaped) {
            isEscaped = false;
        } else if (next == '\\') {
            isEscaped = true;
        } else if (next == '"') {
            member = state == State.KEY && depth == 1 ? key.toString() : member;
            state = State.PLAIN;
            return;
        }
        if (state == State.KEY && key.length() < KEY_BYTES_MAX) {
            key.append((char) (next & 0xFF));
        }
    }

    /** Some clients write a plus by its number, and a slash with an escape. */
    private void recording(int next) {
        Base64Part part = java.util.Objects.requireNonNull(recording);
        if (digits >= 0) {
            digit(next, part);
        } else if (isEscaped) {
            isEscaped = false;
            switch (next) {
                case 'n', 'r', 't' -> {}
                case 'u' -> {
                    digits = 4;
                    number = 0;
                }
                default -> part.take(next);
            }
        } else if (next == '\\') {
            isEscaped = true;
        } else if (next == '"') {
            part.end();
            sink.partEnds();
            keep((byte) '"');
            state = State.PLAIN;
        } else {
            part.take(next);
        }
    }

    private void digit(int next, Base64Part part) {
        number = number * 16 + Math.max(0, Character.digit(next, 16));
        digits--;
        if (digits == 0) {
            digits = -1;
            part.take(number);
        }
    }

    @Override
    public void finish() {
        JsonObject body;
        try {
            body = new JsonObject(Buffer.buffer(rest.toByteArray()));
        } catch (DecodeException | ClassCastException e) {
            throw UploadException.malformedJson("it is no JSON object");
        }
        body.forEach(member -> field(member.getKey(), member.getValue(), true));
    }

    /** An object's members are fields of their own, as forms write them: {@code chunking_strategy[type]}. */
    private void field(String name, @Nullable Object value, boolean isOpen) {
        if (value instanceof JsonArray list) {
            list.forEach(item -> field(name, item, false));
        } else if (value instanceof JsonObject object && isOpen) {
            for (Map.Entry<String, Object> inner : object) {
                if (!(name.equals(AUDIO) && inner.getKey().equals(DATA))) {
                    field("%s[%s]".formatted(name, inner.getKey()), inner.getValue(), false);
                }
            }
        } else if (value != null) {
            byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
            sink.partBegins(new PartHeaders(name, Optional.empty(), true));
            sink.partData(text, 0, text.length);
            sink.partEnds();
        }
    }
}
