package dev.sotto.audio;

import dev.sotto.audio.ClockMarks.Mark;
import dev.sotto.audio.Timeline.Gap;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds the silence that belongs between decoded samples, from the steps of a container's clock. No sound is ever left out: a
 * clock that goes back is followed by counting on, and so is one that jumps further than a recording can have holes.
 */
final class GapFinder {
    /** A step forward that is longer is a clock set anew (a spliced broadcast), and no silence. */
    static final double GAP_MAX_SECONDS = 3600;

    /** A step back so soon behind a gap says that the gap was told too long. */
    private static final double CORRECTION_SECONDS_MAX = 2;

    /** A longer step back is a clock set anew; a shorter one is taken off the next gap. */
    private static final double BACK_SECONDS_MAX = 1;

    private final long samples;
    private final long samplesMax;
    private final List<Gap> gaps = new ArrayList<>();
    private double backSeconds;
    private long silence;
    private Optional<Warning> warning = Optional.empty();

    /**
     * Knows of no gap yet.
     *
     * @param samples how many were decoded
     * @param samplesMax of sound and silence together; what silence would go beyond is left out
     */
    GapFinder(long samples, long samplesMax) {
        this.samples = samples;
        this.samplesMax = samplesMax;
    }

    /** @param startSeconds of the earliest stream of the container; if unknown, its sound begins at 0 */
    void follow(List<Mark> marks, OptionalDouble startSeconds) {
        double decodedSeconds = 0;
        double seenSeconds = 0;
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            if (i == 0) {
                step(0, mark.seenSeconds() - startSeconds.orElse(mark.seenSeconds()));
            } else if (mark.isRestart()) {
                if (mark.seenSeconds() < seenSeconds) {
                    return; // how much sound came before is not known, so what follows has no place
                }
                decodedSeconds += mark.seenSeconds() - seenSeconds;
            } else {
                decodedSeconds += mark.expectedSeconds() - seenSeconds;
                step(Math.round(decodedSeconds * Waveform.SAMPLE_RATE), mark.seenSeconds() - mark.expectedSeconds());
            }
            seenSeconds = mark.seenSeconds();
        }
    }

    /** @param seconds by which the clock goes on before a decoded sample; negative if it goes back */
    void step(long beforeSample, double seconds) {
        if (beforeSample >= samples) {
            return;
        }
        if (seconds >= ClockMarks.STEP_MIN_SECONDS) {
            forward(beforeSample, seconds);
        } else if (seconds <= -ClockMarks.STEP_MIN_SECONDS) {
            back(beforeSample, -seconds);
        }
    }

    private void forward(long beforeSample, double seconds) {
        double rest = Math.max(0, seconds - backSeconds);
        long length = Math.round(rest * Waveform.SAMPLE_RATE);
        if (seconds > GAP_MAX_SECONDS || samples + silence + length > samplesMax) {
            backSeconds = 0;
            warning = warning.or(() -> Optional.of(new Warning(
                    WarningCode.CLOCK_JUMP,
                    "The file's clock jumps forward by %s after %s of sound; times behind it are counted on without the jump."
                            .formatted(
                                    AudioException.clock((long) seconds),
                                    AudioException.clock(beforeSample / Waveform.SAMPLE_RATE)))));
            return;
        }
        backSeconds = Math.max(0, backSeconds - seconds);
        add(new Gap(beforeSample, length));
    }

    private void back(long beforeSample, double seconds) {
        Gap last = gaps.isEmpty() ? new Gap(0, 0) : gaps.get(gaps.size() - 1);
        long length = Math.round(seconds * Waveform.SAMPLE_RATE);
        boolean isCorrection = beforeSample - last.beforeSample() <= CORRECTION_SECONDS_MAX * Waveform.SAMPLE_RATE;
        if (isCorrection && length <= last.length()) {
            gaps.remove(gaps.size() - 1);
            silence -= last.length();
            add(new Gap(last.beforeSample(), last.length() - length));
            return;
        }
        backSeconds = seconds <= BACK_SECONDS_MAX ? Math.min(BACK_SECONDS_MAX, backSeconds + seconds) : 0;
    }

    private void add(Gap gap) {
        if (gap.length() > 0) {
            gaps.add(gap);
            silence += gap.length();
        }
    }

    Timeline timeline() {
        return Timeline.of(gaps, samples);
    }

    /** That the clock was not followed everywhere, if so. */
    Optional<Warning> warning() {
        return warning;
    }
}
