package dev.sotto.api.dialect;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JobHeaders;
import dev.sotto.api.http.WaitingClient;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.service.JobOptions;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmission;
import dev.sotto.service.JobSubmitter;
import dev.sotto.service.JobTranscript;
import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TranscriptionOptions;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The ways in which a dialect has a recording transcribed. Belongs to one event loop. */
public final class DialectCalls {
    private final String origin;
    private final HttpParts http;
    private final JobServices services;

    /** @param origin the dialect's name, which its jobs keep */
    public DialectCalls(String origin, HttpParts http, JobServices services) {
        this.origin = origin;
        this.http = http;
        this.services = services;
    }

    /** What a request asks for, in the words of this server. */
    public record Order(TranscriptionForm form, JobOptions options, Optional<WebhookRegistration> webhook) {
        /** Without a webhook. */
        public Order(TranscriptionForm form, JobOptions options) {
            this(form, options, Optional.empty());
        }
    }

    public JobServices services() {
        return services;
    }

    public HttpParts http() {
        return http;
    }

    /**
     * Reads a form with a recording and answers it. The recording is gone from the upload folder before the answer ends,
     * whatever happens. Must be called in the turn of the event loop that brought the request.
     *
     * @param fileFields names of the fields that hold the recording
     * @param work gives what answers the request; may throw {@link FaultException}
     */
    public void take(
            RoutingContext context,
            Set<String> fileFields,
            Function<UploadedForm, Future<Consumer<RoutingContext>>> work) {
        http.uploads()
                .read(context.request(), fileFields, Callers.of(context).shareholder())
                .compose(form ->
                        guarded(work, form).eventually(() -> http.folder().discard(http.vertx(), form)))
                .onSuccess(answer -> answer.accept(context))
                .onFailure(context::fail);
    }

    /** As {@link #take}, for a caller who will wait: refused before the recording is read where nobody else may wait. */
    public void takeAwaited(
            RoutingContext context,
            Set<String> fileFields,
            Function<UploadedForm, Future<Consumer<RoutingContext>>> work) {
        try {
            services.awaited().check(Callers.of(context));
        } catch (FaultException e) {
            http.uploads().refuse(context.request());
            context.fail(e);
            return;
        }
        take(context, fileFields, work);
    }

    private static <T> Future<T> guarded(Function<UploadedForm, Future<T>> work, UploadedForm form) {
        try {
            return work.apply(form);
        } catch (FaultException e) {
            return Future.failedFuture(e);
        }
    }

    /**
     * Has the form's recording transcribed while its sender waits.
     *
     * @param document of the transcript; called on a thread that may take its time
     * @return fails with {@link FaultException}, also for a job that has not succeeded
     */
    public <T> Future<T> await(
            RoutingContext context, UploadedForm form, Order order, Function<JobTranscript, T> document) {
        return services.awaited()
                .run(
                        submission(context, order, true),
                        form.file().orElseThrow().path(),
                        new WaitingClient(context),
                        document);
    }

    /** Makes a job of the form's recording; done when it is on disk. */
    public Future<JobSubmitter.Receipt> submit(RoutingContext context, UploadedForm form, Order order) {
        return services.submitter()
                .submit(
                        submission(context, order, false),
                        form.file().orElseThrow().path())
                .onSuccess(receipt -> accepted(context, receipt));
    }

    /** Makes a job of a recording that is fetched first; the URL has been checked by {@code services().fetchCheck()}. */
    public Future<JobSubmitter.Receipt> submitUrl(RoutingContext context, String url, Order order) {
        return services.submitter()
                .submitUrl(submission(context, order, false), url)
                .onSuccess(receipt -> accepted(context, receipt));
    }

    /** As above, of a request that was put together otherwise. */
    public Future<JobSubmitter.Receipt> submit(RoutingContext context, JobSubmission submission, Path file) {
        return services.submitter().submit(submission, file).onSuccess(receipt -> accepted(context, receipt));
    }

    /** As above, with a recording that is fetched first. */
    public Future<JobSubmitter.Receipt> submitUrl(RoutingContext context, JobSubmission submission, String url) {
        return services.submitter().submitUrl(submission, url).onSuccess(receipt -> accepted(context, receipt));
    }

    /** The model of clients who name none. */
    public ServedModel defaultModel() {
        ServedModels models = services.backend().models();
        return models.find(services.config().models().defaultModel())
                .orElseGet(() -> models.models().get(0));
    }

    /**
     * Refuses what a model that knows English only cannot do.
     *
     * @throws FaultException naming {@code language} or {@code task}
     */
    public void checkLanguage(ServedModel model, TranscriptionOptions options) {
        if (model.isMultilingual()) {
            return;
        }
        ServedModels models = services.backend().models();
        if (options.task() == Task.TRANSLATE) {
            throw new FaultException(Faults.englishOnly("task", model.id(), "translate", models));
        }
        options.language().filter(code -> !code.equals("en")).ifPresent(code -> {
            throw new FaultException(
                    Faults.englishOnly("language", model.id(), "transcribe '%s'".formatted(code), models));
        });
    }

    /**
     * Refuses a URL from which no recording may be fetched.
     *
     * @throws FaultException with {@code UNSUPPORTED_VALUE} where none is fetched at all, else {@code INVALID_VALUE}
     */
    public void checkUrl(String url) {
        Consumer<String> check = services.fetchCheck()
                .orElseThrow(() -> new FaultException(Faults.unsupported(
                        "url",
                        "This server does not fetch recordings; its operator can enable that by fetch.enabled.")));
        try {
            check.accept(url);
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.invalidValue("url", e.getMessage() + "."));
        }
    }

    private void accepted(RoutingContext context, JobSubmitter.Receipt receipt) {
        services.submitter().wakeWorkers(receipt.job());
        JobHeaders.put(context, receipt);
    }

    private JobSubmission submission(RoutingContext context, Order order, boolean isAwaited) {
        return new JobSubmission(
                Callers.of(context), order.form().stored(origin), order.options(), isAwaited, order.webhook());
    }
}
