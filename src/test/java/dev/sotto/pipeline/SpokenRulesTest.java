package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpokenRulesTest {
    private static final String PROMPT = "Sotto, TorchScript and Vert.x are spelled so.";

    @Test
    void the_prompt_or_a_piece_of_it_is_an_echo() {
        assertThat(SpokenRules.isEcho("Sotto, TorchScript and Vert.x are spelled so.", PROMPT))
                .isTrue();
        assertThat(SpokenRules.isEcho("and vert x are spelled", PROMPT)).isTrue();
        assertThat(SpokenRules.isEcho("So. Sotto, Torchscript and Vert.X are spelled so! Well", PROMPT))
                .isTrue();
    }

    @Test
    void words_of_the_prompt_among_others_are_none() {
        assertThat(SpokenRules.isEcho("We call it Sotto.", PROMPT)).isFalse();
        assertThat(SpokenRules.isEcho("Sotto", PROMPT)).isFalse();
        assertThat(SpokenRules.isEcho("", PROMPT)).isFalse();
        assertThat(SpokenRules.isEcho("anything", "")).isFalse();
    }

    @Test
    void a_phrase_that_loops_is_said_once() {
        assertThat(SpokenRules.withoutLoops(" Oh, oh, oh, oh, oh, well")).isEqualTo(" Oh, well");
        assertThat(SpokenRules.withoutLoops(" Then I go. Then I go. Then I go. Then I go. Then I go. The end."))
                .isEqualTo(" Then I go. The end.");
    }

    @Test
    void what_is_said_three_times_stays() {
        assertThat(SpokenRules.withoutLoops(" No, no, no. Never, never, never."))
                .isEqualTo(" No, no, no. Never, never, never.");
        assertThat(SpokenRules.withoutLoops("")).isEmpty();
    }
}
