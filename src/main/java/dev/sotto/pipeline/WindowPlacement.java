package dev.sotto.pipeline;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import dev.sotto.vad.SampleSpan;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.List;
import java.util.stream.Collectors;

/** From a window's own time to the recording's, for words: none reaches over silence that was cut out. */
final class WindowPlacement {
    private WindowPlacement() {}

    /** The same words, as many and in the same order. */
    static List<Word> of(SpokenParts parts, SampleSpan window, List<Word> words, WhisperTokenizer tokenizer) {
        if (words.isEmpty()) {
            return words;
        }
        String text = words.stream().map(Word::text).collect(Collectors.joining());
        double start = words.get(0).startSeconds();
        double end = words.get(words.size() - 1).endSeconds();
        Segment all = new Segment(0, 0, start, end, text, List.of(), 0, 0, 1, 0, words);
        TimestampRestorer times =
                new TimestampRestorer(parts.pieces(), parts.seconds(window.start()), parts.seconds(window.end()));
        return SilentCuts.of(parts.pieces(), window).apart(List.of(all), tokenizer).stream()
                .map(times::restored)
                .flatMap(segment -> segment.words().stream())
                .toList();
    }
}
