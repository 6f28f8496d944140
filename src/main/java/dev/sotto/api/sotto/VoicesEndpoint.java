package dev.sotto.api.sotto;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.http.EpochSeconds;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.api.upload.UploadReader;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobId;
import dev.sotto.job.port.VoiceStore.Voice;
import dev.sotto.service.Caller;
import dev.sotto.service.Faults;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import dev.sotto.service.Page;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.KnownVoices;
import dev.sotto.transcript.VoiceName;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Voices that the caller keeps. What changes them is on disk before it is answered. */
final class VoicesEndpoint {
    private static final Set<String> FILE_FIELDS = Set.of("file");
    private static final String NAME = "name";
    private static final String JOB = "job";
    private static final String SPEAKER = "speaker";
    private static final Set<String> FIELDS = Set.of(NAME, JOB, SPEAKER);

    private final HttpParts http;
    private final JobServices services;

    VoicesEndpoint(HttpParts http, JobServices services) {
        this.http = http;
        this.services = services;
    }

    void addTo(Map<String, Handler<RoutingContext>> handlers) {
        handlers.put("createVoice", this::create);
        handlers.put("listVoices", this::list);
        handlers.put("deleteVoice", this::delete);
    }

    /** A form with a clip, or JSON that names a speaker of a job. */
    void create(RoutingContext context) {
        Caller caller = Callers.of(context);
        try {
            services.voices().checkOpen();
        } catch (FaultException e) {
            http.uploads().refuse(context.request());
            context.fail(e);
            return;
        }
        Future<Voice> enrolled = UploadReader.isJson(context.request())
                ? JsonBody.read(
                                services.vertx(),
                                context.request(),
                                services.config().http().idleTimeout())
                        .compose(body -> ofSpeaker(caller, body))
                : http.uploads()
                        .read(context.request(), FILE_FIELDS, caller.shareholder())
                        .compose(form -> Future.future(promise -> ofClip(caller, form)
                                .eventually(() -> http.folder().discard(http.vertx(), form))
                                .onComplete(promise)));
        enrolled.onSuccess(voice -> JsonResponses.send(context, 201, document(voice)))
                .onFailure(context::fail);
    }

    private Future<Voice> ofSpeaker(Caller caller, JsonObject body) {
        try {
            for (String field : body.fieldNames()) {
                if (!FIELDS.contains(field)) {
                    throw new FaultException(Faults.unexpected("field", field, "name, job or speaker"));
                }
            }
            String name = name(text(body, NAME));
            JobId job = JobReader.id(text(body, JOB).orElseThrow(() -> new FaultException(Faults.missing(JOB))));
            String speaker = text(body, SPEAKER).orElseThrow(() -> new FaultException(Faults.missing(SPEAKER)));
            return services.voices().enrol(caller, name, job, speaker);
        } catch (FaultException e) {
            return Future.failedFuture(e);
        }
    }

    private static Optional<String> text(JsonObject body, String field) {
        Object value = body.getValue(field);
        if (value != null && !(value instanceof String)) {
            throw new FaultException(Faults.unexpected(field, value, "a text"));
        }
        return Optional.ofNullable((String) value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private Future<Voice> ofClip(Caller caller, UploadedForm form) {
        try {
            String name = name(form.one(NAME).map(String::strip));
            UploadedForm.UploadedFile clip = form.file().orElseThrow(() -> new FaultException(Faults.missing("file")));
            return services.voices().enrol(caller, name, clip.path());
        } catch (FaultException e) {
            return Future.failedFuture(e);
        }
    }

    /** A comma stands between names, and all for all of them. */
    private static String name(Optional<String> given) {
        String name = given.orElseThrow(() -> new FaultException(Faults.missing(NAME)));
        try {
            VoiceName.check(NAME, name);
        } catch (InvalidOption e) {
            throw new FaultException(Faults.invalidValue(NAME, e.getMessage() + "."));
        }
        if (name.contains(",") || name.equalsIgnoreCase(KnownVoices.ALL)) {
            throw new FaultException(
                    Faults.unexpected(NAME, name, "a name without a comma, and not all, which stands for everybody"));
        }
        return name;
    }

    void list(RoutingContext context) {
        if (isClosed(context)) {
            return;
        }
        services.voices()
                .list(Callers.of(context))
                .onSuccess(voices ->
                        JsonResponses.ok(context, Paging.page(new Page<>(voices, false).map(VoicesEndpoint::document))))
                .onFailure(context::fail);
    }

    void delete(RoutingContext context) {
        if (isClosed(context)) {
            return;
        }
        String id = context.pathParam("voice");
        services.voices()
                .delete(Callers.of(context), id)
                .onSuccess(deleted -> JsonResponses.ok(
                        context,
                        new JsonObject()
                                .put("id", id)
                                .put("object", "voice.deleted")
                                .put("deleted", true)))
                .onFailure(context::fail);
    }

    private boolean isClosed(RoutingContext context) {
        try {
            services.voices().checkOpen();
            return false;
        } catch (FaultException e) {
            context.fail(e);
            return true;
        }
    }

    private static JsonObject document(Voice voice) {
        return new JsonObject()
                .put("id", voice.id())
                .put("object", "voice")
                .put("name", voice.name())
                .put("seconds", JobDocument.round(voice.seconds()))
                .put("created_at", EpochSeconds.of(voice.createdAt()));
    }
}
