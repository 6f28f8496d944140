package dev.sotto.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerHeadersTest {
    @Test
    void own_headers_of_a_caller_are_kept_in_lower_case() {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("Authorization", "Bearer abc");
        asked.put("X-Tenant", " 7 ");
        asked.put("X-Empty", "");
        assertThat(CallerHeaders.checked(asked))
                .containsExactly(
                        Map.entry("authorization", "Bearer abc"), Map.entry("x-tenant", "7"), Map.entry("x-empty", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "connection",
                "Content-Type",
                "webhook-id",
                "Webhook-Signature",
                "webhook-anything",
                "X-Webhook-Signature",
                "bad name",
                "bad:name",
                "bad\r\nname",
                "",
                "naïve"
            })
    void reserved_and_malformed_names_are_refused(String name) {
        assertThatThrownBy(() -> CallerHeaders.checked(Map.of(name, "secret-value")))
                .isInstanceOf(WebhookException.class)
                .hasMessageNotContaining("secret-value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nx-injected: 1", "a\nb", "a\u0000b", "ünïcode"})
    void values_that_could_break_the_message_are_refused_and_not_repeated(String value) {
        assertThatThrownBy(() -> CallerHeaders.checked(Map.of("x-a", value)))
                .isInstanceOf(WebhookException.class)
                .hasMessageNotContaining(value);
    }

    @Test
    void number_and_length_are_bounded_and_a_name_is_given_once() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 21; i++) {
            many.put("x-" + i, "v");
        }
        assertThatThrownBy(() -> CallerHeaders.checked(many)).hasMessageContaining("21 are given");
        many.remove("x-0");
        assertThat(CallerHeaders.checked(many)).hasSize(20);
        assertThat(CallerHeaders.checked(Map.of("x-a", "v".repeat(2048)))).hasSize(1);
        assertThatThrownBy(() -> CallerHeaders.checked(Map.of("x-a", "v".repeat(2049))))
                .hasMessageContaining("2048");
        assertThatThrownBy(() -> CallerHeaders.checked(Map.of("x-a", "1", "X-A", "2")))
                .hasMessageContaining("x-a is given twice");
    }
}
