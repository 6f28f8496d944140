package dev.sotto.format;

import java.util.List;

/**
 * Times that readers of subtitles take: each cue ends behind its start, and none starts before the one before it has ended.
 * Cues that are so already keep their times.
 */
final class CueTimes {
    /** What a cue without length gets where there is room. */
    private static final long SHORT_MILLIS = 100;

    private final long[] starts;
    private final long[] ends;
    private final long lastMillis;

    private CueTimes(List<Cue> cues, long lastMillis) {
        this.starts = cues.stream().mapToLong(Cue::startMillis).toArray();
        this.ends = cues.stream().mapToLong(Cue::endMillis).toArray();
        this.lastMillis = lastMillis;
    }

    /**
     * The same cues, their times mended.
     *
     * @param cues in the order of their starts, more or less
     * @param durationSeconds of the recording, behind which no time is moved if another place is free
     */
    static List<Cue> mended(List<Cue> cues, double durationSeconds) {
        CueTimes times = new CueTimes(cues, Timestamps.millis(durationSeconds));
        times.order();
        times.share();
        for (int i = 0; i < times.starts.length; i++) {
            times.part(i);
        }
        Cue[] mended = new Cue[cues.size()];
        for (int i = 0; i < mended.length; i++) {
            mended[i] = cues.get(i).at(times.starts[i], times.ends[i]);
        }
        return List.of(mended);
    }

    private void order() {
        for (int i = 1; i < starts.length; i++) {
            starts[i] = Math.max(starts[i], starts[i - 1]);
        }
    }

    /** Cues that start together follow one another, in equal parts of the time that they have. */
    private void share() {
        for (int first = 0, behind; first < starts.length; first = behind) {
            long end = ends[first];
            for (behind = first + 1; behind < starts.length && starts[behind] == starts[first]; behind++) {
                end = Math.max(end, ends[behind]);
            }
            int count = behind - first;
            if (count == 1) {
                continue;
            }
            if (behind < starts.length) {
                end = Math.min(end, starts[behind]);
            }
            long start = starts[first];
            long length = Math.max(end - start, count);
            for (int i = 0; i < count; i++) {
                starts[first + i] = start + length * i / count;
                ends[first + i] = start + length * (i + 1) / count;
            }
        }
    }

    /** Parts a cue from those beside it; all before it are. */
    private void part(int i) {
        long earliest = i == 0 ? 0 : ends[i - 1];
        starts[i] = Math.max(starts[i], earliest);
        long next = i + 1 < starts.length ? starts[i + 1] : Math.max(lastMillis, ends[i]);
        if (next > starts[i]) {
            ends[i] = Math.min(ends[i] > starts[i] ? ends[i] : starts[i] + SHORT_MILLIS, next);
        } else if (earliest < starts[i]) {
            ends[i] = starts[i];
            starts[i] = Math.max(earliest, starts[i] - SHORT_MILLIS);
        } else if (i > 0 && ends[i - 1] - starts[i - 1] > 1) {
            ends[i] = starts[i];
            starts[i] = (starts[i - 1] + ends[i - 1]) / 2;
            ends[i - 1] = starts[i];
        } else {
            ends[i] = starts[i] + 1;
        }
    }
}
