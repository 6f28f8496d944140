package dev.sotto.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordBinderTest {
    private final List<String> asked = new ArrayList<>();

    record Planted(String host, Limits limits, Optional<String> lastWord) {}

    record Limits(int bytesPerSecondMin, int bytesMax) {}

    private Planted bind(Map<String, Object> values) {
        return new RecordBinder(key -> {
                    asked.add(key);
                    return Objects.requireNonNull(values.get(key));
                })
                .bind(Planted.class);
    }

    @Test
    void components_are_asked_for_by_the_names_of_settings_in_their_order() {
        Planted bound = bind(Map.of(
                "host",
                "here",
                "limits.bytes-per-second-min",
                1,
                "limits.bytes-max",
                2,
                "last-word",
                Optional.of("x")));
        assertThat(bound).isEqualTo(new Planted("here", new Limits(1, 2), Optional.of("x")));
        assertThat(asked).containsExactly("host", "limits.bytes-per-second-min", "limits.bytes-max", "last-word");
    }

    @Test
    void a_value_of_another_type_names_the_record() {
        assertThatThrownBy(() -> bind(Map.of(
                        "host",
                        5,
                        "limits.bytes-per-second-min",
                        1,
                        "limits.bytes-max",
                        2,
                        "last-word",
                        Optional.empty())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Planted");
    }
}
