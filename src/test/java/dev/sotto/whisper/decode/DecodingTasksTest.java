package dev.sotto.whisper.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.testing.Checkpoints;
import dev.sotto.transcript.Task;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodingTasksTest {
    @ParameterizedTest
    @CsvSource({"1, 50", "30, 1500", "31, 1500", "1e9, 1500"})
    void latest_first_timestamp_is_no_later_than_the_window_is_long(double seconds, int timestamp) {
        try (Checkpoint checkpoint = ModelFolder.open(Checkpoints.TINY_EN)) {
            ModelConfig model = checkpoint.config();
            DecodingTask task = new DecodingTasks(model, WhisperTokenizer.of(model)).of(options(seconds));
            assertThat(task.maxInitialTimestampToken()).isEqualTo(model.tokens().timestampBegin() + timestamp);
        }
    }

    private static DecodingOptions options(double maxInitialTimestampSeconds) {
        return new DecodingOptions(
                Task.TRANSCRIBE,
                "en",
                List.of(),
                List.of(),
                OptionalInt.empty(),
                false,
                OptionalDouble.of(maxInitialTimestampSeconds),
                List.of(-1),
                true,
                0,
                0,
                DecodingSearch.SINGLE);
    }
}
