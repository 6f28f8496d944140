package dev.sotto.api.dialect.asrwebservice;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.dialect.RenamedForm;
import dev.sotto.api.dialect.WhisperDocument;
import dev.sotto.api.form.IgnoredFields;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.service.Faults;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobTranscript;
import dev.sotto.transcript.Languages;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionOptions;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@code POST /asr} and {@code POST /detect-language}. */
final class AsrEndpoint {
    private static final Set<String> FILE_FIELDS = Set.of("audio_file");
    private static final long WINDOW_SECONDS = 30;

    private final DialectCalls calls;
    private final IgnoredFields ignored =
            new IgnoredFields(Dialect.contract(AsrDialect.NAME).formFields("asr"));

    AsrEndpoint(HttpParts http, JobServices services) {
        this.calls = new DialectCalls(AsrDialect.NAME, http, services);
    }

    void asr(RoutingContext context) {
        take(context, Long.MAX_VALUE, (form, asked) -> calls.await(
                        context, form, order(context, form, asked.transcription()), found -> document(found, asked))
                .map(document -> answered -> answered.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                        .putHeader("asr-engine", "sotto")
                        .putHeader(HttpHeaders.CONTENT_DISPOSITION, attachment(form, asked.output()))
                        .end(document)));
    }

    /** Decodes the first window and no more, however long the recording is. */
    void detectLanguage(RoutingContext context) {
        take(context, WINDOW_SECONDS, (form, asked) -> calls.await(
                        context, form, order(context, form, firstWindow(asked.transcription())), AsrEndpoint::detected)
                .map(document -> answered -> JsonResponses.ok(answered, document)));
    }

    @FunctionalInterface
    private interface Work {
        Future<Consumer<RoutingContext>> answer(UploadedForm form, AsrForm asked);
    }

    /** @param secondsMax of samples that are kept */
    private void take(RoutingContext context, long secondsMax, Work work) {
        calls.takeAwaited(context, FILE_FIELDS, uploaded -> {
            UploadedForm sent = RenamedForm.withQuery(uploaded, context.queryParams());
            ignored.report(context, sent);
            if (sent.file().isEmpty()) {
                throw new FaultException(Faults.missing("audio_file"));
            }
            AsrForm asked = AsrForm.of(sent, calls.services().backend().models());
            return asked.isEncoded()
                    ? work.answer(sent, asked)
                    : wave(sent, secondsMax, form -> work.answer(form, asked));
        });
    }

    private Future<Consumer<RoutingContext>> wave(
            UploadedForm sent, long secondsMax, Function<UploadedForm, Future<Consumer<RoutingContext>>> work) {
        HttpParts http = calls.http();
        return RawSamples.asWave(http, sent, secondsMax)
                .compose(form -> work.apply(form).eventually(() -> http.folder().discard(http.vertx(), form)));
    }

    private static DialectCalls.Order order(RoutingContext context, UploadedForm form, TranscriptionForm asked) {
        return new DialectCalls.Order(asked, JobOptionFields.ofWaiting(context.request(), withoutJobFields(form)));
    }

    /** None of its parameters says anything of the job. */
    private static UploadedForm withoutJobFields(UploadedForm form) {
        return RenamedForm.of(form).form();
    }

    private static TranscriptionForm firstWindow(TranscriptionForm asked) {
        TranscriptionOptions first = asked.options().toBuilder()
                .languageDetected()
                .media(MediaOptions.of("", false, new TimeSpan(0, WINDOW_SECONDS)))
                .build();
        return new TranscriptionForm(asked.model(), TranscriptFormat.VERBOSE_JSON, asked.document(), first);
    }

    private static String document(JobTranscript found, AsrForm asked) {
        return asked.output().equals("json")
                ? WhisperDocument.of(found.transcript()).encode()
                : found.request()
                        .format()
                        .write(found.transcript(), found.request().document());
    }

    private static JsonObject detected(JobTranscript found) {
        Transcript transcript = found.transcript();
        return new JsonObject()
                .put(
                        "detected_language",
                        Languages.nameOf(transcript.language()).orElse(transcript.language()))
                .put("language_code", transcript.language())
                .put(
                        "confidence",
                        WhisperDocument.rounded(transcript.languageProbability().orElse(0)));
    }

    private static String attachment(UploadedForm form, String output) {
        String name = form.file().flatMap(UploadedForm.UploadedFile::name).orElse("audio");
        String quoted = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "attachment; filename=\"%s.%s\"".formatted(quoted, output);
    }
}
