package dev.sotto.webhook;

import dev.sotto.webhook.EndpointStatus.DisabledReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An outbox in memory that keeps the whole contract of {@link OutboxStore}. */
public final class MemoryOutbox implements OutboxStore {
    private static final class Row {
        private final WebhookEvent event;
        private Delivery delivery;
        private Instant leasedUntil = Instant.MIN;
        private long token;

        Row(WebhookEvent event, Delivery delivery) {
            this.event = event;
            this.delivery = delivery;
        }

        boolean isLeased(Instant now) {
            return leasedUntil.isAfter(now);
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final Map<String, List<DeliveryAttempt>> attempts = new HashMap<>();

    public synchronized void add(Endpoint endpoint, WebhookEvent event, Delivery delivery) {
        endpoints.putIfAbsent(endpoint.id(), endpoint);
        rows.put(delivery.id(), new Row(event, delivery));
    }

    public synchronized Delivery delivery(String id) {
        return row(id).delivery;
    }

    public synchronized void replace(Delivery delivery) {
        row(delivery.id()).delivery = delivery;
    }

    public synchronized Endpoint endpoint(String id) {
        return endpoints.get(id);
    }

    public synchronized List<Delivery> deliveries() {
        return rows.values().stream().map(row -> row.delivery).toList();
    }

    public synchronized List<DeliveryAttempt> attempts(String deliveryId) {
        return attempts.getOrDefault(deliveryId, List.of());
    }

    @Override
    public synchronized List<Destination> dueDestinations(Instant now, int limit) {
        return due(now).map(this::destination).distinct().limit(limit).toList();
    }

    @Override
    public synchronized List<Claimed> claim(ClaimRequest request) {
        List<Row> due = due(request.now())
                .filter(row -> destination(row).equals(request.destination()))
                .limit(request.limit())
                .toList();
        List<Claimed> claimed = new ArrayList<>();
        for (Row row : due) {
            row.leasedUntil = request.now().plus(request.lease());
            row.token++;
            claimed.add(new Claimed(row.delivery, endpoints.get(row.delivery.endpointId()), row.event, row.token));
        }
        return claimed;
    }

    private Stream<Row> due(Instant now) {
        return rows.values().stream()
                .filter(row -> row.delivery.state() == DeliveryState.PENDING && !row.isLeased(now))
                .filter(row -> !row.delivery.dueAt().isAfter(now))
                .sorted(Comparator.comparing((Row row) -> row.delivery.dueAt()));
    }

    @Override
    public synchronized boolean settle(Claimed claimed, Settlement settlement) {
        Row row = row(claimed.delivery().id());
        if (isVoid(row, claimed)) {
            return false;
        }
        row.delivery = settlement.delivery();
        row.leasedUntil = Instant.MIN;
        attempts.computeIfAbsent(row.delivery.id(), any -> new ArrayList<>()).add(settlement.attempt());
        store(claimed.endpoint().id(), settlement.status());
        return true;
    }

    @Override
    public synchronized void postpone(Destination destination, Instant until) {
        for (Row row : rows.values()) {
            boolean isWaiting = row.delivery.state() == DeliveryState.PENDING && row.leasedUntil.equals(Instant.MIN);
            if (isWaiting
                    && destination(row).equals(destination)
                    && row.delivery.dueAt().isBefore(until)) {
                row.delivery = withDueAt(row.delivery, until);
            }
        }
    }

    private void store(String endpointId, EndpointStatus status) {
        endpoints.computeIfPresent(endpointId, (id, endpoint) -> endpoint.with(status));
        if (status.isEnabled()) {
            return;
        }
        for (Row row : rows.values()) {
            Delivery old = row.delivery;
            if (old.endpointId().equals(endpointId) && old.state() == DeliveryState.PENDING) {
                row.delivery = new Delivery(
                        old.id(),
                        old.owner(),
                        old.eventId(),
                        old.endpointId(),
                        DeliveryState.GONE,
                        old.attempts(),
                        old.step(),
                        old.createdAt(),
                        old.dueAt());
                row.token++;
                row.leasedUntil = Instant.MIN;
            }
        }
    }

    /** For tests that need a disabled endpoint. */
    public synchronized void disable(String endpointId, DisabledReason reason) {
        store(endpointId, EndpointStatus.HEALTHY.disabledFor(reason));
    }

    private static boolean isVoid(Row row, Claimed claimed) {
        return row.token != claimed.token() || row.leasedUntil.equals(Instant.MIN);
    }

    private Destination destination(Row row) {
        return endpoints.get(row.delivery.endpointId()).destination();
    }

    private Row row(String id) {
        return rows.get(id);
    }

    private static Delivery withDueAt(Delivery delivery, Instant dueAt) {
        return new Delivery(
                delivery.id(),
                delivery.owner(),
                delivery.eventId(),
                delivery.endpointId(),
                delivery.state(),
                delivery.attempts(),
                delivery.step(),
                delivery.createdAt(),
                dueAt);
    }
}
