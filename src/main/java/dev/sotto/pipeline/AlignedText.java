package dev.sotto.pipeline;

import dev.sotto.forcedalign.GivenText;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import dev.sotto.transcript.Word;
import dev.sotto.whisper.decode.CompressionRatio;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A given text as a transcript, unchanged: all of its words in order, those that are not said marked.
 *
 * @param said by index; times in the recording
 */
record AlignedText(GivenText given, Map<Integer, Word> said, WhisperTokenizer tokenizer) {
    private static final double PROBABILITY_MIN = 1e-10;

    /** @param recognised what was recognised of the same recording */
    Transcript transcript(Transcript recognised) {
        List<Word> words = words(recognised.durationSeconds());
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < given.segmentStarts().size(); i++) {
            segments.add(segment(i, words.subList(given.segmentStarts().get(i), given.segmentEnd(i))));
        }
        long absent = words.stream().filter(Word::absent).count();
        List<Warning> warnings = absent == 0
                ? List.of()
                : List.of(new Warning(
                        WarningCode.WORDS_ABSENT,
                        "%d of the %d words of the text are not said in the recording, as far as the model hears; they are marked."
                                .formatted(absent, words.size())));
        return new Transcript(
                        recognised.task(),
                        recognised.language(),
                        recognised.durationSeconds(),
                        String.join("", given.words()),
                        segments)
                .withWarnings(warnings);
    }

    /** None begins before the one before it has ended; one that is not said takes no time there. */
    private List<Word> words(double total) {
        List<Word> words = new ArrayList<>();
        double last = said.isEmpty() ? 0 : firstStart();
        for (int i = 0; i < given.words().size(); i++) {
            Word word = said.get(i);
            if (word == null) {
                words.add(Word.absent(given.words().get(i), last));
            } else {
                double start = Math.min(total, Math.max(last, word.startSeconds()));
                double end = Math.min(total, Math.max(start, word.endSeconds()));
                words.add(new Word(word.text(), start, end, word.probability()));
                last = end;
            }
        }
        return words;
    }

    private double firstStart() {
        return said.values().stream().mapToDouble(Word::startSeconds).min().orElse(0);
    }

    private Segment segment(int id, List<Word> words) {
        String text = String.join("", words.stream().map(Word::text).toList());
        List<Word> present = words.stream().filter(word -> !word.absent()).toList();
        double start = (present.isEmpty() ? words : present).get(0).startSeconds();
        double end = present.isEmpty() ? start : present.get(present.size() - 1).endSeconds();
        double logProbability = words.stream()
                .mapToDouble(word -> Math.log(Math.max(PROBABILITY_MIN, word.probability())))
                .average()
                .orElse(0);
        return new Segment(
                id,
                (int) (start * Frames.PER_SECOND),
                start,
                end,
                text,
                tokenizer.encode(text),
                0,
                logProbability,
                CompressionRatio.of(text),
                0,
                words);
    }
}
