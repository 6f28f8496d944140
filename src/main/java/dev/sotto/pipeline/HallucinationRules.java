package dev.sotto.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of a window's text nobody spoke: the prompt come back, and loops. Pure rules. */
final class HallucinationRules {
    private static final int ECHO_WORDS_MIN = 3;
    static final int REPEATS_MIN = 4;
    private static final int PHRASE_WORDS_MAX = 30;
    private static final Pattern WORD = Pattern.compile("\\S+\\s*");
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private HallucinationRules() {}

    /** Whether a text is a piece of the prompt, or holds the whole of it. */
    static boolean isEcho(String text, String prompt) {
        List<String> said = words(text);
        List<String> asked = words(prompt);
        if (said.isEmpty() || asked.isEmpty()) {
            return false;
        }
        boolean isPiece = said.size() >= ECHO_WORDS_MIN && Collections.indexOfSubList(asked, said) >= 0;
        boolean holdsAll = asked.size() >= ECHO_WORDS_MIN && Collections.indexOfSubList(said, asked) >= 0;
        return isPiece || holdsAll || said.equals(asked);
    }

    /** Every phrase that follows itself four times and more, said once. */
    static String withoutLoops(String text) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            parts.add(matcher.group());
        }
        if (parts.size() < REPEATS_MIN) {
            return text;
        }
        List<String> plain = parts.stream().map(HallucinationRules::plain).toList();
        StringBuilder kept = new StringBuilder(
                text.substring(0, text.length() - text.stripLeading().length()));
        for (int i = 0; i < parts.size(); ) {
            int phrase = phraseAt(plain, i);
            for (int word = 0; word < Math.max(1, phrase); word++) {
                kept.append(parts.get(i + word));
            }
            i += phrase == 0 ? 1 : phrase * repeats(plain, i, phrase);
        }
        return text.endsWith(" ") ? kept.toString() : kept.toString().stripTrailing();
    }

    /** Words of the shortest phrase that loops from here; 0 if none does. */
    private static int phraseAt(List<String> words, int from) {
        for (int length = 1; length <= PHRASE_WORDS_MAX && from + length * REPEATS_MIN <= words.size(); length++) {
            if (repeats(words, from, length) >= REPEATS_MIN) {
                return length;
            }
        }
        return 0;
    }

    private static int repeats(List<String> words, int from, int length) {
        List<String> phrase = words.subList(from, from + length);
        int count = 1;
        while (from + (count + 1) * length <= words.size()
                && words.subList(from + count * length, from + (count + 1) * length)
                        .equals(phrase)) {
            count++;
        }
        return count;
    }

    static List<String> words(String text) {
        String plain = plain(text);
        return plain.isEmpty() ? List.of() : List.of(plain.split(" "));
    }

    private static String plain(String text) {
        return SIGNS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}
