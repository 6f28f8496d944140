package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HallucinationRulesTest {
    private static final String PROMPT = "Sotto, TorchScript and Vert.x are spelled so.";

    @Test
    void the_prompt_or_a_piece_of_it_is_an_echo() {
        assertThat(HallucinationRules.isEcho("Sotto, TorchScript and Vert.x are spelled so.", PROMPT))
                .isTrue();
        assertThat(HallucinationRules.isEcho("and vert x are spelled", PROMPT)).isTrue();
        assertThat(HallucinationRules.isEcho("So. Sotto, Torchscript and Vert.X are spelled so! Well", PROMPT))
                .isTrue();
    }

    @Test
    void words_of_the_prompt_among_others_are_none() {
        assertThat(HallucinationRules.isEcho("We call it Sotto.", PROMPT)).isFalse();
        assertThat(HallucinationRules.isEcho("Sotto", PROMPT)).isFalse();
        assertThat(HallucinationRules.isEcho("", PROMPT)).isFalse();
        assertThat(HallucinationRules.isEcho("anything", "")).isFalse();
    }

    @Test
    void a_phrase_that_loops_is_said_once() {
        assertThat(HallucinationRules.withoutLoops(" Oh, oh, oh, oh, oh, well")).isEqualTo(" Oh, well");
        assertThat(HallucinationRules.withoutLoops(" Then I go. Then I go. Then I go. Then I go. Then I go. The end."))
                .isEqualTo(" Then I go. The end.");
    }

    @Test
    void what_is_said_three_times_stays() {
        assertThat(HallucinationRules.withoutLoops(" No, no, no. Never, never, never."))
                .isEqualTo(" No, no, no. Never, never, never.");
        assertThat(HallucinationRules.withoutLoops("")).isEmpty();
    }
}
