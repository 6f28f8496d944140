package dev.sotto.format;

import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Transcript;
import java.util.Locale;

/**
 * Turns of speakers as NIST's Rich Transcription Time Marked file has them (RT-09 evaluation plan, appendix A): a line for each,
 * seconds with three decimals. Empty where speakers were not told apart.
 */
final class RttmWriter {
    private RttmWriter() {}

    static String rttm(Transcript transcript) {
        StringBuilder lines = new StringBuilder();
        transcript.speakers().ifPresent(speakers -> {
            for (Speakers.Turn turn : speakers.turns()) {
                double seconds = turn.endSeconds() - turn.startSeconds();
                // "recording": a transcript does not know its file's name
                lines.append(String.format(
                        Locale.ROOT,
                        "SPEAKER recording 1 %.3f %.3f <NA> <NA> %s <NA> <NA>\n",
                        turn.startSeconds(),
                        seconds,
                        turn.speaker().replace(' ', '_')));
            }
        });
        return lines.toString();
    }
}
