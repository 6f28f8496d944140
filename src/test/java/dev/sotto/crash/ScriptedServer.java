package dev.sotto.crash;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.config.ConfigLoader;
import dev.sotto.fault.FaultCode;
import dev.sotto.server.ServeLoop;
import dev.sotto.server.SottoServer;
import dev.sotto.testing.ScriptedTranscriber;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The real server in a process of its own, with a worker that does what the first byte of a recording says: one of the
 * constants, anything else is answered at once.
 */
final class ScriptedServer {
    /** Ends the process at once, as a crash of native code does. */
    static final char HALTS = 'H';

    /** Takes memory until there is none. */
    static final char TAKES_ALL_MEMORY = 'M';

    /** Works until it is told to stop. */
    static final char WORKS = 'W';

    static final int HALTED = 9;

    private static final int BLOCK_BYTES = 1 << 20;
    private static final int BLOCKS_MAX = 4096;
    private static final int LOOK_MILLIS = 5;

    private final ScriptedTranscriber transcriber = new ScriptedTranscriber();

    private ScriptedServer() {
        transcriber.script = ScriptedServer::answer;
    }

    /**
     * Serves until the process is told to end; settings come from the environment.
     *
     * @param arguments home and working folder in one
     */
    public static void main(String[] arguments) throws InterruptedException {
        new ScriptedServer().run(Path.of(arguments[0]));
    }

    private void run(Path home) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.put("SOTTO_HTTP_PORT", "0");
        SottoServer sotto = new SottoServer(
                ConfigLoader.load(home, Optional.empty(), settings),
                new SottoServer.Works(
                        transcriber, transcriber::deploy, () -> transcriber.engine, () -> transcriber.models),
                () -> UUID.randomUUID().toString(),
                "1.2.3");
        new ServeLoop(sotto, home, home).run(System.out);
    }

    private static Future<TranscriptionReply> answer(TranscriptionRequest request) {
        return switch (firstByte(ScriptedTranscriber.file(request))) {
            case HALTS -> {
                Runtime.getRuntime().halt(HALTED);
                throw new IllegalStateException("a halted process goes on");
            }
            case TAKES_ALL_MEMORY -> throw new IllegalStateException("there is memory for ever: " + takeAll());
            case WORKS -> untilCancelled(request);
            default ->
                Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
        };
    }

    private static int takeAll() {
        List<byte[]> kept = new ArrayList<>();
        while (kept.size() < BLOCKS_MAX) {
            kept.add(new byte[BLOCK_BYTES]);
        }
        return kept.size();
    }

    private static Future<TranscriptionReply> untilCancelled(TranscriptionRequest request) {
        Promise<TranscriptionReply> reply = Promise.promise();
        Thread work = new Thread(() -> work(request, reply), "work");
        work.setDaemon(true);
        work.start();
        return reply.future();
    }

    private static void work(TranscriptionRequest request, Promise<TranscriptionReply> reply) {
        try {
            while (!request.cancellation().isRequested()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            reply.complete(new TranscriptionReply.Failed(FaultCode.CANCELLED, "-"));
        } catch (InterruptedException e) {
            reply.fail(e);
        }
    }

    private static char firstByte(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return (char) in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
