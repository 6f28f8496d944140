package dev.sotto.pipeline;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where among a segment's tokens its words end. */
final class WordEnds {
    private WordEnds() {}

    /**
     * For each segment, behind how many tokens each word ends. A word begins and ends with a token.
     *
     * @param spelling the text that tokens stand for, without timestamps
     */
    static List<List<Integer>> of(List<Segment> segments, Function<List<Integer>, String> spelling) {
        return segments.stream().map(segment -> of(segment, spelling)).toList();
    }

    private static List<Integer> of(Segment segment, Function<List<Integer>, String> spelling) {
        List<Integer> ends = new ArrayList<>();
        int end = 0;
        for (Word word : segment.words()) {
            int start = end;
            while (end < segment.tokens().size()
                    && spelling.apply(segment.tokens().subList(start, end)).length()
                            < word.text().length()) {
                end++;
            }
            ends.add(end);
        }
        return ends;
    }
}
