package dev.sotto.whisper.token;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.TranscriptionException;
import java.util.Arrays;

/**
 * GPT-2's way to write any byte as one printable character: printable Latin-1 stands for itself, the other 68 bytes are
 * U+0100 and up in their order, so the blank is U+0120. Follows bytes_to_unicode in src/encoder.py (openai/gpt-2, MIT).
 */
public final class ByteSpelling {
    private static final int NO_BYTE = -1;
    private static final int[] BYTE_BY_CHARACTER = byteByCharacter();

    private ByteSpelling() {}

    /** The bytes a text token stands for; its id only names it in the error of one that is not so spelled. */
    public static byte[] bytes(int token, String spelling) {
        byte[] bytes = new byte[spelling.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = spelling.charAt(i);
            if (c >= BYTE_BY_CHARACTER.length || BYTE_BY_CHARACTER[c] == NO_BYTE) {
                throw new TranscriptionException(
                        FaultCode.MODEL_INVALID,
                        "text token %d of the vocabulary holds U+%04X; expected GPT-2's byte spelling: use the tokenizer files of a Whisper checkpoint"
                                .formatted(token, (int) c));
            }
            bytes[i] = (byte) BYTE_BY_CHARACTER[c];
        }
        return bytes;
    }

    private static int[] byteByCharacter() {
        int[] table = new int[512];
        Arrays.fill(table, NO_BYTE);
        int next = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
            table[printable ? value : next++] = value;
        }
        return table;
    }
}
