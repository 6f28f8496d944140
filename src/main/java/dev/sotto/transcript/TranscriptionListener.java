package dev.sotto.transcript;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Follows a transcription while it runs. Called on the thread that runs it, in order; must return quickly and must not
 * throw. All methods do nothing unless overridden.
 */
public interface TranscriptionListener {
    /** Ignores everything. */
    TranscriptionListener NONE = new TranscriptionListener() {};

    /** Everything before {@code secondsDone} of the recording is decoded; it never goes back. */
    default void progress(double secondsDone, double secondsTotal) {}

    /** So many channels are transcribed one after another, each as long as the recording; called first, and not for one. */
    default void channels(int count) {}

    /**
     * The language that is spoken, given or detected, as a code; called before the first segment, for each channel, and not
     * where each window has its own.
     */
    default void language(String code) {}

    /**
     * A segment is final; it will stand in the transcript exactly so, unless speakers are told apart: then it may be split
     * there.
     */
    default void segment(Segment segment) {}

    /** A window is finished: with the segments reported so far, a transcription can go on from here. */
    default void finished(ResumePoint point) {}

    /**
     * All places for models, or all room for samples on the disk, are in use: the work has not begun. Called every second or
     * so while that lasts, on another thread than all else, which follows.
     */
    default void waiting() {}

    /** A part of the work is over, well or not, after so long; parts may lie within parts. */
    default void stage(RecordingStage stage, Duration took) {}

    /** Does a part of the work, and says how long it took. */
    default <T> T timed(RecordingStage stage, Supplier<T> work) {
        long since = System.nanoTime();
        try {
            return work.get();
        } finally {
            stage(stage, Duration.ofNanos(System.nanoTime() - since));
        }
    }

    /**
     * The window being decoded reads so far; the next call, or the segments that follow, take its place. Calls may be left
     * out when they come too fast. Asked for by {@link #wantsPartial}.
     */
    default void partial(String text) {}

    /** Whether {@link #partial} is to be called: reading what a window has so far costs a call of the engine for each turn. */
    default boolean wantsPartial() {
        return false;
    }
}
