package dev.sotto.transcript.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    @ParameterizedTest
    @CsvSource({
        "true,true",
        "TRUE,true",
        "1,true",
        "on,true",
        "On,true",
        "yes,true",
        "' yes ',true",
        "false,false",
        "0,false",
        "off,false",
        "OFF,false",
        "no,false"
    })
    void a_yes_and_a_no_have_four_words_each_in_any_case(String text, boolean meant) {
        assertThat(of(text).flag("x")).contains(meant);
        assertThat(of(text).flag("x", !meant)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "2", "t", "tru", "null", "none", "on off"})
    void other_words_are_neither(String text) {
        assertFault(text, "true or false", fields -> fields.flag("x"));
    }

    @Test
    void a_form_s_empty_value_is_not_given_and_a_person_s_is() {
        for (String text : List.of("", "  ")) {
            assertThat(of(text).flag("x", true)).isTrue();
            assertThat(of(text).number("x")).isEmpty();
            assertThat(of(text).text("x")).isEmpty();
            assertThat(of(text).wholes("x", List.of(-1))).containsExactly(-1);
        }
        Fields typed = Fields.typed(name -> List.of(""));
        assertThat(typed.text("x", "otherwise")).isEmpty();
        assertThat(typed.wholes("x", List.of(-1))).isEmpty();
        assertThatThrownBy(() -> typed.whole("x")).hasMessage("x ''; expected a whole number");
    }

    @Test
    void numbers_are_plain_and_finite() {
        assertThat(of("-1.50").number("x")).isEqualTo(OptionalDouble.of(-1.5));
        assertThat(of(" +.5 ").number("x", 3)).isEqualTo(0.5);
        assertThat(of("1e-2").number("x", 3)).isEqualTo(0.01);
        for (String text : List.of("NaN", "Infinity", "1f", "0x1p3", "1,5", "1e999", "--1")) {
            assertFault(text, "a number", fields -> fields.number("x"));
        }
        assertThat(of("7").whole("x")).isEqualTo(OptionalInt.of(7));
        assertThat(of(Long.toString(Long.MAX_VALUE)).whole("x", 1L)).isEqualTo(Long.MAX_VALUE);
        for (String text : List.of("7.0", "99999999999", "seven")) {
            assertFault(text, "a whole number", fields -> fields.whole("x"));
        }
    }

    @Test
    void seconds_are_not_negative() {
        assertThat(of("1.5").seconds("x", 0)).isEqualTo(1.5);
        assertFault("-1", "a number of seconds, 0 or more", fields -> fields.seconds("x", 0));
        assertFault("soon", "a number of seconds, 0 or more", fields -> fields.seconds("x", 0));
    }

    @Test
    void a_threshold_can_be_switched_off() {
        OptionalDouble otherwise = OptionalDouble.of(2.4);
        assertThat(of("None").threshold("x", otherwise)).isEmpty();
        assertThat(of("inf").threshold("x", otherwise)).isEmpty();
        assertThat(of("3").threshold("x", otherwise)).hasValue(3);
        assertThat(Fields.none().threshold("x", otherwise)).hasValue(2.4);
        assertFault("much", "a number, or none", fields -> fields.threshold("x", otherwise));
    }

    @Test
    void choices_are_known_in_any_case() {
        assertThat(of(" Batched").choice("x", Mode::named, "either")).contains(Mode.BATCHED);
        assertFault("fast", "either", fields -> fields.choice("x", Mode::named, "either"));
        assertThat(Fields.none().<Mode>choice("x", Mode::named, "batched", "either"))
                .isEqualTo(Mode.BATCHED);
    }

    @Test
    void lists_come_repeated_with_commas_or_as_json() {
        assertThat(of("a", "b").list("x")).containsExactly("a", "b");
        assertThat(of("a, b").list("x")).containsExactly("a", "b");
        assertThat(of("[\"a\",\"b\"]", "c").list("x")).containsExactly("a", "b", "c");
        assertThat(of().list("x")).isEmpty();
        assertThat(of("1, 2", "3").wholes("x", List.of())).containsExactly(1, 2, 3);
        assertThat(of("[0, 1.5]").numbers("x")).containsExactly(0.0, 1.5);
    }

    @Test
    void the_last_of_several_values_counts() {
        assertThat(of("1", "2").whole("x", 0)).isEqualTo(2);
    }

    @Test
    void what_a_name_stands_for_is_kept_for_help_and_contract() {
        Fields fields = Fields.none();
        fields.number("half", 0.5);
        fields.number("two", 2.0);
        fields.threshold("off", OptionalDouble.empty());
        fields.text("nothing");
        fields.with("half", "0.7").flag("inner", true);
        assertThat(fields.defaults())
                .containsEntry("half", Optional.of("0.5"))
                .containsEntry("two", Optional.of("2"))
                .containsEntry("off", Optional.of("none"))
                .containsEntry("nothing", Optional.empty())
                .containsEntry("inner", Optional.of("true"));
        assertThat(fields.with("half", "0.7").number("half", 0.5)).isEqualTo(0.7);
    }

    private static Fields of(String... values) {
        return Fields.filledIn(name -> name.equals("x") ? Arrays.asList(values) : List.of());
    }

    private static void assertFault(String text, String expected, Function<Fields, Object> reader) {
        assertThatThrownBy(() -> reader.apply(of(text))).isInstanceOfSatisfying(InvalidOption.class, fault -> {
            assertThat(fault.name()).isEqualTo("x");
            assertThat(fault.seen()).isEqualTo(text);
            assertThat(fault.expected()).isEqualTo(expected);
            assertThat(fault).hasMessage("x '%s'; expected %s".formatted(text, expected));
        });
    }
}
