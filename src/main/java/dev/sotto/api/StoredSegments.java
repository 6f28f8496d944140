package dev.sotto.api;

import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.JobId;
import dev.sotto.job.port.JobDesk;
import dev.sotto.transcript.Segment;
import java.util.ArrayList;
import java.util.List;

/** The finished windows of a job, as its checkpoints hold them. */
final class StoredSegments {
    private StoredSegments() {}

    /** In order; empty also for a job that is not there. Blocks. */
    static List<Segment> of(JobDesk desk, Caller caller, JobId id) {
        List<Segment> segments = new ArrayList<>();
        desk.checkpoints(caller.name(), id, 0)
                .forEach(checkpoint -> segments.addAll(StoredTranscript.readSegments(checkpoint.part())));
        return segments;
    }
}
