package dev.sotto.format;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * One cue per segment. Follows WriteSRT, WriteVTT and SubtitlesWriter.iterate_result with default options in
 * whisper/utils.py (openai/whisper, MIT): where a transcript has word times, a cue lasts from its first word to its
 * last, and a segment without words has none.
 */
final class SubtitleWriter {
    private static final int LINE_CHARACTERS_MAX = 1000;

    private SubtitleWriter() {}

    private record Cue(double startSeconds, double endSeconds, String text) {}

    static String srt(Transcript transcript) {
        StringBuilder file = new StringBuilder();
        int number = 1;
        for (Cue cue : cues(transcript)) {
            file.append(number++).append('\n');
            append(file, Timestamps.srt(cue.startSeconds), Timestamps.srt(cue.endSeconds), cue.text);
        }
        return file.toString();
    }

    static String vtt(Transcript transcript) {
        StringBuilder file = new StringBuilder("WEBVTT\n\n");
        for (Cue cue : cues(transcript)) {
            append(file, Timestamps.vtt(cue.startSeconds), Timestamps.vtt(cue.endSeconds), cue.text);
        }
        return file.toString();
    }

    private static void append(StringBuilder file, String start, String end, String text) {
        file.append(start).append(" --> ").append(end).append('\n');
        file.append(text).append("\n\n");
    }

    private static List<Cue> cues(Transcript transcript) {
        boolean byWords = transcript.segments().stream()
                .anyMatch(segment -> !segment.words().isEmpty());
        List<Cue> cues = new ArrayList<>();
        for (Segment segment : transcript.segments()) {
            List<Word> words = segment.words();
            if (!byWords) {
                cues.add(new Cue(segment.startSeconds(), segment.endSeconds(), CueText.cue(segment.text())));
            } else if (!words.isEmpty()) {
                double end = words.get(words.size() - 1).endSeconds();
                cues.add(new Cue(words.get(0).startSeconds(), end, lines(words)));
            }
        }
        return cues;
    }

    /** Joined words, the first of each line stripped; a new line only where one would pass the bound. */
    private static String lines(List<Word> words) {
        StringBuilder lines = new StringBuilder();
        int characters = 0;
        for (Word word : words) {
            int length = word.text().codePointCount(0, word.text().length());
            if (characters > 0 && characters + length <= LINE_CHARACTERS_MAX) {
                lines.append(word.text());
                characters += length;
            } else {
                String first = CueText.strip(word.text());
                lines.append(characters > 0 ? "\n" : "").append(first);
                characters = first.codePointCount(0, first.length());
            }
        }
        return lines.toString().replace("-->", "->");
    }
}
