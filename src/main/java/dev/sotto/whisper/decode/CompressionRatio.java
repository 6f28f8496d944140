package dev.sotto.whisper.decode;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Follows compression_ratio in whisper/utils.py (openai/whisper, MIT): loops compress well, speech does not. */
public final class CompressionRatio {
    private CompressionRatio() {}

    /** UTF-8 length over zlib length; 0 for an empty text. */
    public static double of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] sink = new byte[bytes.length + 64];
            int compressed = 0;
            while (!deflater.finished()) {
                compressed += deflater.deflate(sink);
            }
            return (double) bytes.length / compressed;
        } finally {
            deflater.end();
        }
    }
}
