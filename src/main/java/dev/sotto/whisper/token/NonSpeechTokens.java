package dev.sotto.whisper.token;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Tokens that spell what nobody says: brackets, speaker tags, notes of music. Follows Tokenizer.non_speech_tokens in
 * whisper/tokenizer.py (openai/whisper, MIT).
 */
final class NonSpeechTokens {
    private static final String SINGLE_SYMBOLS = "\"#()*+/:;<=>@[\\]^_`{|}~「」『』";
    private static final String JOINED_SYMBOLS = "<< >> <<< >>> -- --- -( -[ (' (\" (( )) ((( ))) [[ ]] {{ }} ♪♪ ♪♪♪";
    /** All within U+2640 to U+267F, so that they share their first two bytes, and with them their first token. */
    private static final String MUSIC_SYMBOLS = "♩♪♫♬♭♮♯";

    private NonSpeechTokens() {}

    static SortedSet<Integer> of(Function<String, List<Integer>> encode) {
        SortedSet<Integer> tokens = new TreeSet<>();
        // Hyphen and apostrophe may stand inside a word but not begin one.
        tokens.add(encode.apply(" -").get(0));
        tokens.add(encode.apply(" '").get(0));
        List<String> symbols = new ArrayList<>(characters(SINGLE_SYMBOLS));
        symbols.addAll(List.of(JOINED_SYMBOLS.split(" ", -1)));
        for (String symbol : symbols) {
            addIfOneToken(tokens, encode.apply(symbol));
            addIfOneToken(tokens, encode.apply(" " + symbol));
        }
        for (String symbol : characters(MUSIC_SYMBOLS)) {
            tokens.add(encode.apply(symbol).get(0));
            tokens.add(encode.apply(" " + symbol).get(0));
        }
        return tokens;
    }

    private static void addIfOneToken(SortedSet<Integer> tokens, List<Integer> encoded) {
        if (encoded.size() == 1) {
            tokens.add(encoded.get(0));
        }
    }

    private static List<String> characters(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
    }
}
