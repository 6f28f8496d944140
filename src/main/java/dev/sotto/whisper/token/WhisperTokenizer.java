package dev.sotto.whisper.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import dev.sotto.fault.FaultCode;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.SpecialTokens;
import dev.sotto.transcript.TranscriptionException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whisper's byte-level BPE tokenizer, with the results of Tokenizer in whisper/tokenizer.py (openai/whisper, MIT), which
 * wraps tiktoken. Immutable and thread-safe.
 *
 * <p>A text token's id is its merge rank, as in every vocabulary that OpenAI published. Which characters are letters is
 * the running JDK's knowledge of Unicode: scripts added to Unicode since may be cut differently, never lost.
 */
public final class WhisperTokenizer {
    /** GPT-2's cut into pieces, with Unicode's sense of white space. */
    private static final Pattern PIECES = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** Python's text cannot hold half a surrogate pair either: tiktoken replaces it before it encodes. */
    private static final Pattern LONE_SURROGATE = Pattern.compile("[\\uD800-\\uDFFF]");

    private final byte[][] bytesByTextToken;
    private final Map<Integer, String> addedById;
    private final SpecialTokens special;
    private final Encoding encoding;
    private final SortedSet<Integer> nonSpeech;

    private WhisperTokenizer(byte[][] bytesByTextToken, Map<String, Integer> addedTokens, SpecialTokens special) {
        this.bytesByTextToken = bytesByTextToken;
        this.addedById = new HashMap<>();
        addedTokens.forEach((name, id) -> addedById.put(id, name));
        this.special = special;
        this.encoding = encoding(bytesByTextToken);
        this.nonSpeech = NonSpeechTokens.of(this::encode);
    }

    /**
     * Builds the table of merges: once per checkpoint, not per recording.
     *
     * @param textTokens by id, in GPT-2's byte spelling
     * @param addedTokens special tokens and times, name to id; times may be left out
     * @throws TranscriptionException with {@code MODEL_INVALID} if this is not the vocabulary of a Whisper checkpoint
     */
    public static WhisperTokenizer of(
            List<String> textTokens, Map<String, Integer> addedTokens, SpecialTokens special) {
        byte[][] bytes = new byte[textTokens.size()][];
        boolean[] seen = new boolean[256];
        int singles = 0;
        for (int id = 0; id < bytes.length; id++) {
            bytes[id] = ByteSpelling.bytes(id, textTokens.get(id));
            if (bytes[id].length == 1 && !seen[bytes[id][0] & 0xFF]) {
                seen[bytes[id][0] & 0xFF] = true;
                singles++;
            }
        }
        if (singles != seen.length) {
            throw new TranscriptionException(
                    FaultCode.MODEL_INVALID,
                    "the model's vocabulary spells %d of 256 single bytes: use the tokenizer files of a Whisper checkpoint"
                            .formatted(singles));
        }
        return new WhisperTokenizer(bytes, addedTokens, special);
    }

    /** The tokenizer of a checkpoint. */
    public static WhisperTokenizer of(ModelConfig config) {
        return of(config.vocabulary().textTokens(), config.vocabulary().addedTokens(), config.tokens());
    }

    public SpecialTokens special() {
        return special;
    }

    /** Text tokens only: a special token's name in the text is text like any other. */
    public List<Integer> encode(String text) {
        return encoding.encodeOrdinary(LONE_SURROGATE.matcher(text).replaceAll("\uFFFD"))
                .boxed();
    }

    /**
     * Spells every token below the timestamps, special ones by name; times are dropped. Bytes that are not UTF-8 become
     * U+FFFD, so a character cut between two calls is lost: decode whole runs.
     *
     * @throws IllegalArgumentException if a token has no spelling
     */
    public String decode(List<Integer> tokens) {
        return spell(
                tokens.stream().filter(token -> !special.isTimestamp(token)).toList());
    }

    /** As {@link #decode}, with nothing but what is said: special tokens are dropped too. */
    public String decodeText(List<Integer> tokens) {
        return spell(
                tokens.stream().filter(token -> token < special.endOfText()).toList());
    }

    /** Tokens of signs that are not speech, ascending: what {@code suppress_tokens} -1 stands for. */
    public SortedSet<Integer> nonSpeechTokens() {
        return nonSpeech;
    }

    /**
     * Everything suppressed by default, ascending: {@link #nonSpeechTokens} and {@link SpecialTokens#neverSampled}. Equal
     * to the {@code suppress_tokens} of the published checkpoints.
     */
    public SortedSet<Integer> defaultSuppressedTokens() {
        SortedSet<Integer> tokens = new TreeSet<>(nonSpeech);
        tokens.addAll(special.neverSampled());
        return tokens;
    }

    /** Every token as it is spelled, times as in {@code <|1.08|>}. */
    String spell(List<Integer> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(tokens.size() * 4);
        for (int token : tokens) {
            bytes.writeBytes(spelling(token));
        }
        return LossyUtf8.decode(bytes.toByteArray());
    }

    private byte[] spelling(int token) {
        if (token >= 0 && token < bytesByTextToken.length) {
            return bytesByTextToken[token];
        }
        int step = token - special.timestampBegin();
        if (step >= 0 && step < SpecialTokens.TIMESTAMP_COUNT) {
            return utf8(String.format(Locale.ROOT, "<|%d.%02d|>", step / 50, step % 50 * 2));
        }
        String name = addedById.get(token);
        if (name == null) {
            throw new IllegalArgumentException("token %d; expected a text token below %d, a special token or a time"
                    .formatted(token, bytesByTextToken.length));
        }
        return utf8(name);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("ArrayAsKeyOfSetOrMap") // jtokkit asks for such a map and only walks through it
    private static Encoding encoding(byte[][] bytesByTextToken) {
        // The multilingual vocabulary has one empty token; it can never be merged.
        Map<byte[], Integer> ranks = new HashMap<>();
        for (int id = 0; id < bytesByTextToken.length; id++) {
            if (bytesByTextToken[id].length > 0) {
                ranks.put(bytesByTextToken[id], id);
            }
        }
        GptBytePairEncodingParams whisper = new GptBytePairEncodingParams("whisper", PIECES, ranks, Map.of());
        return Encodings.newLazyEncodingRegistry()
                .registerGptBytePairEncoding(whisper)
                .getEncoding("whisper")
                .orElseThrow();
    }
}
