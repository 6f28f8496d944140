package dev.sotto.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places at which the time stamps of the decoded sound do not follow one another, as {@link #FILTER} reports them. The
 * filter lets every sample through unchanged.
 */
final class ClockMarks {
    /** Steps of time stamps that are smaller, in seconds, are rounding of the container. */
    static final double STEP_MIN_SECONDS = 0.1;

    /**
     * For ffmpeg's {@code -af}. Variable 0 is where the next frame should begin, 1 where it does, 2 whether there was one. Two
     * numbers are printed for the first frame and wherever the clock steps: what was expected, and what was seen. Frames without a
     * time stamp follow the last one. Afterwards the samples are stamped by their count, so that a step cannot end the output.
     */
    static final String FILTER = ("aselect=e='st(1,if(isnan(t),ld(0),t));"
                    + "if(gt(abs(ld(1)-ld(0)),%s)+not(ld(2)),print(ld(0))+print(ld(1))+st(0,ld(1)));"
                    + "st(2,1);st(0,ld(0)+samples_n/sample_rate);1',asetpts=N/SR/TB")
            .formatted(STEP_MIN_SECONDS);

    /** More are no recording of people; those behind are not followed. */
    private static final int MARKS_MAX = 20_000;

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}\\.\\d{6}");

    private final List<Mark> marks = new ArrayList<>();
    private OptionalDouble expected = OptionalDouble.empty();

    /**
     * One step of the clock; both in seconds of the container.
     *
     * @param expectedSeconds the end of the sound before; 0 where ffmpeg began to count anew
     * @param seenSeconds the beginning of the sound behind
     */
    record Mark(double expectedSeconds, double seenSeconds) {
        /** Whether nothing is known of the sound before, since the filter was set up anew for another kind of samples. */
        boolean isRestart() {
            return expectedSeconds == 0;
        }
    }

    /** Takes a line of ffmpeg's, if it is one of the filter's. */
    void accept(String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches() || marks.size() == MARKS_MAX) {
            return;
        }
        double seconds = Double.parseDouble(text);
        if (expected.isEmpty()) {
            expected = OptionalDouble.of(seconds);
        } else {
            marks.add(new Mark(expected.getAsDouble(), seconds));
            expected = OptionalDouble.empty();
        }
    }

    /** In the order of the sound; the first one tells where it begins. */
    List<Mark> marks() {
        return marks;
    }
}
