package dev.sotto.crash;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that all send at once, each its next job when the last was acknowledged. Used by one thread. */
final class LoadClients {
    private static final int CLIENTS = 20;
    private static final int ASKS = 50;

    private final HttpClient http;
    private final URI address;
    private final JobClient server;
    private final Kind kind;
    private final AtomicInteger keys = new AtomicInteger();

    LoadClients(HttpClient http, URI address, Kind kind) {
        this.http = http;
        this.address = address;
        this.server = new JobClient(http, address);
        this.kind = kind;
    }

    /** Of one run of jobs; times in milliseconds. */
    record Outcome(int lost, String firstFault, String text) {}

    /** One run while it runs. Thread-safe. */
    private static final class Tally {
        final List<Double> submits = Collections.synchronizedList(new ArrayList<>());
        final List<Double> ends = Collections.synchronizedList(new ArrayList<>());
        final Map<String, Long> sentAt = Collections.synchronizedMap(new LinkedHashMap<>()); // by job
        final Queue<String> faults = new ConcurrentLinkedQueue<>();
    }

    /** Blocks until the jobs have ended; those that begin later are only acknowledged. */
    Outcome send(int jobs, int startAfterSeconds) throws InterruptedException {
        Tally tally = new Tally();
        Kind sent = startAfterSeconds == 0
                ? kind
                : kind.with(Map.of("start_after_seconds", Integer.toString(startAfterSeconds)));
        long begin = System.nanoTime();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int i = 0; i < jobs; i++) {
            clients.execute(() -> submit(sent, tally));
        }
        finish(clients);
        if (startAfterSeconds == 0) {
            ExecutorService waiting = Executors.newFixedThreadPool(CLIENTS);
            tally.sentAt.forEach((job, at) -> waiting.execute(() -> await(job, at, tally)));
            finish(waiting);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        String text = String.format(
                Locale.ROOT,
                "%.1f s, %d faults; submit %s; end %s",
                seconds,
                tally.faults.size(),
                quantiles(tally.submits),
                quantiles(tally.ends));
        return new Outcome(tally.faults.size(), String.valueOf(tally.faults.peek()), text);
    }

    private static void finish(ExecutorService threads) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(30, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the clients did not end within half an hour");
        }
    }

    private void submit(Kind sent, Tally tally) {
        long wall = System.currentTimeMillis();
        long before = System.nanoTime();
        try {
            String id = server.submit(sent, "load-" + keys.incrementAndGet());
            tally.submits.add((System.nanoTime() - before) / 1e6);
            tally.sentAt.put(id, wall);
        } catch (IOException | InterruptedException e) {
            tally.faults.add("submit: " + e);
        }
    }

    /** When it ended is told by the server, whose clock is ours. */
    private void await(String job, long sentAt, Tally tally) {
        try {
            server.awaitEnd(job);
            JsonObject ended = server.job(job);
            if (ended.getString("status").equals("succeeded")) {
                tally.ends.add(ended.getDouble("ended_at") * 1000 - sentAt);
            } else {
                tally.faults.add(ended.encode());
            }
        } catch (IOException | InterruptedException e) {
            tally.faults.add("%s: %s".formatted(job, e));
        }
    }

    /** Twenty clients ask for one job again and again: what an answer costs that needs no work. */
    void read(int requests) throws Exception {
        String id = server.submit(kind.with(Map.of("start_after_seconds", "3600")), "read");
        List<Double> times = Collections.synchronizedList(new ArrayList<>());
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        long begin = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            var unused = clients.submit(() -> {
                long before = System.nanoTime();
                server.job(id);
                return times.add((System.nanoTime() - before) / 1e6);
            });
        }
        finish(clients);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d of %d answers to GET /v1/jobs/{id}, %.0f a second, %s%n",
                times.size(),
                requests,
                times.size() / seconds,
                quantiles(times));
    }

    /** One client sends the clip and waits for its text, again and again. */
    void transcribe(Kind clip, int clips) throws IOException, InterruptedException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < clips; i++) {
            long before = System.nanoTime();
            server.transcribe(clip, "clip-" + i);
            times.add((System.nanoTime() - before) / 1e6);
        }
        System.out.printf(
                Locale.ROOT, "%d clips one after another, from request to text %s%n", clips, quantiles(times));
    }

    /** All follow one job that does not begin. */
    int hold(int streams) throws Exception {
        String id = server.submit(kind.with(Map.of("start_after_seconds", "3600")), "followed");
        URI events = address.resolve("/v1/jobs/" + id + "/events");
        List<CompletableFuture<HttpResponse<InputStream>>> open = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < streams; i++) {
            open.add(http.sendAsync(HttpRequest.newBuilder(events).build(), HttpResponse.BodyHandlers.ofInputStream()));
        }
        int held = 0;
        for (CompletableFuture<HttpResponse<InputStream>> stream : open) {
            held += stream.get(1, TimeUnit.MINUTES).statusCode() == 200 ? 1 : 0;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<Double> asks = new ArrayList<>();
        for (int i = 0; i < ASKS; i++) {
            long before = System.nanoTime();
            server.job(id);
            asks.add((System.nanoTime() - before) / 1e6);
        }
        System.out.printf(
                Locale.ROOT,
                "%d event streams open after %.1f s; beside them a job is told in %s%n",
                held,
                seconds,
                quantiles(asks));
        return held;
    }

    private static String quantiles(List<Double> millis) {
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.isEmpty()
                ? "-"
                : String.format(Locale.ROOT, "p50 %.1f p99 %.1f ms", at(sorted, 0.5), at(sorted, 0.99));
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share));
    }
}
