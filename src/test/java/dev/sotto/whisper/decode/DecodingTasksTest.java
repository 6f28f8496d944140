package dev.sotto.whisper.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.EnglishDecoding;
import dev.sotto.testing.ShippedModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodingTasksTest {
    @ParameterizedTest
    @CsvSource({"1, 50", "30, 1500", "31, 1500", "1e9, 1500"})
    void latest_first_timestamp_is_no_later_than_the_window_is_long(double seconds, int timestamp) {
        ShippedModel shipped = ShippedModel.TINY_EN;
        DecodingTask task = new DecodingTasks(shipped.config(), shipped.tokenizer())
                .of(EnglishDecoding.options(seconds, 0, 0, DecodingSearch.SINGLE));
        assertThat(task.maxInitialTimestampToken())
                .isEqualTo(shipped.config().tokens().timestampBegin() + timestamp);
    }
}
