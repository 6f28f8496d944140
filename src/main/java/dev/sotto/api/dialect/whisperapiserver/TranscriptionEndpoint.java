package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.dialect.RenamedForm;
import dev.sotto.api.form.IgnoredFields;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.job.JobSpec;
import dev.sotto.service.JobOptions;
import dev.sotto.service.WebhookRegistration;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** {@code POST /v1/audio/transcriptions}: the transcript, or a task where the form names a webhook. */
final class TranscriptionEndpoint {
    private static final Set<String> FILE_FIELDS = Set.of("file");

    private final DialectCalls calls;
    private final IgnoredFields ignored =
            new IgnoredFields(Dialect.contract(ServerDialect.NAME).formFields("transcribe"));

    TranscriptionEndpoint(DialectCalls calls) {
        this.calls = calls;
    }

    void transcribe(RoutingContext context) {
        calls.take(context, FILE_FIELDS, sent -> answer(context, sent));
    }

    private Future<Consumer<RoutingContext>> answer(RoutingContext context, UploadedForm sent) {
        ignored.report(context, sent);
        try {
            ServerForm form = ServerForm.of(sent, calls.services().backend().models());
            Optional<String> url = sent.one("webhook_url");
            return url.isPresent() ? later(context, sent, form, url.get()) : now(context, sent, form);
        } catch (Unprocessable e) {
            return Future.succeededFuture(e::send);
        }
    }

    private Future<Consumer<RoutingContext>> now(RoutingContext context, UploadedForm sent, ServerForm form) {
        JobOptions options = JobOptionFields.ofWaiting(
                context.request(), RenamedForm.of(sent).form());
        DialectCalls.Order order = new DialectCalls.Order(form.transcription(), options);
        return calls.await(
                        context,
                        sent,
                        order,
                        found -> ServerAnswer.write(found.transcript(), form.format(), form.language()))
                .map(document -> answered -> answered.response()
                        .putHeader(
                                HttpHeaders.CONTENT_TYPE,
                                ServerAnswer.isJson(form.format()) ? "application/json" : "text/plain; charset=utf-8")
                        .end(document));
    }

    private Future<Consumer<RoutingContext>> later(
            RoutingContext context, UploadedForm sent, ServerForm form, String url) {
        WebhookRegistration webhook = ServerWebhook.of(
                url, sent.one("webhook_secret"), calls.services().webhooks());
        JobOptions options =
                JobOptionFields.of(context.request(), RenamedForm.of(sent).form(), JobSpec.DEFAULT_PRIORITY);
        return calls.submit(context, sent, new DialectCalls.Order(form.transcription(), options, Optional.of(webhook)))
                .map(receipt -> answered -> JsonResponses.ok(
                        answered,
                        new JsonObject()
                                .put("task_id", receipt.job().id().value())
                                .put("status", "processing")
                                .put("message", "Transcription started - check status or await webhook notification")));
    }
}
