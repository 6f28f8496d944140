package dev.sotto.worker.job;

import dev.sotto.format.stored.StoredResume;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Checkpoint;
import dev.sotto.job.Progress;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finished windows on their way to the store. While one checkpoint is written the next windows grow together, so the work
 * never waits for the disk. Thread-safe.
 */
final class CheckpointLine {
    private final List<Segment> heard = new ArrayList<>();
    private @Nullable ResumePoint point;
    private int segmentsBeforePoint;
    private Progress progress = Progress.NONE;
    private int nextSequence;

    CheckpointLine(int nextSequence) {
        this.nextSequence = nextSequence;
    }

    /** A checkpoint to write, and what of the line it holds. */
    record Waiting(Checkpoint checkpoint, ResumePoint point, int segments) {}

    synchronized void heard(Segment segment) {
        heard.add(segment);
    }

    synchronized void reached(ResumePoint next, Progress at) {
        point = next;
        progress = at;
        segmentsBeforePoint = heard.size();
    }

    /** Stays in the line until it is {@link #written}. */
    synchronized Optional<Waiting> first() {
        if (point == null) {
            return Optional.empty();
        }
        String part = StoredTranscript.writeSegments(heard.subList(0, segmentsBeforePoint));
        Checkpoint checkpoint = new Checkpoint(nextSequence, progress, part, StoredResume.write(point));
        return Optional.of(new Waiting(checkpoint, point, segmentsBeforePoint));
    }

    synchronized void written(Waiting waiting) {
        nextSequence++;
        heard.subList(0, waiting.segments()).clear();
        segmentsBeforePoint -= waiting.segments();
        if (point == waiting.point()) {
            point = null;
        }
    }
}
