package dev.sotto.pipeline;

import dev.sotto.transcript.RecordingStage;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.TranscriptionListener;
import java.time.Duration;

/** Hands everything on to another listener, but for what it overrides. */
interface ForwardingListener extends TranscriptionListener {
    TranscriptionListener listener();

    @Override
    default void progress(double secondsDone, double secondsTotal) {
        listener().progress(secondsDone, secondsTotal);
    }

    @Override
    default void channels(int count) {
        listener().channels(count);
    }

    @Override
    default void language(String code) {
        listener().language(code);
    }

    @Override
    default void segment(Segment segment) {
        listener().segment(segment);
    }

    @Override
    default void finished(ResumePoint point) {
        listener().finished(point);
    }

    @Override
    default void stage(RecordingStage stage, Duration took) {
        listener().stage(stage, took);
    }

    @Override
    default void waiting() {
        listener().waiting();
    }

    @Override
    default void partial(String text) {
        listener().partial(text);
    }

    @Override
    default boolean wantsPartial() {
        return listener().wantsPartial();
    }
}
