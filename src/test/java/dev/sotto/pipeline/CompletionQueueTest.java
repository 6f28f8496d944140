package dev.sotto.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.whisper.EncodedWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CompletionQueueTest {
    private final CompletionQueue box = new CompletionQueue();
    private final List<String> closed = new ArrayList<>();

    @Test
    void answers_are_handled_one_by_one_in_the_order_of_their_coming() throws InterruptedException {
        List<String> handled = new ArrayList<>();
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        box.ask(first, handled::add);
        box.ask(second, handled::add);
        second.complete("second");
        first.complete("first");
        box.takeOne();
        assertThat(handled).containsExactly("second");
        box.takeOne();
        assertThat(handled).containsExactly("second", "first");
    }

    @Test
    void closing_gives_up_what_is_not_answered_and_gives_back_the_windows_that_are() {
        CompletableFuture<EncodedWindow> answered = CompletableFuture.completedFuture(() -> closed.add("answered"));
        CompletableFuture<EncodedWindow> open = new CompletableFuture<>();
        box.ask(answered, window -> {});
        box.ask(open, window -> {});
        box.close();
        assertThat(closed).containsExactly("answered");
        assertThat(open).isCancelled();
    }
}
