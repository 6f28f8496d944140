package dev.sotto.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private final List<Promise<String>> asked = new ArrayList<>();
    private final SingleFlight<String> question = new SingleFlight<>(() -> {
        Promise<String> answer = Promise.promise();
        asked.add(answer);
        return answer.future();
    });

    @Test
    void those_who_ask_meanwhile_get_the_same_answer() {
        Future<String> first = question.ask();
        Future<String> second = question.ask();
        assertThat(asked).hasSize(1);
        asked.get(0).complete("here");
        assertThat(first.result()).isEqualTo("here");
        assertThat(second.result()).isEqualTo("here");
    }

    @Test
    void it_is_asked_again_once_it_is_answered_or_has_failed() {
        question.ask();
        asked.get(0).fail("no");
        question.ask();
        asked.get(1).complete("yes");
        question.ask();
        assertThat(asked).hasSize(3);
    }

    @Test
    void answer_that_is_there_at_once_is_not_kept() {
        SingleFlight<Integer> count = new SingleFlight<>(() -> Future.succeededFuture(asked.size()));
        assertThat(count.ask().result()).isZero();
        asked.add(Promise.promise());
        assertThat(count.ask().result()).isEqualTo(1);
    }
}
