package dev.sotto.format;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Subtitle cues made of words. One use.
 *
 * <p>Follows SubtitlesWriter.iterate_result in whisper/utils.py (openai/whisper, MIT).
 */
final class WordCues {
    private static final int UNBOUNDED = 1000;
    private static final double LONG_PAUSE_SECONDS = 3.0;
    private static final Pattern SPACE_THEN_REST = Pattern.compile("(?s)\\A(\\s*)(.*)\\z");

    private final DocumentOptions options;
    private final CueMarkup markup;
    private final boolean bySegments;
    private final int charactersMax;
    private final int wordsMax;
    private final double secondsMax;
    private final List<SpokenCue> cues = new ArrayList<>();
    private List<Word> cue = new ArrayList<>();
    private Optional<String> speaker = Optional.empty(); // of the open cue
    private int lineCharacters;
    private int lines = 1;
    private double lastStart;

    private record SpokenCue(List<Word> words, Optional<String> speaker) {}

    private WordCues(DocumentOptions options, CueMarkup markup, double firstStart) {
        this.options = options;
        this.markup = markup;
        this.bySegments =
                options.linesMax().isEmpty() || options.lineCharactersMax().isEmpty();
        this.charactersMax = options.lineCharactersMax().orElse(UNBOUNDED);
        this.wordsMax = options.lineWordsMax().orElse(UNBOUNDED);
        this.secondsMax = options.policy().cueSecondsMax().orElse(Double.MAX_VALUE);
        this.lastStart = firstStart;
    }

    static List<Cue> of(Transcript transcript, DocumentOptions options, CueMarkup markup) {
        double firstStart = transcript.segments().stream()
                .flatMap(segment -> segment.words().stream())
                .findFirst()
                .map(Word::startSeconds)
                .orElse(0.0);
        WordCues cues = new WordCues(options, markup, firstStart);
        transcript.segments().forEach(cues::add);
        cues.endCue();
        return cues.finished();
    }

    private void add(Segment segment) {
        for (int from = 0; from < segment.words().size(); from += wordsMax) {
            int to = Math.min(from + wordsMax, segment.words().size());
            for (int i = from; i < to; i++) {
                Word word = segment.words().get(i);
                add(spelled(word, CueText.word(word.text())), i == from, SpeakerText.label(segment));
            }
        }
    }

    private void add(Word word, boolean isFirst, Optional<String> label) {
        boolean longPause = !bySegments && word.startSeconds() - lastStart > LONG_PAUSE_SECONDS;
        boolean segmentBreak = isFirst && !cue.isEmpty() && (bySegments || !label.equals(speaker));
        boolean tooLong = !cue.isEmpty() && word.endSeconds() - cue.get(0).startSeconds() > secondsMax;
        boolean hasRoom = lineCharacters + DisplayWidth.columns(word.text()) <= charactersMax;
        if (lineCharacters > 0 && hasRoom && !longPause && !segmentBreak && !tooLong) {
            lineCharacters += DisplayWidth.columns(word.text());
            cue.add(word);
        } else {
            String text = CueText.strip(word.text());
            boolean full = !cue.isEmpty()
                    && options.linesMax().isPresent()
                    && (longPause || lines >= options.linesMax().getAsInt());
            boolean lineBreak = !full && !segmentBreak && !tooLong && lineCharacters > 0;
            if (full || segmentBreak || tooLong) {
                endCue();
            } else if (lineBreak) {
                lines++;
            }
            lineCharacters = DisplayWidth.columns(text);
            speaker = cue.isEmpty() ? label : speaker;
            cue.add(spelled(word, lineBreak ? "\n" + text : text));
        }
        lastStart = word.startSeconds();
    }

    private void endCue() {
        if (!cue.isEmpty()) {
            cues.add(new SpokenCue(cue, speaker));
        }
        cue = new ArrayList<>();
        lines = 1;
    }

    private List<Cue> finished() {
        List<Cue> finished = new ArrayList<>();
        for (SpokenCue spoken : cues) {
            List<Word> words = spoken.words();
            if (options.highlightWords()) {
                highlight(spoken, finished);
            } else {
                double end = words.get(words.size() - 1).endSeconds();
                finished.add(Cue.of(words.get(0).startSeconds(), end, text(words, -1), spoken.speaker()));
            }
        }
        return finished;
    }

    /** A cue a word, and one without an underline for each pause between two. */
    private void highlight(SpokenCue spoken, List<Cue> finished) {
        List<Word> words = spoken.words();
        double last = words.get(0).startSeconds();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (Timestamps.millis(last) != Timestamps.millis(word.startSeconds())) {
                finished.add(Cue.of(last, word.startSeconds(), text(words, -1), spoken.speaker()));
            }
            finished.add(Cue.of(word.startSeconds(), word.endSeconds(), text(words, i), spoken.speaker()));
            last = word.endSeconds();
        }
    }

    private String text(List<Word> words, int underlined) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            String word = markup.escaped(words.get(i).text());
            text.append(i == underlined ? underlined(word) : word);
        }
        return markup.withoutArrow(text.toString());
    }

    private String underlined(String word) {
        Matcher parts = SPACE_THEN_REST.matcher(word);
        return parts.matches() ? parts.group(1) + markup.underlined(parts.group(2)) : word;
    }

    private static Word spelled(Word word, String text) {
        return new Word(text, word.startSeconds(), word.endSeconds(), word.probability());
    }
}
