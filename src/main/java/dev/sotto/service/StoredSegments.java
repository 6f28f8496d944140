package dev.sotto.service;

import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.JobId;
import dev.sotto.job.port.TenantJobs;
import dev.sotto.transcript.Segment;
import java.util.ArrayList;
import java.util.List;

/** The finished windows of a job, as its checkpoints hold them. */
public final class StoredSegments {
    private StoredSegments() {}

    /** In order; empty also for a job that is not there. Blocks. */
    public static List<Segment> of(TenantJobs tenantJobs, Caller caller, JobId id) {
        List<Segment> segments = new ArrayList<>();
        tenantJobs
                .checkpoints(caller.name(), id, 0)
                .forEach(checkpoint -> segments.addAll(StoredTranscript.readSegments(checkpoint.part())));
        return segments;
    }
}
