package dev.sotto.api.dialect.fastapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    private static Parameters of(Object... values) {
        return Parameters.of("query", name -> List.of(values));
    }

    @ParameterizedTest
    @CsvSource({"True,true", "TRUE,true", "t,true", "Yes,true", "on,true", "1,true", "False,false", "n,false", "0,false"
    })
    void a_flag_is_read_without_regard_to_case(String text, boolean value) {
        assertThat(of(text).flag("a", !value)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"7,7", " 7 ,7", "7.0,7", "-3,-3", "+2,2"})
    void a_whole_number_may_be_a_text(String text, int value) {
        assertThat(of(text).whole("a")).isEqualTo(OptionalInt.of(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1.5", "1e3", "--1", "99999999999", "0x10"})
    void what_is_no_whole_number_is_told_and_counts_for_nothing(String text) {
        Parameters parameters = of(text);
        assertThat(parameters.whole("a")).isEmpty();
        assertThatThrownBy(parameters::check)
                .isInstanceOf(InvalidParameters.class)
                .hasMessageContaining("int_parsing");
    }

    @Test
    void values_of_json_are_read_as_they_are() {
        Parameters parameters = Parameters.of(new JsonObject()
                .put("count", 3)
                .put("share", 0.5)
                .put("is", true)
                .putNull("nothing"));
        assertThat(parameters.whole("count")).isEqualTo(OptionalInt.of(3));
        assertThat(parameters.number("share")).isEqualTo(OptionalDouble.of(0.5));
        assertThat(parameters.flag("is", false)).isTrue();
        assertThat(parameters.text("nothing")).isEmpty();
        parameters.check();
        assertThat(parameters.whole("is")).isEmpty();
        assertThatThrownBy(parameters::check).isInstanceOf(InvalidParameters.class);
    }

    @Test
    void a_list_comes_one_by_one_as_a_list_or_with_commas() {
        assertThat(of("-1", "5").wholes("a", List.of())).containsExactly(-1, 5);
        assertThat(of("-1, 5").wholes("a", List.of())).containsExactly(-1, 5);
        assertThat(of("[-1,5]").wholes("a", List.of())).containsExactly(-1, 5);
        assertThat(of().wholes("a", List.of(9))).containsExactly(9);
    }

    @Test
    void a_wrong_choice_names_all_choices() {
        Parameters parameters = of("x");
        assertThat(parameters.choice("task", "a", List.of("a", "b", "c"))).isEqualTo("a");
        assertThat(parameters.faults())
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("type", "enum")
                                .put("loc", new JsonArray().add("query").add("task"))
                                .put("msg", "Input should be 'a', 'b' or 'c'")
                                .put("input", "x")
                                .put("ctx", new JsonObject().put("expected", "'a', 'b' or 'c'"))));
    }

    @Test
    void an_empty_text_is_nothing_and_the_last_of_several_counts() {
        assertThat(of("", " ").whole("a")).isEmpty();
        assertThat(of("1", "2").whole("a")).isEqualTo(OptionalInt.of(2));
        Parameters needed = of("");
        needed.needed("url");
        assertThatThrownBy(needed::check).hasMessageContaining("Field required");
    }
}
