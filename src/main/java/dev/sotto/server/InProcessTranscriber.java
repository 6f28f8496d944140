package dev.sotto.server;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.AudioSource;
import dev.sotto.bus.LocalCodec;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.service.TranscriptionRunner;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WorkClass;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The command line's way to the workers: the server's bus without its HTTP. Blocks its caller. */
public final class InProcessTranscriber implements TranscriptionRunner {
    private static final Duration ANSWER_MAX = Duration.ofDays(7); // a person waits as long as they like

    private final Vertx vertx = Vertx.vertx();
    private final String model;

    private InProcessTranscriber(String model) {
        this.model = model;
    }

    /** Deploys the workers; blocks until the model is loaded. Closes everything if that fails. */
    public static InProcessTranscriber open(Workers workers, String model) {
        InProcessTranscriber runner = new InProcessTranscriber(model);
        LocalCodec.registerAll(runner.vertx.eventBus());
        try {
            workers.apply(runner.vertx).await();
            return runner;
        } catch (RuntimeException e) {
            runner.close();
            throw e;
        }
    }

    @Override
    public Transcript transcribe(
            Path file, TranscriptionOptions options, TranscriptionListener listener, Cancellation cancellation) {
        TranscriptionReply reply = vertx.eventBus()
                .<TranscriptionReply>request(
                        Addresses.TRANSCRIBE,
                        new TranscriptionRequest(
                                "of the command line",
                                new AudioSource.File(file),
                                model,
                                WorkClass.INTERACTIVE,
                                options,
                                Optional.empty(),
                                listener,
                                cancellation),
                        new DeliveryOptions().setSendTimeout(ANSWER_MAX.toMillis()))
                .await()
                .body();
        if (reply instanceof TranscriptionReply.Succeeded succeeded) {
            return succeeded.transcript();
        }
        if (reply instanceof TranscriptionReply.Failed failed) {
            throw new TranscriptionException(failed.code(), failed.message());
        }
        throw new IllegalStateException("a reply of no known kind: " + reply);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
