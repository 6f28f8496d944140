package dev.sotto.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Answers of the engine on their way to the one thread that asked many questions at once. Answers arrive on any thread;
 * everything else belongs to the asking one.
 */
final class CompletionQueue implements AutoCloseable {
    private final BlockingQueue<Answer<?>> answers = new LinkedBlockingQueue<>(); // at most one for each open question
    private final List<CompletableFuture<?>> open = new ArrayList<>(); // asked and not handled; a few dozen

    private record Answer<T>(CompletableFuture<T> future, Consumer<T> then) {}

    /** Has {@code then} called, by {@link #takeOne}, when the answer is there. */
    <T> void ask(CompletableFuture<T> question, Consumer<T> then) {
        open.add(question);
        var unused = question.whenComplete((value, fault) -> answers.add(new Answer<>(question, then)));
    }

    /**
     * Waits for an answer and handles it.
     *
     * @throws java.util.concurrent.CompletionException if there is none, with the reason
     * @throws java.util.concurrent.CancellationException if the asker's request to stop was seen
     */
    void takeOne() throws InterruptedException {
        handle(answers.take());
    }

    private <T> void handle(Answer<T> answer) {
        open.removeIf(question -> question == answer.future());
        answer.then().accept(answer.future().join());
    }

    /** Nobody waits any more: windows that were encoded are given back, and what the engine has not begun it need not. */
    @Override
    public void close() {
        open.forEach(EngineCalls::giveUp);
        open.clear();
        answers.clear();
    }
}
