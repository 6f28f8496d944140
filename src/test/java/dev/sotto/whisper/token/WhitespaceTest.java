package dev.sotto.whisper.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhitespaceTest {
    @ParameterizedTest
    @ValueSource(ints = {' ', '\t', '\n', 0x1c, 0x1f, 0x85, 0xa0, 0x2007, 0x2028, 0x202f, 0x3000})
    void every_space_of_python_is_stripped_at_both_ends(int space) {
        String around = Character.toString(space);
        assertThat(Whitespace.strip(around + "a" + around + "b" + around)).isEqualTo("a" + around + "b");
        assertThat(Whitespace.strip(around + around)).isEmpty();
    }

    @Test
    void zero_width_space_and_byte_order_mark_are_no_spaces() {
        assertThat(Whitespace.strip("\u200ba\ufeff")).isEqualTo("\u200ba\ufeff");
    }
}
