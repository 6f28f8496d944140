package dev.sotto.crash;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.RawReceiver.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Receives webhooks of one server and answers badly at times, but an event only when it comes first: the second wait of the
 * schedule is minutes long. Remembers all that came. Thread-safe.
 */
final class WebhookReceiver implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.2"; // loopback too, but not the server's own
    private static final String PATH = "/hook/";

    private final RawReceiver receiver;
    private final int badOfTen;
    private final Random random;
    private final Set<String> known = ConcurrentHashMap.newKeySet(); // ids of events
    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final CountDownLatch wellBehaved = new CountDownLatch(1);

    /**
     * One request.
     *
     * @param registration whose URL it came to
     * @param isSigned whether the official library finds it signed with that one's secret, and fresh
     * @param isAnswered whether it was answered 200
     */
    record Receipt(String registration, String event, String body, boolean isSigned, boolean isAnswered) {}

    /** @param badOfTen of ten events, how many are answered badly when they come first */
    WebhookReceiver(int badOfTen, long seed) throws IOException {
        this.badOfTen = badOfTen;
        random = new Random(seed);
        receiver = new RawReceiver(ADDRESS, 0, this::answer);
    }

    /** What a server needs to be told in order to send here. */
    Map<String, String> settings() {
        return Map.of(
                "SOTTO_OUTBOUND_PLAIN_HTTP",
                "true",
                "SOTTO_OUTBOUND_EXTRA_PORTS",
                Integer.toString(receiver.port()),
                "SOTTO_OUTBOUND_TRUSTED_CIDRS",
                ADDRESS + "/32");
    }

    String url(String registration) {
        return "http://%s:%d%s%s".formatted(ADDRESS, receiver.port(), PATH, registration);
    }

    /** Follows from the name, so that a registration whose answer was lost can be checked too. */
    static String secret(String registration) {
        try {
            byte[] key = MessageDigest.getInstance("SHA-256").digest(registration.getBytes(StandardCharsets.UTF_8));
            return "whsec_" + Base64.getEncoder().encodeToString(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** From now on every request is answered 200; those that are kept waiting are closed. */
    void behave() {
        wellBehaved.countDown();
    }

    List<Receipt> receipts() {
        return receipts;
    }

    private void answer(Request request, OutputStream out) throws IOException, InterruptedException {
        String registration = request.line().split(" ")[1].substring(PATH.length());
        String event = request.headers().getOrDefault("webhook-id", "");
        boolean isBad = known.add(event) && wellBehaved.getCount() > 0 && random.nextInt(10) < badOfTen;
        if (!isBad) {
            RawReceiver.answering(200, "", "").answer(request, out);
            out.flush();
        }
        receipts.add(new Receipt(registration, event, request.body(), isSigned(registration, request), !isBad));
        if (isBad) {
            answerBadly(request, out);
        }
    }

    private void answerBadly(Request request, OutputStream out) throws IOException, InterruptedException {
        switch (random.nextInt(3)) {
            case 0 -> RawReceiver.answering(500, "", "not now").answer(request, out);
            case 1 -> wellBehaved.await(); // for longer than the server waits
            default -> {
                // the connection is closed without an answer
            }
        }
    }

    private static boolean isSigned(String registration, Request request) {
        Map<String, List<String>> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        try {
            new Webhook(secret(registration)).verify(request.body(), HttpHeaders.of(headers, (name, value) -> true));
            return true;
        } catch (WebhookVerificationException | EmptyWebhookSecretException e) {
            return false;
        }
    }

    @Override
    public void close() {
        behave();
        receiver.close();
    }
}
