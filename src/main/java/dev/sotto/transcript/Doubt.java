package dev.sotto.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why the text of a segment may be wrong: a closed list. The lower-case name is the code in JSON; what each means for a reader
 * stands in src/docs/transcripts.md, which a test holds equal to this list. The limits are those at which openai/whisper tries
 * a window again, whatever the caller has set.
 */
public enum Doubt {
    /** The model itself held other words for about as likely. */
    IMPROBABLE,
    /** The text repeats itself. */
    REPETITIVE,
    /** The model heard no speech, and is not sure of the words either. */
    SILENT,
    /** Every surer attempt failed, so the words were drawn at random from the likely ones. */
    DRAWN;

    /** As prompt_reset_on_temperature of openai/whisper: above it a text is not believed enough to stand before the next. */
    private static final double TEMPERATURE_MAX = 0.5;

    /** Words that are surer than this outweigh the model's impression that nobody speaks. */
    private static final double LOG_PROBABILITY_SURE = -0.7;

    private static final FallbackOptions LIMITS = FallbackOptions.DEFAULTS;

    /** All that hold for a segment; none for one that is sure. */
    public static List<Doubt> of(Segment segment) {
        double logProbability = segment.averageLogProbability();
        List<Doubt> doubts = new ArrayList<>();
        if (logProbability < LIMITS.logProbabilityThreshold().orElseThrow()) {
            doubts.add(IMPROBABLE);
        }
        if (segment.compressionRatio() > LIMITS.compressionRatioThreshold().orElseThrow()) {
            doubts.add(REPETITIVE);
        }
        if (segment.noSpeechProbability() > LIMITS.noSpeechThreshold().orElseThrow()
                && logProbability < LOG_PROBABILITY_SURE) {
            doubts.add(SILENT);
        }
        if (segment.temperature() > TEMPERATURE_MAX) {
            doubts.add(DRAWN);
        }
        return doubts;
    }

    /** The name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
