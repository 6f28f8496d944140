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
 * never waits for the disk. A checkpoint once offered stays as it is until it is known to be written: the store may have it
 * although nobody heard of it, and takes no other under its number. Thread-safe.
 */
final class CheckpointBuffer {
    private final List<Segment> heard = new ArrayList<>();
    private @Nullable ResumePoint point;
    private int segmentsBeforePoint;
    private Progress progress = Progress.NONE;
    private int nextSequence;
    private @Nullable Waiting offered;

    CheckpointBuffer(int nextSequence) {
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

    /** The same until it is {@link #written}. */
    synchronized Optional<Waiting> first() {
        if (offered == null && point != null) {
            String part = StoredTranscript.writeSegments(heard.subList(0, segmentsBeforePoint));
            Checkpoint checkpoint = new Checkpoint(nextSequence, progress, part, StoredResume.write(point));
            offered = new Waiting(checkpoint, point, segmentsBeforePoint);
        }
        return Optional.ofNullable(offered);
    }

    synchronized void written(Waiting waiting) {
        nextSequence++;
        offered = null;
        heard.subList(0, waiting.segments()).clear();
        segmentsBeforePoint -= waiting.segments();
        if (point == waiting.point()) {
            point = null;
        }
    }
}
