package dev.sotto.api;

import dev.sotto.api.upload.UploadFolder;
import dev.sotto.api.upload.UploadReader;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.bus.Addresses;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.config.ServerConfig;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * OpenAI's two audio operations: an upload in, a transcript out. The answer waits for the transcript; a client that goes
 * away stops the work.
 */
final class TranscriptionEndpoint {
    private record Answer(TranscriptFormat format, DocumentOptions document, Transcript transcript) {}

    private final Vertx vertx;
    private final Backend backend;
    private final UploadFolder folder;
    private final UploadReader uploads;
    private final DeliveryOptions delivery;
    private final int placesMax;
    private final AtomicInteger placesTaken = new AtomicInteger();

    TranscriptionEndpoint(Vertx vertx, Backend backend, UploadFolder folder, ServerConfig config) {
        this.vertx = vertx;
        this.backend = backend;
        this.folder = folder;
        this.uploads = new UploadReader(vertx, folder, config.http().upload());
        this.delivery = new DeliveryOptions()
                .setLocalOnly(true)
                .setSendTimeout(config.transcription().timeout().toMillis());
        this.placesMax =
                config.transcription().runningMax() + config.transcription().waitingMax();
    }

    void transcribe(RoutingContext context) {
        handle(context, Task.TRANSCRIBE);
    }

    void translate(RoutingContext context) {
        handle(context, Task.TRANSLATE);
    }

    private void handle(RoutingContext context, Task task) {
        if (!backend.isReady()) {
            uploads.refuse(context.request());
            context.fail(new ApiException(ApiError.loading()));
            return;
        }
        if (placesTaken.incrementAndGet() > placesMax) {
            placesTaken.decrementAndGet();
            uploads.refuse(context.request());
            context.fail(new ApiException(
                    ApiError.busy("The queue of this server is full; please try again later.", "queue_full")));
            return;
        }
        // File and place are free again before the answer: a caller who saw it may count on both.
        uploads.read(context.request())
                .compose(form -> transcribe(context, form, task).eventually(() -> discard(form)))
                .onComplete(done -> placesTaken.decrementAndGet())
                .onSuccess(answer -> send(context, answer))
                .onFailure(context::fail);
    }

    private Future<Answer> transcribe(RoutingContext context, UploadedForm uploaded, Task task) {
        TranscriptionForm form;
        try {
            form = TranscriptionForm.of(uploaded, task, backend.models());
        } catch (ApiException e) {
            return Future.failedFuture(e);
        }
        Cancellation cancellation = new Cancellation();
        context.response().closeHandler(closed -> cancellation.request());
        if (context.response().closed()) {
            cancellation.request();
        }
        TranscriptionRequest request = new TranscriptionRequest(
                form.file().path(), form.model().id(), form.options(), TranscriptionListener.NONE, cancellation);
        return vertx.eventBus()
                .<TranscriptionReply>request(Addresses.TRANSCRIBE, request, delivery)
                // Nobody waits any more after a timeout: the work is let go.
                .onFailure(e -> cancellation.request())
                .map(Message::body)
                .map(reply -> answer(form, reply));
    }

    private static Answer answer(TranscriptionForm form, TranscriptionReply reply) {
        if (reply instanceof TranscriptionReply.Failed failed) {
            throw new ApiException(ApiError.of(failed.error(), failed.message()), failed.message());
        }
        return new Answer(form.format(), form.document(), ((TranscriptionReply.Succeeded) reply).transcript());
    }

    private static void send(RoutingContext context, Answer answer) {
        if (!context.response().closed()) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, answer.format().contentType())
                    .end(answer.format().write(answer.transcript(), answer.document()));
        }
    }

    private Future<Void> discard(UploadedForm form) {
        return form.file()
                .map(file -> folder.delete(vertx, file.path()))
                .orElseGet(Future::succeededFuture)
                .otherwiseEmpty();
    }
}
