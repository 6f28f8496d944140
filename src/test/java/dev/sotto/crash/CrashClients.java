package dev.sotto.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients that send jobs to a server that dies and comes back: each asks with the same key until it is answered. Some jobs name
 * a webhook, some get one afterwards. Thread-safe.
 */
final class CrashClients {
    private static final int CLIENTS = 4;
    private static final int PAUSE_MILLIS = 50;

    private final HttpClient http;
    private final AtomicReference<Optional<URI>> address;
    private final Ledger ledger;
    private final WebhookReceiver receiver;
    private final AtomicInteger keys = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isOver;

    /** @param address empty while no server listens */
    CrashClients(HttpClient http, AtomicReference<Optional<URI>> address, Ledger ledger, WebhookReceiver receiver) {
        this.http = http;
        this.address = address;
        this.ledger = ledger;
        this.receiver = receiver;
    }

    /** A request to whatever server is there. */
    private interface Ask<T> {
        T of(JobClient server) throws IOException, InterruptedException;
    }

    /** Begins to send jobs of all kinds. */
    void start(List<Kind> kinds, int jobsMax, Random random) {
        for (int i = 0; i < CLIENTS; i++) {
            Random choice = new Random(random.nextLong());
            Thread client = new Thread(() -> send(kinds, jobsMax, choice), "client-" + i);
            threads.add(client);
            client.start();
        }
    }

    /** Blocks until each client is answered; to be called while a server stays. */
    void finish() throws InterruptedException {
        isOver = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void send(List<Kind> kinds, int jobsMax, Random choice) {
        try {
            while (!isOver && keys.get() < jobsMax) {
                String key = "key-" + keys.incrementAndGet();
                Kind kind = kinds.get(choice.nextInt(kinds.size()));
                Ledger.Job job =
                        choice.nextInt(3) == 0 ? transcribed(key, kind) : submitted(key, kind, choice.nextBoolean());
                if (choice.nextBoolean()) {
                    register(key, job);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Ledger.Job transcribed(String key, Kind kind) throws InterruptedException {
        Ledger.Job job = new Ledger.Job(answered(server -> server.transcribe(kind, key)), kind);
        ledger.acknowledged(key, job);
        return job;
    }

    /** Blocks until it is acknowledged. */
    Ledger.Job submitted(String key, Kind kind, boolean isTold) throws InterruptedException {
        String registration = key + "-with";
        Kind sent = isTold ? kind.with(webhook(registration)) : kind;
        Ledger.Job job = new Ledger.Job(answered(server -> server.submit(sent, key)), kind);
        ledger.acknowledged(key, job);
        if (isTold) {
            ledger.owed(registration, job);
        }
        return job;
    }

    private Map<String, String> webhook(String registration) {
        return Map.of(
                "webhook_url",
                receiver.url(registration),
                "webhook_secret",
                WebhookReceiver.secret(registration),
                "webhook_include_result",
                "true");
    }

    /** After a transcription that was waited for its job has ended, after a submission hardly ever. */
    private void register(String key, Ledger.Job job) throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        String registration = answered(server -> {
            String name = key + "-later-" + tries.incrementAndGet(); // one whose answer is lost may be there
            ledger.asked(name, job);
            server.register(job.id(), receiver.url(name), WebhookReceiver.secret(name));
            return name;
        });
        ledger.owed(registration, job);
    }

    private <T> T answered(Ask<T> ask) throws InterruptedException {
        while (true) {
            Optional<URI> now = address.get();
            try {
                if (now.isPresent()) {
                    return ask.of(new JobClient(http, now.get()));
                }
            } catch (IOException e) {
                // the server is gone or goes; the same again
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
