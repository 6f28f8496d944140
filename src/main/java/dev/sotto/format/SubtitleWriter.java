package dev.sotto.format;

import dev.sotto.transcript.Transcript;
import java.util.List;

/**
 * Subtitle files. Follows WriteSRT, WriteVTT and SubtitlesWriter.iterate_result in whisper/utils.py (openai/whisper,
 * MIT): one cue per segment, or, where a transcript has word times, cues made of words. Other than there, {@link CueTimes} hold, and
 * WebVTT has escapes and hours.
 */
final class SubtitleWriter {
    private SubtitleWriter() {}

    static String srt(Transcript transcript, DocumentOptions options) {
        StringBuilder file = new StringBuilder();
        int number = 1;
        for (Cue cue : cues(transcript, options, CueMarkup.SRT)) {
            file.append(number++).append('\n');
            append(file, Timestamps.srt(cue.startMillis()), Timestamps.srt(cue.endMillis()), spoken(cue));
        }
        return file.toString();
    }

    static String vtt(Transcript transcript, DocumentOptions options) {
        StringBuilder file = new StringBuilder("WEBVTT\n\n");
        for (Cue cue : cues(transcript, options, CueMarkup.VTT)) {
            append(file, Timestamps.vtt(cue.startMillis()), Timestamps.vtt(cue.endMillis()), voice(cue));
        }
        return file.toString();
    }

    /** SubRip has no voices: the label stands before the text. */
    static String spoken(Cue cue) {
        return SpeakerText.before(cue.speaker(), cue.text()) + cue.text();
    }

    /** A voice span to the cue's end, which need not be closed (WebVTT, 4.2.2). */
    private static String voice(Cue cue) {
        return cue.speaker().map("<v %s>"::formatted).orElse("") + cue.text();
    }

    private static void append(StringBuilder file, String start, String end, String text) {
        file.append(start).append(" --> ").append(end).append('\n');
        file.append(text).append("\n\n");
    }

    /** In order, none over another, as the options say. */
    static List<Cue> cues(Transcript transcript, DocumentOptions options, CueMarkup markup) {
        List<Cue> mended = CueTimes.mended(laidOut(transcript, options, markup), transcript.durationSeconds());
        return options.highlightWords()
                ? mended
                : CuePolicy.applied(mended, options.policy(), markup, transcript.durationSeconds());
    }

    private static List<Cue> laidOut(Transcript transcript, DocumentOptions options, CueMarkup markup) {
        boolean byWords = transcript.segments().stream()
                .anyMatch(segment -> !segment.words().isEmpty());
        if (byWords) {
            return WordCues.of(transcript, options, markup);
        }
        return transcript.segments().stream()
                .map(segment -> Cue.of(
                        segment.startSeconds(),
                        segment.endSeconds(),
                        CueText.cue(segment.text(), markup),
                        SpeakerText.label(segment)))
                .toList();
    }
}
