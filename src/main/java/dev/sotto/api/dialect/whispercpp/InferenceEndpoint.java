package dev.sotto.api.dialect.whispercpp;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.form.IgnoredFields;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.service.JobServices;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Consumer;

/** {@code POST /inference}: an upload in, a transcript out. */
final class InferenceEndpoint {
    private static final Set<String> FILE_FIELDS = Set.of("file");

    private final DialectCalls calls;
    private final LoadedModel loaded;
    private final IgnoredFields ignored =
            new IgnoredFields(Dialect.contract(WhisperCppDialect.NAME).formFields("inference"));

    InferenceEndpoint(HttpParts http, JobServices services, LoadedModel loaded) {
        this.calls = new DialectCalls(WhisperCppDialect.NAME, http, services);
        this.loaded = loaded;
    }

    void inference(RoutingContext context) {
        calls.takeAwaited(context, FILE_FIELDS, form -> transcribe(context, form));
    }

    private Future<Consumer<RoutingContext>> transcribe(RoutingContext context, UploadedForm sent) {
        ignored.report(context, sent);
        if (sent.file().isEmpty()) {
            throw new FaultException(
                    Fault.of(FaultCode.MISSING_REQUIRED_PARAMETER, "no 'file' field in the request", "file"));
        }
        InferenceForm form =
                InferenceForm.of(sent, loaded, calls.services().backend().models());
        DialectCalls.Order order =
                new DialectCalls.Order(form.transcription(), JobOptionFields.ofWaiting(context.request(), sent));
        return calls.await(context, sent, order, form.answer()::write)
                .map(document -> answered -> answered.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, form.answer().contentType())
                        .end(document));
    }
}
