package dev.sotto.api.dialect.whisperxstt;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.dialect.MediaNames;
import dev.sotto.api.dialect.fastapi.Answers;
import dev.sotto.api.dialect.fastapi.InvalidParameters;
import dev.sotto.api.dialect.fastapi.Parameters;
import dev.sotto.api.form.IgnoredFields;
import dev.sotto.api.form.JobOptionFields;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.api.upload.UploadedForm.UploadedFile;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.job.JobSpec;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmission;
import dev.sotto.service.ServedModel;
import dev.sotto.transcript.ChineseScript;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Languages;
import dev.sotto.transcript.SpeakerOptions;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WordOptions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** {@code POST /api/v1/transcribe/upload}. */
final class UploadEndpoint {
    private static final Set<String> FILE_FIELDS = Set.of("file");
    private static final String FORMATS = ".mp3, .wav, .m4a, .flac, .ogg, .webm, .mp4, .mpeg, .mpga, .oga, .opus";
    private static final int BAD_REQUEST = 400;

    private final DialectCalls calls;
    private final JobServices services;
    private final IgnoredFields ignored = new IgnoredFields(
            Set.of("file", "language", "min_speakers", "max_speakers", "enable_diarization", "model"));

    UploadEndpoint(HttpParts http, JobServices services) {
        this.calls = new DialectCalls(WhisperxSttDialect.NAME, http, services);
        this.services = services;
    }

    void upload(RoutingContext context) {
        calls.take(context, FILE_FIELDS, form -> Answers.checked(() -> taken(context, form)));
    }

    private Future<Consumer<RoutingContext>> taken(RoutingContext context, UploadedForm form) {
        ignored.report(context, form);
        UploadedFile file = form.file().orElseThrow(() -> InvalidParameters.missing("body", "file"));
        StoredRequest request = request(form);
        String name = file.name().orElse("");
        if (name.isBlank()) {
            return Future.succeededFuture(Answers.detail(BAD_REQUEST, "Filename is required"));
        }
        if (!MediaNames.mayBeMedia(name)) {
            return Future.succeededFuture(Answers.detail(
                    BAD_REQUEST,
                    "Unsupported file format '%s'. Supported formats: %s"
                            .formatted(MediaNames.extension(name), FORMATS)));
        }
        JobSubmission submission = new JobSubmission(
                Callers.of(context),
                request,
                JobOptionFields.of(context.request(), form, JobSpec.DEFAULT_PRIORITY),
                false,
                Optional.empty());
        return calls.submit(context, submission, file.path())
                .map(receipt -> Answers.ok(new JsonObject()
                        .put("task_id", receipt.job().id().value())
                        .put("status", "pending")
                        .put("message", "File uploaded successfully. Transcription job queued.")));
    }

    private StoredRequest request(UploadedForm form) {
        Parameters parameters = Parameters.of("body", form::all);
        TranscriptionOptions.Builder options = TranscriptionOptions.builder()
                .words(WordOptions.builder().timestamps(true).build());
        parameters.text("language").map(String::strip).ifPresent(text -> language(parameters, options, text));
        boolean isDiarized = parameters.flag("enable_diarization", true);
        Map<String, String> notes = new HashMap<>();
        form.file().flatMap(UploadedFile::name).ifPresent(name -> notes.put("file_name", name));
        Optional<String> speakerless = isDiarized ? services.backend().speakersFault() : Optional.empty();
        speakerless.ifPresent(why -> notes.put("warning", why));
        SpeakerOptions.Builder speakers = SpeakerOptions.builder()
                .diarize(isDiarized && speakerless.isEmpty())
                .min(parameters.wholeFrom(1, "min_speakers"))
                .max(parameters.wholeFrom(1, "max_speakers"));
        try {
            options.speakers(isDiarized && speakerless.isEmpty() ? speakers.build() : SpeakerOptions.DEFAULTS);
        } catch (InvalidOption e) {
            parameters.refused(e, e.name());
        }
        parameters.check();
        ServedModel model = calls.defaultModel();
        TranscriptionOptions asked = options.build();
        calls.checkLanguage(model, asked);
        return new StoredRequest(
                model.id(),
                TranscriptFormat.VERBOSE_JSON,
                DocumentOptions.DEFAULTS.listing(true, true),
                asked,
                WhisperxSttDialect.NAME,
                notes);
    }

    private static void language(Parameters parameters, TranscriptionOptions.Builder options, String text) {
        if (text.equalsIgnoreCase("auto") || text.equalsIgnoreCase("none")) {
            return;
        }
        Languages.codeOf(text)
                .ifPresentOrElse(
                        code -> options.language(code).script(ChineseScript.askedBy(text)),
                        () -> parameters.refused(
                                new InvalidOption("language", text, Languages.expected()), "language"));
    }
}
