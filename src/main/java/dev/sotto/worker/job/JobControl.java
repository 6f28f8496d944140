package dev.sotto.worker.job;

import dev.sotto.job.Progress;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import java.util.Optional;

/** What an attempt is told and what it tells. Every method returns at once. From any one thread at a time, but {@link #waits}. */
public interface JobControl {
    /** Set when the attempt must stop, whatever for. */
    Cancellation cancellation();

    /** What earlier attempts have finished. */
    Optional<PartialTranscript> finished();

    /** It gets further, in a way that no progress tells. */
    void works();

    void progress(Progress progress);

    /** Its recording is worked through so many times, once for each channel: so much more time it may run. */
    void channels(int count);

    /** It has not begun, for want of a place: until now neither its run time nor its lack of progress counts. Any thread. */
    void waits();

    void heard(Segment segment);

    /** The next attempt may go on from here, behind all segments told so far. */
    void reached(ResumePoint point);
}
