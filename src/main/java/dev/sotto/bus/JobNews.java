package dev.sotto.bus;

import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.Progress;
import dev.sotto.transcript.RecordingStage;
import dev.sotto.transcript.Segment;
import java.time.Duration;
import java.util.List;

/**
 * Events of a job, published while they happen; the events of one attempt arrive in order. Whoever must not miss any reads the
 * store after beginning to listen.
 */
public sealed interface JobNews {
    JobId id();

    /**
     * A worker has it.
     *
     * @param segments finished by earlier attempts
     */
    record Started(Job job, List<Segment> segments) implements JobNews {
        public Started {
            segments = List.copyOf(segments);
        }

        @Override
        public JobId id() {
            return job.id();
        }
    }

    /**
     * It got further.
     *
     * @param speed seconds of audio a second, of this attempt; 0 while it is not known
     */
    record Progressed(JobId id, Progress progress, double speed) implements JobNews {}

    /**
     * A segment is final.
     *
     * @param position among all segments of the job, from 0; the same in a later attempt
     */
    record SegmentReady(JobId id, Segment segment, int position) implements JobNews {}

    /**
     * A part of its work is over, well or not.
     *
     * @param took until this was published
     */
    record StageEnded(JobId id, RecordingStage stage, Duration took) implements JobNews {}

    /** Its attempt is over and it waits again, or it has ended; so it stands in the store. */
    record StateChanged(Job job) implements JobNews {
        @Override
        public JobId id() {
            return job.id();
        }
    }
}
