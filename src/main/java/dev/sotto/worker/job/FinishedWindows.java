package dev.sotto.worker.job;

import dev.sotto.format.stored.StoredResume;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Checkpoint;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checkpoints as the pipeline wants them. */
final class FinishedWindows {
    private FinishedWindows() {}

    /** @throws IllegalArgumentException if they are not ours */
    static Optional<PartialTranscript> of(List<Checkpoint> checkpoints) {
        if (checkpoints.isEmpty()) {
            return Optional.empty();
        }
        List<Segment> segments = new ArrayList<>();
        checkpoints.forEach(checkpoint -> segments.addAll(StoredTranscript.readSegments(checkpoint.part())));
        String resume = checkpoints.get(checkpoints.size() - 1).resume();
        return Optional.of(new PartialTranscript(StoredResume.read(resume), segments));
    }
}
