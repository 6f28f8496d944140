package dev.sotto.crash;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds what clients were told, and what came to their webhooks, against what the last server knows. */
final class CrashCount {
    private static final Pattern RESUMED = Pattern.compile("job (job_\\w+) goes on behind ");

    private static final long EVENTS_WAIT_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int PAUSE_MILLIS = 200;

    private final Ledger ledger;
    private final Map<String, String> golden;

    /** @param golden name of a kind to the {@link #reading} of its results */
    CrashCount(Ledger ledger, Map<String, String> golden) {
        this.ledger = ledger;
        this.golden = golden;
    }

    /** What is compared of a result: its text and how many segments it has. */
    static String reading(JsonObject result) {
        return result.getString("text") + " | "
                + result.getJsonArray("segments").size();
    }

    CrashReport.Jobs jobs(JobClient server, Path data) throws IOException, InterruptedException {
        List<JsonObject> known = server.all();
        Map<String, JsonObject> byId = new LinkedHashMap<>();
        known.forEach(job -> byId.put(job.getString("id"), job));
        Set<String> resumed = resumed(data);
        Map<String, Integer> seen = new HashMap<>();
        Set<String> named = new HashSet<>();
        int resumedWrong = 0;
        for (Ledger.Job one : ledger.jobs()) {
            named.add(one.id());
            String state = state(byId.get(one.id()), one, server);
            seen.merge(state, 1, Integer::sum);
            resumedWrong += state.equals("wrong") && resumed.contains(one.id()) ? 1 : 0;
        }
        // Every key was asked for until it was acknowledged: a job that no key names was made twice.
        int twice = known.size() - named.size() + ledger.jobs().size() - named.size();
        return new CrashReport.Jobs(
                ledger.jobs().size(),
                seen.getOrDefault("lost", 0),
                seen.getOrDefault("limbo", 0),
                seen.getOrDefault("otherwise", 0),
                twice,
                seen.getOrDefault("wrong", 0),
                orphans(data),
                (int) known.stream()
                        .filter(job -> job.getInteger("attempt") > 1)
                        .count(),
                resumed.size(),
                resumedWrong);
    }

    private String state(JsonObject job, Ledger.Job told, JobClient server) throws IOException, InterruptedException {
        if (job == null) {
            return "lost";
        }
        return switch (job.getString("status")) {
            case "queued", "running" -> "limbo";
            case "succeeded" ->
                reading(server.result(told.id())).equals(golden.get(told.kind().name())) ? "right" : "wrong";
            default -> "otherwise";
        };
    }

    private static int orphans(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("blobs"))) {
            return (int) files.count();
        }
    }

    /** Jobs that a server of this data folder went on with. */
    static Set<String> resumed(Path data) throws IOException {
        try (Stream<String> lines = Files.lines(data.resolve("log.txt"))) {
            return lines.map(RESUMED::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
        }
    }

    CrashReport.Events events(List<WebhookReceiver.Receipt> receipts, int pending) {
        Map<String, Set<String>> bodies = new HashMap<>(); // by event
        Map<String, Set<String>> events = new HashMap<>(); // by registration
        int wrong = 0;
        for (WebhookReceiver.Receipt receipt : receipts) {
            bodies.computeIfAbsent(receipt.event(), event -> new HashSet<>()).add(receipt.body());
            events.computeIfAbsent(receipt.registration(), name -> new HashSet<>())
                    .add(receipt.event());
            wrong += isRight(receipt) ? 0 : 1;
        }
        return new CrashReport.Events(
                owed().size(),
                (int) owed().stream().filter(delivered(receipts)::contains).count(),
                pending,
                receipts.size(),
                (int) receipts.stream().filter(receipt -> !receipt.isAnswered()).count(),
                wrong,
                (int) receipts.stream().filter(receipt -> !receipt.isSigned()).count(),
                (int) bodies.values().stream()
                        .filter(different -> different.size() > 1)
                        .count(),
                (int) events.values().stream().filter(told -> told.size() > 1).count());
    }

    /**
     * Blocks until all that is owed is told.
     *
     * @return deliveries that are still pending then, or when there was time enough for them
     */
    int awaitEvents(WebhookReceiver receiver, JobClient server) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            int pending = server.pendingDeliveries();
            boolean isAllTold = pending == 0 && delivered(receiver.receipts()).containsAll(owed());
            if (isAllTold || System.nanoTime() - begin > EVENTS_WAIT_NANOS) {
                return pending;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Registrations that an event has to come to. */
    private Set<String> owed() {
        return ledger.webhooks().entrySet().stream()
                .filter(entry -> entry.getValue().isOwed())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Registrations that were told, and the server was told that they were. */
    private static Set<String> delivered(List<WebhookReceiver.Receipt> receipts) {
        return receipts.stream()
                .filter(WebhookReceiver.Receipt::isAnswered)
                .map(WebhookReceiver.Receipt::registration)
                .collect(Collectors.toSet());
    }

    private boolean isRight(WebhookReceiver.Receipt receipt) {
        Ledger.Webhook webhook = ledger.webhooks().get(receipt.registration());
        if (webhook == null) {
            return false;
        }
        JsonObject event = new JsonObject(receipt.body());
        JsonObject data = event.getJsonObject("data");
        return event.getString("type").equals("transcription.completed")
                && data.getString("id").equals(webhook.job().id())
                && data.getString("status").equals("succeeded")
                && reading(data.getJsonObject("result"))
                        .equals(golden.get(webhook.job().kind().name()));
    }
}
