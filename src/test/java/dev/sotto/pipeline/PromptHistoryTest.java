package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromptHistoryTest {
    @Test
    void the_initial_prompt_and_all_text_so_far_stand_before_the_next_window() {
        PromptHistory history = new PromptHistory(List.of(1, 2), false, 5);
        assertThat(history.prompt()).containsExactly(1, 2);
        history.add(List.of(3, 4));
        assertThat(history.prompt()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void a_reset_forgets_everything_so_far() {
        PromptHistory history = new PromptHistory(List.of(1, 2), false, 5);
        history.add(List.of(3));
        history.reset();
        history.add(List.of(4));
        assertThat(history.prompt()).containsExactly(4);
    }

    @Test
    void a_carried_prompt_stays_and_the_newest_text_fills_the_room_behind_it() {
        PromptHistory history = new PromptHistory(List.of(1, 2), true, 5);
        history.add(List.of(3, 4, 5, 6));
        assertThat(history.prompt()).containsExactly(1, 2, 4, 5, 6);
        history.reset();
        history.add(List.of(7));
        assertThat(history.prompt()).containsExactly(1, 2, 7);
    }
}
