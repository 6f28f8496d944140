package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.dialect.MediaNames;
import dev.sotto.api.dialect.fastapi.Answers;
import dev.sotto.api.dialect.fastapi.InvalidParameters;
import dev.sotto.api.form.IgnoredFields;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.http.BoundedBody;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.api.upload.UploadedForm.UploadedFile;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobSpec;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmission;
import dev.sotto.service.JobSubmitter;
import dev.sotto.service.WebhookRegistration;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Recordings that become tasks: uploaded, or fetched from a URL. */
final class SubmitEndpoint {
    private static final Set<String> FILE_FIELDS = Set.of("file");
    private static final Duration BODY_MAX = Duration.ofSeconds(30);
    private static final String EXTENSIONS =
            "{.oga, .m4a, .aac, .wav, .amr, .wma, .awb, .mp3, .ogg, .wmv, .mkv, .avi, .mov, .mp4}";
    private static final int URL_CHARS_MAX = 2048;

    /** Of this server's own fields: they come in a form alone. */
    private static final List<String> JOB_OPTIONS = List.of(
            "priority",
            "start_after_seconds",
            "expire_after_seconds",
            "retention_seconds",
            "coalesce",
            "reuse_results");

    private final IgnoredFields ignored = new IgnoredFields(known());
    private final HttpParts http;
    private final JobServices services;
    private final DialectCalls calls;
    private final Orders orders;

    SubmitEndpoint(HttpParts http, JobServices services) {
        this.http = http;
        this.services = services;
        this.calls = new DialectCalls(WhisperxFastApiDialect.NAME, http, services);
        this.orders = new Orders(calls);
    }

    /** The parameters of all its operations. */
    private static Set<String> known() {
        Set<String> names = new HashSet<>(JOB_OPTIONS);
        names.add("url");
        names.addAll(Dialect.contract(WhisperxFastApiDialect.NAME)
                .json()
                .getJsonObject("components")
                .getJsonObject("parameters")
                .fieldNames());
        return names;
    }

    void speechToText(RoutingContext context) {
        upload(context, TaskType.FULL_PROCESS);
    }

    void transcribe(RoutingContext context) {
        upload(context, TaskType.TRANSCRIPTION);
    }

    void diarize(RoutingContext context) {
        upload(context, TaskType.DIARIZATION);
    }

    private void upload(RoutingContext context, TaskType type) {
        calls.take(context, FILE_FIELDS, form -> Answers.checked(() -> uploaded(context, form, type)));
    }

    private Future<Consumer<RoutingContext>> uploaded(RoutingContext context, UploadedForm form, TaskType type) {
        SentParameters sent = SentParameters.of(context.queryParams()).with(form.fields());
        UploadedFile file = form.file().orElseThrow(() -> InvalidParameters.missing("body", "file"));
        String name = file.name().orElse("");
        if (name.isBlank()) {
            return ErrorAnswer.refused(
                    ErrorAnswer.UNPROCESSABLE,
                    "FILE_VALIDATION_ERROR",
                    "File validation failed: Filename is missing",
                    Map.of("reason", "Filename is missing"));
        }
        if (!MediaNames.mayBeMedia(name)) {
            return wrongExtension(name);
        }
        return submitted(
                context,
                sent,
                TaskNotes.of(type).with(TaskNotes.FILE_NAME, Optional.of(name)),
                submission -> calls.submit(context, submission, file.path()),
                form);
    }

    static Future<Consumer<RoutingContext>> wrongExtension(String name) {
        String message = "Invalid file extension for file %s. Allowed: %s".formatted(name, EXTENSIONS);
        return ErrorAnswer.refused(
                ErrorAnswer.BAD_REQUEST,
                "UNSUPPORTED_FILE_EXTENSION",
                message,
                Map.of("filename", name, "extension", MediaNames.extension(name)));
    }

