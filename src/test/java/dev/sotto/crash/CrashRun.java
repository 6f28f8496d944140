package dev.sotto.crash;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Kills a real server at random moments while several clients send jobs of several kinds, starts it again, and counts
 * afterwards what became of every job that was acknowledged. One use.
 */
public final class CrashRun {
    private static final int CLIENTS = 4;
    private static final int TALK_SECONDS = 100;
    /** The job that a kill meets twice in a row is not what killed the server here. */
    private static final Map<String, String> SETTINGS = Map.of(
            "SOTTO_COMPUTE_TYPE",
            "float32", // auto is measured for each data folder, and another type has other words
            "SOTTO_JOBS_LOSSES_MAX",
            "1000",
            "SOTTO_HTTP_SHUTDOWN_GRACE",
            "100ms",
            "SOTTO_TRANSCRIPTION_WAITING_MAX",
            "1000");

    private final Path home;
    private final Path data;
    private final Random random;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Kind> kinds;
    private final Map<String, String> golden = new LinkedHashMap<>(); // kind to result
    private final Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>(); // by key
    private final AtomicInteger keys = new AtomicInteger();
    private final AtomicReference<URI> address = new AtomicReference<>();
    private volatile boolean isOver;

    /** What a client was told. */
    private record Acknowledged(String job, Kind kind) {}

    /**
     * What came out.
     *
     * @param orphans recordings on disk that no job needs
     * @param resumed attempts that went on behind stored windows
     */
    public record Report(
            int rounds,
            int acknowledged,
            int lost,
            int unfinished,
            int otherwiseEnded,
            int twice,
            int wrongText,
            long orphans,
            long repeated,
            long resumed) {
        public boolean isClean() {
            return lost + unfinished + otherwiseEnded + twice + wrongText + orphans == 0;
        }
    }

    /**
     * Prepares a run.
     *
     * @param home of the installation
     * @param talkSeconds length of the longer recordings
     * @param data empty folder
     */
    public CrashRun(Path home, int talkSeconds, Path data, long seed) throws IOException, InterruptedException {
        this.home = home;
        this.data = data;
        this.random = new Random(seed);
        this.kinds = Kind.all(home, talkSeconds, data.resolveSibling("recordings"));
    }

    /** Blocks for several seconds a round. */
    public Report run(int rounds, int jobsMax) throws IOException, InterruptedException {
        learnGolden();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            long seed = random.nextLong();
            Thread client = new Thread(() -> send(new Random(seed), jobsMax), "client-" + i);
            client.start();
            clients.add(client);
        }
        for (int round = 1; round <= rounds; round++) {
            round(round);
        }
        try (ServerProcess server = ServerProcess.start(home, data, SETTINGS)) {
            address.set(server.address());
            isOver = true; // every client ends with the answer to its last job
            for (Thread client : clients) {
                client.join();
            }
            JobClient asker = new JobClient(http, address.get());
            for (JsonObject job : asker.all()) {
                asker.awaitEnd(job.getString("id"));
            }
            return count(rounds, asker);
        }
    }

    /** What every kind reads like when nobody interferes. */
    private void learnGolden() throws IOException, InterruptedException {
        Path quiet = data.resolveSibling(data.getFileName() + "-golden");
        try (ServerProcess server = ServerProcess.start(home, quiet, SETTINGS)) {
            JobClient client = new JobClient(http, server.address());
            for (Kind kind : kinds) {
                String id = client.submit(kind, kind.name());
                client.awaitEnd(id);
                golden.put(kind.name(), text(client.result(id)));
            }
        }
    }

    /** Some kills come while it starts, most while it works. */
    private void round(int number) throws IOException, InterruptedException {
        boolean isEarly = random.nextInt(4) == 0;
        int millis = isEarly ? 200 + random.nextInt(3000) : 200 + random.nextInt(6000);
        ServerProcess server = ServerProcess.start(home, data, SETTINGS);
        Thread starting = new Thread(
                () -> {
                    try {
                        address.set(server.address());
                    } catch (IOException e) {
                        address.set(null); // killed before it was ready
                    }
                },
                "starting");
        starting.start();
        if (!isEarly) {
            starting.join();
        }
        TimeUnit.MILLISECONDS.sleep(millis);
        server.kill();
        starting.join();
        address.set(null);
        System.out.printf("round %d: killed; %d jobs acknowledged so far%n", number, acknowledged.size());
    }

    private void send(Random choice, int jobsMax) {
        while (!isOver && keys.get() < jobsMax) {
            String key = "key-" + keys.incrementAndGet();
            Kind kind = kinds.get(choice.nextInt(kinds.size()));
            boolean waits = choice.nextInt(3) == 0;
            while (!acknowledged.containsKey(key)) {
                try {
                    URI now = address.get();
                    if (now == null) {
                        TimeUnit.MILLISECONDS.sleep(20);
                    } else {
                        JobClient client = new JobClient(http, now);
                        String id = waits ? client.transcribe(kind, key) : client.submit(kind, key);
                        acknowledged.put(key, new Acknowledged(id, kind));
                    }
                } catch (IOException e) {
                    pause(); // the server is gone or goes; the same key again
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Report count(int rounds, JobClient asker) throws IOException, InterruptedException {
        List<JsonObject> known = asker.all();
        Map<String, JsonObject> byId = new LinkedHashMap<>();
        known.forEach(job -> byId.put(job.getString("id"), job));
        int lost = 0;
        int unfinished = 0;
        int otherwise = 0;
        int wrong = 0;
        Set<String> named = new HashSet<>();
        for (Acknowledged one : acknowledged.values()) {
            named.add(one.job());
            JsonObject job = byId.get(one.job());
            String status = job == null ? "lost" : job.getString("status");
            switch (status) {
                case "lost" -> lost++;
                case "queued", "running" -> unfinished++;
                case "succeeded" ->
                    wrong += text(asker.result(one.job()))
                                    .equals(golden.get(one.kind().name()))
                            ? 0
                            : 1;
                default -> otherwise++;
            }
        }
        // Every key was asked for until it was acknowledged: a job that no key names was made twice.
        int twice = known.size() - named.size() + acknowledged.size() - named.size();
        long repeated =
                known.stream().filter(job -> job.getInteger("attempt") > 1).count();
        return new Report(
                rounds, acknowledged.size(), lost, unfinished, otherwise, twice, wrong, blobs(), repeated, resumed());
    }

    private static String text(String result) {
        JsonObject json = new JsonObject(result);
        return json.getString("text") + " | " + json.getJsonArray("segments").size();
    }

    private long blobs() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("blobs"))) {
            return files.count();
        }
    }

    private long resumed() throws IOException {
        try (Stream<String> lines = Files.lines(data.resolve("log.txt"))) {
            return lines.filter(line -> line.contains(" goes on behind ")).count();
        }
    }

    /** Arguments: rounds, seed, jobs at most; each may be left out from the end. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        int jobsMax = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5 * rounds;
        Path data = Files.createTempDirectory("sotto-crash").resolve("data");
        System.out.printf("seed %d, data in %s%n", seed, data);
        long before = System.nanoTime();
        Report report = new CrashRun(Path.of("").toAbsolutePath(), TALK_SECONDS, data, seed).run(rounds, jobsMax);
        System.out.printf(
                "%d rounds in %d s: %s%n", rounds, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before), report);
        System.out.println(report.isClean() ? "PASSED" : "FAILED");
        System.exit(report.isClean() ? 0 : 1);
    }
}
