package dev.sotto.crash;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many short jobs from many clients at once, and many idle event streams, against a real server; prints what they cost. */
public final class LoadRun {
    private static final int CLIENTS = 20;
    private static final int JOBS = 200;
    private static final int STREAMS = 1000;

    private LoadRun() {}

    /** Arguments: jobs, streams; each may be left out from the end. */
    public static void main(String[] arguments) throws Exception {
        int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : JOBS;
        int streams = arguments.length > 1 ? Integer.parseInt(arguments[1]) : STREAMS;
        Path home = Path.of("").toAbsolutePath();
        Path folder = Files.createTempDirectory("sotto-load");
        Map<String, String> settings = Map.of("SOTTO_HTTP_CONNECTIONS_MAX", "4000");
        try (ServerProcess server = ServerProcess.start(home, folder.resolve("data"), settings)) {
            URI address = server.address();
            System.out.printf("ready; resident %d MiB%n", residentMib(server, "VmRSS"));
            Kind kind = new Kind(
                    "short",
                    Kind.cut(home.resolve("src/test/resources/audio/sample.flac"), 3, folder.resolve("clip.wav")),
                    Map.of("model", "whisper-1"));
            send(address, kind, jobs);
            System.out.printf(
                    "resident %d MiB, at most %d%n", residentMib(server, "VmRSS"), residentMib(server, "VmHWM"));
            hold(address, kind, streams);
            System.out.printf(
                    "resident %d MiB, at most %d%n", residentMib(server, "VmRSS"), residentMib(server, "VmHWM"));
            System.out.printf("stopped in %d ms%n", server.stop());
        }
    }

    private static void send(URI address, Kind kind, int jobs) throws InterruptedException {
        JobClient client = new JobClient(HttpClient.newHttpClient(), address);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Long> submits = Collections.synchronizedList(new ArrayList<>());
        List<Long> ends = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger failed = new AtomicInteger();
        ConcurrentLinkedQueue<Runnable> waits = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        for (int i = 0; i < jobs; i++) {
            String key = "load-" + i;
            clients.execute(() -> {
                long before = System.nanoTime();
                try {
                    String id = client.submit(kind, key);
                    submits.add(System.nanoTime() - before);
                    waits.add(() -> {
                        try {
                            client.awaitEnd(id);
                            ends.add(System.nanoTime() - before);
                            failed.addAndGet(client.job(id).getString("status").equals("succeeded") ? 0 : 1);
                        } catch (IOException | InterruptedException e) {
                            failed.incrementAndGet();
                        }
                    });
                } catch (IOException | InterruptedException e) {
                    failed.incrementAndGet();
                }
            });
        }
        clients.shutdown();
        clients.awaitTermination(10, TimeUnit.MINUTES);
        ExecutorService waiters = Executors.newFixedThreadPool(Math.max(1, waits.size()));
        waits.forEach(waiters::execute);
        waiters.shutdown();
        waiters.awaitTermination(20, TimeUnit.MINUTES);
        System.out.printf(
                "%d jobs of %d clients in %.1f s, %d failed; submit p50 %s p99 %s; end p50 %s p99 %s%n",
                ends.size(),
                CLIENTS,
                (System.nanoTime() - begin) / 1e9,
                failed.get(),
                millis(submits, 0.5),
                millis(submits, 0.99),
                millis(ends, 0.5),
                millis(ends, 0.99));
    }

    /** All follow one job that does not begin. */
    private static void hold(URI address, Kind kind, int streams) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        Map<String, String> later = Map.of("model", "whisper-1", "start_after_seconds", "3600");
        JobClient client = new JobClient(http, address);
        String id = client.submit(new Kind("late", kind.recording(), later), "late");
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
        List<Long> asks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            long before = System.nanoTime();
            client.job(id);
            asks.add(System.nanoTime() - before);
        }
        System.out.printf(
                "%d event streams open after %.1f s; beside them a job is told in p50 %s, p99 %s%n",
                held, (System.nanoTime() - begin) / 1e9, millis(asks, 0.5), millis(asks, 0.99));
    }

    private static String millis(List<Long> nanos, double share) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.isEmpty()
                ? "-"
                : "%.1f ms".formatted(sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share)) / 1e6);
    }

    private static long residentMib(ServerProcess server, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0L);
    }
}
