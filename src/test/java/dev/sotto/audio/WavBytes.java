package dev.sotto.audio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/** A WAV file, true unless told to lie: 16 kHz, mono, 16 bits, one second of a rising ramp. */
final class WavBytes {
    private static final int HEADER_BYTES = 44;

    private int samples = 16_000;
    private int channels = 1;
    private int rate = 16_000;
    private int format = 1;
    private OptionalInt dataLength = OptionalInt.empty();
    private OptionalInt riffLength = OptionalInt.empty();

    WavBytes samples(int value) {
        samples = value;
        return this;
    }

    WavBytes channels(int value) {
        channels = value;
        return this;
    }

    WavBytes rate(int value) {
        rate = value;
        return this;
    }

    WavBytes format(int value) {
        format = value;
        return this;
    }

    WavBytes dataLength(int value) {
        dataLength = OptionalInt.of(value);
        return this;
    }

    WavBytes riffLength(int value) {
        riffLength = OptionalInt.of(value);
        return this;
    }

    byte[] build() {
        ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(ISO_8859_1)).putInt(riffLength.orElse(HEADER_BYTES - 8 + 2 * samples));
        wav.put("WAVEfmt ".getBytes(ISO_8859_1)).putInt(16);
        wav.putShort((short) format).putShort((short) channels).putInt(rate);
        wav.putInt(rate * channels * 2).putShort((short) (channels * 2)).putShort((short) 16);
        wav.put("data".getBytes(ISO_8859_1)).putInt(dataLength.orElse(2 * samples));
        for (int i = 0; i < samples; i++) {
            wav.putShort((short) i);
        }
        return wav.array();
    }
}
