package dev.sotto.webhook.deliver;

import dev.sotto.testing.SettableClock;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.MemoryOutbox;
import dev.sotto.webhook.OutboxStore;
import dev.sotto.webhook.Samples;
import dev.sotto.webhook.SendResult;
import dev.sotto.webhook.WebhookRequest;
import dev.sotto.webhook.WebhookSender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A dispatcher in a world of virtual time: receivers by host, each answering what and when it is told to. */
final class Simulation implements WebhookSender {
    /** A receiver's answer and how long it takes. */
    record Reply(SendResult result, Duration after) {}

    /** A request as a receiver saw it. */
    record Seen(Instant at, WebhookRequest request) {}

    private record Pending(Instant at, CompletableFuture<SendResult> answer, SendResult result) {}

    final SettableClock clock = new SettableClock(Samples.NOON);
    final MemoryOutbox outbox = new MemoryOutbox();
    final List<Seen> seen = new ArrayList<>();
    final List<DeliveryAttempt> told = new ArrayList<>();
    final Map<String, Integer> openByHost = new HashMap<>();
    int mostOpen;
    /** How far the wall clock is ahead of the steady one. */
    Duration wallAhead = Duration.ZERO;

    private final Map<String, Function<WebhookRequest, Reply>> receivers = new HashMap<>();
    private final PriorityQueue<Pending> pending = new PriorityQueue<>(Comparator.comparing(Pending::at));
    private final Queue<Runnable> home = new ArrayDeque<>();
    private final Random random;
    private final DispatchLimits limits;
    private Dispatcher dispatcher;

    Simulation(DispatchLimits limits, long seed) {
        this.limits = limits;
        random = new Random(seed);
        dispatcher = start(outbox);
    }

    /** As after a crash: whatever was under way is forgotten, the outbox is not. */
    void restart() {
        pending.clear();
        home.clear();
        openByHost.clear();
        dispatcher = start(outbox);
    }

    void use(OutboxStore store) {
        dispatcher = start(store);
    }

    private Dispatcher start(OutboxStore store) {
        Dispatcher.Ports ports = new Dispatcher.Ports(
                store,
                this,
                clock,
                () -> clock.instant().plus(wallAhead),
                home::add,
                (attempt, endpoint) -> told.add(attempt));
        return new Dispatcher(ports, limits, RetrySchedule.STANDARD, random, "sotto/test");
    }

    void receiver(String host, Function<WebhookRequest, Reply> behaviour) {
        receivers.put(host, behaviour);
    }

    @Override
    public CompletionStage<SendResult> send(WebhookRequest request) {
        seen.add(new Seen(clock.instant(), request));
        String host = request.url().getHost();
        Reply reply = receivers.get(host).apply(request);
        int open = openByHost.merge(host, 1, Integer::sum);
        mostOpen = Math.max(mostOpen, open);
        CompletableFuture<SendResult> answer = new CompletableFuture<>();
        pending.add(new Pending(clock.instant().plus(reply.after()), answer, reply.result()));
        return answer.whenComplete((result, fault) -> openByHost.merge(host, -1, Integer::sum));
    }

    /** Lets time pass in steps, with a turn at each, as the owner's timer does. */
    void run(Duration length, Duration step) {
        Instant end = clock.instant().plus(length);
        while (clock.instant().isBefore(end)) {
            turn();
            clock.advance(step);
        }
        turn();
    }

    int underWay() {
        return dispatcher.underWay();
    }

    void turn() {
        while (!pending.isEmpty() && !pending.peek().at().isAfter(clock.instant())) {
            Pending due = pending.remove();
            due.answer().complete(due.result());
        }
        while (!home.isEmpty()) {
            home.remove().run();
        }
        dispatcher.turn();
        while (!home.isEmpty()) {
            home.remove().run();
        }
    }
}
