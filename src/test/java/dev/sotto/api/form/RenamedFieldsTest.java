package dev.sotto.api.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenamedFieldsTest {
    static Set<Map.Entry<String, String>> renamed() {
        return RenamedFields.NEW_NAMES.entrySet();
    }

    @ParameterizedTest
    @MethodSource("renamed")
    void old_form_field_is_refused_with_the_new_one_in_the_message(Map.Entry<String, String> names) {
        assertRefused(Set.of("file", "model", names.getKey()), "", names.getKey(), names.getValue());
    }

    @ParameterizedTest
    @MethodSource("renamed")
    void new_form_field_is_taken(Map.Entry<String, String> names) {
        RenamedFields.refuse(Set.of("file", "model", names.getValue()), "");
    }

    @Test
    void fields_of_a_webhook_in_json_lack_the_prefix() {
        assertRefused(Set.of("url", "form"), "webhook_", "form", "signature");
        assertRefused(Set.of("url", "result"), "webhook_", "result", "include_result");
        RenamedFields.refuse(Set.of("url", "signature", "include_result", "keep_seconds"), "webhook_");
        RenamedFields.refuse(Set.of("form", "result"), "");
    }

    private static void assertRefused(Set<String> sent, String prefix, String oldName, String newName) {
        assertThatThrownBy(() -> RenamedFields.refuse(sent, prefix)).isInstanceOfSatisfying(FaultException.class, e -> {
            assertThat(e.fault().code()).isEqualTo(FaultCode.INVALID_VALUE);
            assertThat(e.fault().field()).contains(oldName);
            assertThat(e.fault().message()).isEqualTo("%s was renamed; use %s.", oldName, newName);
        });
    }
}
