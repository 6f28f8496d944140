package dev.sotto.api.dialect.asrwebservice;

import dev.sotto.api.http.HttpParts;
import dev.sotto.api.upload.UploadedForm;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Samples without a head, 16 kHz, mono, 16 bit, little-endian, as clients send them that have decoded a film themselves. They
 * get the head of a WAV file. A file that has a head of its own is left as it is, whatever its sender says.
 */
final class RawSamples {
    static final int BYTES_A_SECOND = 2 * 16_000;

    private static final int HEAD_BYTES = 44;
    private static final List<byte[]> HEADS = List.of(
            ascii("RIFF"), ascii("RF64"), ascii("OggS"), ascii("fLaC"), ascii("ID3"), ascii("FORM"), new byte[] {
                0x1A, 0x45, (byte) 0xDF, (byte) 0xA3
            });

    private static final byte[] MP4 = ascii("ftyp");
    private static final int MP4_AT = 4;

    private RawSamples() {}

    /**
     * The form with a file that can be read; whoever asked discards both.
     *
     * @param secondsMax that are kept, from the beginning
     */
    static Future<UploadedForm> asWave(HttpParts http, UploadedForm form, long secondsMax) {
        return http.uploads()
                .withHead(
                        form.file().orElseThrow().path(),
                        RawSamples::head,
                        Math.max(0, secondsMax) > Long.MAX_VALUE / BYTES_A_SECOND
                                ? Long.MAX_VALUE
                                : secondsMax * BYTES_A_SECOND)
                .map(path -> {
                    UploadedForm.UploadedFile sent = form.file().orElseThrow();
                    UploadedForm.UploadedFile wave =
                            new UploadedForm.UploadedFile(path, sent.bytes(), sent.name(), false);
                    return new UploadedForm(Optional.of(wave), form.fields());
                });
    }

    private static Optional<byte[]> head(byte[] first, long bytes) {
        boolean hasHead = HEADS.stream().anyMatch(known -> isAt(first, 0, known)) || isAt(first, MP4_AT, MP4);
        return hasHead || bytes == 0 ? Optional.empty() : Optional.of(wave(bytes));
    }

    /** Sizes that do not fit stand for the rest of the file, as players read them. */
    private static byte[] wave(long bytes) {
        int size = (int) Math.min(bytes, 0xFFFFFFFFL - HEAD_BYTES);
        return ByteBuffer.allocate(HEAD_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(size + HEAD_BYTES - 8)
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(16_000)
                .putInt(BYTES_A_SECOND)
                .putShort((short) 2)
                .putShort((short) 16)
                .put(ascii("data"))
                .putInt(size)
                .array();
    }

    private static boolean isAt(byte[] bytes, int at, byte[] known) {
        return bytes.length >= at + known.length && Arrays.equals(bytes, at, at + known.length, known, 0, known.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
