package dev.sotto.whisper.word;

import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts text tokens into words: at blanks and punctuation, or, in languages that write none, wherever a character ends.
 * Immutable.
 *
 * <p>Follows split_to_word_tokens in whisper/tokenizer.py (openai/whisper, MIT). Unlike there, tokens at the end that
 * never become whole characters are a last word, not lost.
 */
public final class WordSplitter {
    private static final Set<String> WITHOUT_BLANKS = Set.of("zh", "ja", "th", "lo", "my", "yue");
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final char REPLACEMENT = '\uFFFD';

    private final WhisperTokenizer tokenizer;
    private final boolean atBlanks;

    /** @param language code of the language that is spoken */
    public WordSplitter(WhisperTokenizer tokenizer, String language) {
        this.tokenizer = tokenizer;
        this.atBlanks = writesBlanks(language);
    }

    /** Whether a language, by its code, separates words by blanks. */
    public static boolean writesBlanks(String language) {
        return !WITHOUT_BLANKS.contains(language);
    }

    /**
     * Some tokens and what they spell.
     *
     * @param text with its leading blank
     */
    public record Piece(String text, List<Integer> tokens) {
        public Piece {
            tokens = List.copyOf(tokens);
        }
    }

    /** The texts of the pieces join to the text of the tokens, their tokens to the tokens. */
    public List<Piece> split(List<Integer> textTokens) {
        List<Piece> characters = atCharacters(textTokens);
        return atBlanks ? joinUpToBlanks(characters) : characters;
    }

    /** The shortest runs of tokens that are whole characters, or are broken ones in the whole text too. */
    private List<Piece> atCharacters(List<Integer> tokens) {
        String whole = tokenizer.decode(tokens);
        List<Piece> pieces = new ArrayList<>();
        List<Integer> run = new ArrayList<>();
        int offset = 0;
        for (int token : tokens) {
            run.add(token);
            String text = tokenizer.decode(run);
            int broken = text.indexOf(REPLACEMENT);
            if (broken < 0 || (offset + broken < whole.length() && whole.charAt(offset + broken) == REPLACEMENT)) {
                pieces.add(new Piece(text, run));
                run.clear();
                offset += text.length();
            }
        }
        if (!run.isEmpty()) {
            pieces.add(new Piece(tokenizer.decode(run), run));
        }
        return pieces;
    }

    private static List<Piece> joinUpToBlanks(List<Piece> characters) {
        List<Piece> words = new ArrayList<>();
        for (Piece piece : characters) {
            int last = words.size() - 1;
            if (last < 0 || startsWord(piece.text())) {
                words.add(piece);
            } else {
                words.set(last, join(words.get(last), piece));
            }
        }
        return words;
    }

    /** White space alone counts as punctuation: Python finds the empty text in any text. */
    private static boolean startsWord(String text) {
        return text.startsWith(" ") || PUNCTUATION.contains(Whitespace.strip(text));
    }

    private static Piece join(Piece first, Piece second) {
        List<Integer> tokens = new ArrayList<>(first.tokens());
        tokens.addAll(second.tokens());
        return new Piece(first.text() + second.text(), tokens);
    }
}
