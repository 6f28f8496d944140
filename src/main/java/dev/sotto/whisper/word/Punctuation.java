package dev.sotto.whisper.word;

import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.List;

/**
 * Signs that belong to a neighbouring word.
 *
 * @param prepended signs that belong to the word behind them, such as opening quotes
 * @param appended signs that belong to the word before them, such as full stops
 */
public record Punctuation(String prepended, String appended) {
    /** Words with their signs. A merged word stays in its place, empty, so that the order is kept. */
    List<TimedWord> merge(List<TimedWord> words) {
        List<TimedWord> merged = new ArrayList<>(words);
        prepend(merged);
        append(merged);
        return merged;
    }

    /** Follows the first half of merge_punctuations in whisper/timing.py (openai/whisper, MIT). */
    private void prepend(List<TimedWord> words) {
        int following = words.size() - 1;
        for (int i = words.size() - 2; i >= 0; i--) {
            TimedWord sign = words.get(i);
            if (sign.text().startsWith(" ") && prepended.contains(Whitespace.strip(sign.text()))) {
                TimedWord word = words.get(following);
                words.set(following, word.spelled(sign.text() + word.text(), sign.tokenCount() + word.tokenCount()));
                words.set(i, sign.spelled("", 0));
            } else {
                following = i;
            }
        }
    }

    /** Follows its second half. */
    private void append(List<TimedWord> words) {
        int previous = 0;
        for (int i = 1; i < words.size(); i++) {
            TimedWord word = words.get(previous);
            TimedWord sign = words.get(i);
            if (!word.text().endsWith(" ") && appended.contains(sign.text())) {
                words.set(previous, word.spelled(word.text() + sign.text(), word.tokenCount() + sign.tokenCount()));
                words.set(i, sign.spelled("", 0));
            } else {
                previous = i;
            }
        }
    }
}