    /** The URL comes in a form of either kind, in JSON, or in the query. */
    void speechToTextUrl(RoutingContext context) {
        String type = Optional.ofNullable(context.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        SentParameters query = SentParameters.of(context.queryParams());
        if (type.startsWith("multipart/")) {
            calls.take(context, Set.of(), form -> Answers.checked(() -> url(context, query.with(form.fields()))));
            return;
        }
        Future<SentParameters> read = type.startsWith("application/json")
                ? JsonBody.read(http.vertx(), context.request(), BODY_MAX).map(query::with)
                : BoundedBody.read(http.vertx(), context.request(), BODY_MAX)
                        .map(body -> query.withEncodedForm(body.toString(StandardCharsets.UTF_8)));
        read.compose(sent -> Answers.checked(() -> url(context, sent)))
                .onSuccess(answer -> answer.accept(context))
                .onFailure(context::fail);
    }

    private Future<Consumer<RoutingContext>> url(RoutingContext context, SentParameters sent) {
        String url = sent.parameters()
                .text("url")
                .map(String::strip)
                .orElseThrow(() -> InvalidParameters.missing("body", "url"));
        try {
            calls.checkUrl(url);
        } catch (FaultException e) {
            return ErrorAnswer.refused(
                    ErrorAnswer.UNPROCESSABLE,
                    "SSRF_BLOCKED",
                    "The provided URL is not allowed.",
                    Map.of("url", shortened(url), "reason", e.fault().message()));
        }
        TaskNotes notes = TaskNotes.of(TaskType.FULL_PROCESS)
                .with(TaskNotes.URL, Optional.of(url))
                .with(TaskNotes.FILE_NAME, fileName(url));
        return submitted(
                context,
                sent,
                notes,
                submission -> calls.submitUrl(context, submission, url),
                new UploadedForm(Optional.empty(), Map.of()));
    }

    private static String shortened(String url) {
        return url.length() <= URL_CHARS_MAX ? url : url.substring(0, URL_CHARS_MAX);
    }

    /** The last part of the path. */
    private static Optional<String> fileName(String url) {
        try {
            String path = Optional.ofNullable(URI.create(url).getPath()).orElse("");
            return Optional.of(path.substring(path.lastIndexOf('/') + 1)).filter(name -> !name.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private interface Submitter {
        Future<JobSubmitter.Receipt> submit(JobSubmission submission);
    }

    private Future<Consumer<RoutingContext>> submitted(
            RoutingContext context, SentParameters sent, TaskNotes notes, Submitter submitter, UploadedForm form) {
        ignored.report(context, sent.names());
        Optional<String> callback = sent.parameters().text("callback_url").map(String::strip);
        Optional<JsonObject> wrong = callback.flatMap(Callback::fault);
        if (wrong.isPresent()) {
            return Future.succeededFuture(
                    answered -> JsonResponses.send(answered, ErrorAnswer.UNPROCESSABLE, wrong.get()));
        }
        Optional<WebhookRegistration> webhook;
        try {
            webhook = callback.map(url -> Callback.registration(url, services.webhooks()));
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(
                    Answers.detail(ErrorAnswer.UNPROCESSABLE, "The provided callback URL is not allowed."));
        }
        Orders.Order order = orders.of(sent.parameters(), notes.type(), notes.with(TaskNotes.CALLBACK_URL, callback));
        if (order.refusal().isPresent()) {
            return Future.succeededFuture(order.refusal().get());
        }
        JobSubmission submission = new JobSubmission(
                Callers.of(context),
                order.request(),
                JobOptionFields.of(context.request(), form, JobSpec.DEFAULT_PRIORITY),
                false,
                webhook);
        return submitter.submit(submission).map(receipt -> queued(receipt));
    }

    static Consumer<RoutingContext> queued(JobSubmitter.Receipt receipt) {
        return Answers.ok(
                new JsonObject().put("identifier", receipt.job().id().value()).put("message", "Task queued"));
    }
}
