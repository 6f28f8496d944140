package dev.sotto.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.format.stored.StoredResume;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Checkpoint;
import dev.sotto.job.Progress;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointBufferTest {
    private final CheckpointBuffer buffer = new CheckpointBuffer(2);

    @Test
    void windows_that_finish_while_one_is_written_share_the_next_checkpoint() {
        buffer.heard(segment(5));
        buffer.reached(new ResumePoint.Batched("en", 1), new Progress(30, 90));
        CheckpointBuffer.Waiting first = buffer.first().orElseThrow();
        buffer.heard(segment(6));
        buffer.reached(new ResumePoint.Batched("en", 2), new Progress(60, 90));
        buffer.heard(segment(7));
        buffer.reached(new ResumePoint.Batched("en", 3), new Progress(80, 90));
        buffer.heard(segment(8)); // of a window that is not finished
        buffer.written(first);
        CheckpointBuffer.Waiting second = buffer.first().orElseThrow();
        buffer.written(second);

        assertCheckpoint(first.checkpoint(), 2, 1, 5);
        assertCheckpoint(second.checkpoint(), 3, 3, 6, 7);
        assertThat(second.checkpoint().progress()).isEqualTo(new Progress(80, 90));
        assertThat(buffer.first()).isEmpty();
    }

    @Test
    void what_could_not_be_written_is_offered_again() {
        buffer.heard(segment(0));
        buffer.reached(new ResumePoint.Batched("en", 1), new Progress(30, 90));
        buffer.first();
        assertCheckpoint(buffer.first().orElseThrow().checkpoint(), 2, 1, 0);
    }

    @Test
    void a_checkpoint_once_offered_stays_the_same_until_it_is_known_to_be_written() {
        buffer.heard(segment(0));
        buffer.reached(new ResumePoint.Batched("en", 1), new Progress(30, 90));
        CheckpointBuffer.Waiting offered = buffer.first().orElseThrow();
        buffer.heard(segment(1)); // while nobody knows whether the store has the first
        buffer.reached(new ResumePoint.Batched("en", 2), new Progress(60, 90));
        CheckpointBuffer.Waiting again = buffer.first().orElseThrow();
        assertThat(again.checkpoint()).isEqualTo(offered.checkpoint());
        buffer.written(again);

        CheckpointBuffer.Waiting next = buffer.first().orElseThrow();
        assertCheckpoint(next.checkpoint(), 3, 2, 1);
        buffer.written(next);
        assertThat(buffer.first()).isEmpty();
    }

    private static void assertCheckpoint(Checkpoint checkpoint, int sequence, int windows, Integer... ids) {
        assertThat(checkpoint.sequence()).isEqualTo(sequence);
        assertThat(StoredResume.read(checkpoint.resume())).isEqualTo(new ResumePoint.Batched("en", windows));
        List<Segment> segments = StoredTranscript.readSegments(checkpoint.part());
        assertThat(segments).extracting(Segment::id).containsExactly(ids);
    }

    private static Segment segment(int id) {
        return new Segment(id, 0, id, id + 1, " text", List.of(), 0, -0.2, 1, 0, List.of());
    }
}
