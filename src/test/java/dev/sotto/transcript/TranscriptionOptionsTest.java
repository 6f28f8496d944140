package dev.sotto.transcript;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptionOptionsTest {
    @ParameterizedTest
    @ValueSource(doubles = {-5, -0.01, Double.NaN})
    void first_timestamp_before_the_window_is_refused(double seconds) {
        assertThatThrownBy(() -> SamplingOptions.builder()
                        .maxInitialTimestampSeconds(OptionalDouble.of(seconds))
                        .build())
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("max_initial_timestamp '" + InvalidOption.shown(seconds) + "'");
    }
}
