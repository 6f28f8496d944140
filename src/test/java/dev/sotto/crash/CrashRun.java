package dev.sotto.crash;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Kills a real server while several clients send jobs of several kinds, many with webhooks, starts it again, and counts
 * afterwards what became of every job and every event. One use.
 */
public final class CrashRun {
    private static final int TALK_SECONDS = 100;
    private static final int BAD_OF_TEN = 4;
    /** The job that a kill meets twice in a row is not what killed the server here. */
    private static final Map<String, String> SETTINGS = Map.of(
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
    private final Map<String, String> golden = new LinkedHashMap<>(); // kind to reading
    private final Ledger ledger = new Ledger();
    private final AtomicLong steps = new AtomicLong();
    private final AtomicReference<Optional<URI>> address = new AtomicReference<>(Optional.empty());

    /**
     * Prepares a run.
     *
     * @param home of the installation
     * @param talkSeconds length of the longer recordings; more than two windows
     * @param data empty folder
     */
    public CrashRun(Path home, int talkSeconds, Path data, long seed) throws IOException, InterruptedException {
        this.home = home;
        this.data = data;
        this.random = new Random(seed);
        this.kinds = Kind.all(home, talkSeconds, data.resolveSibling("recordings"));
    }

    /**
     * Blocks for several seconds a round. Every other kill, the first one too, comes when a window of a running job has just
     * been stored, so that the next server has something to go on with; the rest come at random.
     */
    public CrashReport run(int rounds, int jobsMax)
            throws IOException, InterruptedException, SQLException, TimeoutException {
        learnGolden();
        try (WebhookReceiver receiver = new WebhookReceiver(BAD_OF_TEN, random.nextLong())) {
            Map<String, String> settings = new HashMap<>(SETTINGS);
            settings.putAll(receiver.settings());
            CrashClients clients = new CrashClients(http, address, ledger, receiver);
            clients.start(kinds, jobsMax, random);
            for (int round = 1; round <= rounds; round++) {
                if (round % 2 == 1) {
                    killBehindAStoredWindow(clients, settings, round);
                } else {
                    killAtRandom(settings);
                }
                steps.incrementAndGet();
                System.out.printf(
                        "round %d: killed; %d jobs acknowledged so far%n",
                        round, ledger.jobs().size());
            }
            return settle(rounds, clients, receiver, settings);
        }
    }

    /** How far the run is: readings, rounds and ends by now, and jobs acknowledged. Any thread. */
    long steps() {
        return steps.get() + ledger.jobs().size();
    }

    /** What every kind reads like when nobody interferes. */
    private void learnGolden() throws IOException, InterruptedException {
        Path quiet = data.resolveSibling(data.getFileName() + "-golden");
        try (ServerProcess server = ServerProcess.start(home, quiet, SETTINGS)) {
            JobClient client = new JobClient(http, server.address());
            for (Kind kind : kinds) {
                String id = client.submit(kind, kind.name());
                client.awaitEnd(id);
                golden.put(kind.name(), CrashCount.reading(client.result(id)));
                steps.incrementAndGet();
            }
        }
    }

    /** Of a long job that is taken before all others. */
    private void killBehindAStoredWindow(CrashClients clients, Map<String, String> settings, int round)
            throws IOException, InterruptedException, SQLException, TimeoutException {
        Kind sequential = Kind.named(Kind.SEQUENTIAL, kinds);
        try (ServerProcess server = ServerProcess.start(home, data, settings)) {
            address.set(Optional.of(server.address()));
            Ledger.Job job = clients.submitted("round-" + round, sequential.with(Map.of("priority", "0")), true);
            StoredCheckpoints.await(data, job.id());
            server.kill();
            address.set(Optional.empty());
        }
    }

    /** Some come while it starts, most while it works. */
    private void killAtRandom(Map<String, String> settings) throws IOException, InterruptedException {
        boolean isEarly = random.nextInt(4) == 0;
        int millis = isEarly ? 200 + random.nextInt(3000) : 200 + random.nextInt(6000);
        try (ServerProcess server = ServerProcess.start(home, data, settings)) {
            Thread starting = new Thread(() -> awaitStart(server), "starting");
            starting.start();
            if (!isEarly) {
                starting.join();
            }
            TimeUnit.MILLISECONDS.sleep(millis);
            server.kill();
            starting.join();
            address.set(Optional.empty());
        }
    }

    private void awaitStart(ServerProcess server) {
        try {
            address.set(Optional.of(server.address()));
        } catch (IOException e) {
            address.set(Optional.empty()); // killed before it was ready
        }
    }

    /** A last server, which nobody kills, ends all that is begun and sends all that is owed. */
    private CrashReport settle(int rounds, CrashClients clients, WebhookReceiver receiver, Map<String, String> settings)
            throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(home, data, settings)) {
            JobClient asker = new JobClient(http, server.address());
            address.set(Optional.of(asker.address()));
            clients.finish();
            for (JsonObject job : asker.all()) {
                asker.awaitEnd(job.getString("id"));
                steps.incrementAndGet();
            }
            receiver.behave();
            CrashCount count = new CrashCount(ledger, golden);
            int pending = count.awaitEvents(receiver, asker);
            return new CrashReport(rounds, count.jobs(asker, data), count.events(receiver.receipts(), pending));
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
        CrashReport report = new CrashRun(Path.of("").toAbsolutePath(), TALK_SECONDS, data, seed).run(rounds, jobsMax);
        System.out.printf("after %d s:%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before));
        System.out.print(report.text());
        System.out.println(report.isClean() ? "PASSED" : "FAILED");
        System.exit(report.isClean() ? 0 : 1);
    }
}
