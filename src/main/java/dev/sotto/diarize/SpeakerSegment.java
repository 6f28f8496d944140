package dev.sotto.diarize;

import dev.sotto.transcript.Word;
import java.util.List;

/**
 * A segment of a transcript, or a part of one, that one speaker says.
 *
 * @param segment place of the whole segment in the transcript that was given
 * @param startSeconds of the whole segment, or of the first word
 * @param endSeconds of the whole segment, or of the last word
 * @param text all of it, or its words'
 * @param words empty where the segment had none
 * @param choices one a word
 * @param choice who says the segment: mean confidence over its time, everybody who is under any of its words
 */
public record SpeakerSegment(
        int segment,
        double startSeconds,
        double endSeconds,
        String text,
        List<Word> words,
        List<SpeakerChoice> choices,
        SpeakerChoice choice) {
    public SpeakerSegment {
        words = List.copyOf(words);
        choices = List.copyOf(choices);
    }
}
