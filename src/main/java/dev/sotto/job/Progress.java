package dev.sotto.job;

/**
 * How far a job is.
 *
 * @param secondsDone of the recording, from its beginning
 * @param secondsTotal of the recording; 0 until it is known
 */
public record Progress(double secondsDone, double secondsTotal) {
    public static final Progress NONE = new Progress(0, 0);

    public Progress {
        if (!(secondsDone >= 0) || !(secondsTotal >= 0)) {
            throw new IllegalArgumentException(
                    "progress of %s s of %s s; expected no negative time".formatted(secondsDone, secondsTotal));
        }
    }

    /** Within [0, 1]; 0 while the length is unknown. */
    public double fraction() {
        return secondsTotal > 0 ? Math.min(1, secondsDone / secondsTotal) : 0;
    }
}
