package dev.sotto.api.sotto;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.form.SpeakerBody;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.job.JobId;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import dev.sotto.transcript.Speakers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Speakers of a job's recording, told apart anew without the recording. */
final class SpeakersEndpoint {
    private final JobServices services;

    SpeakersEndpoint(JobServices services) {
        this.services = services;
    }

    void regroup(RoutingContext context) {
        JobId id = JobReader.id(context.pathParam("job"));
        JsonBody.read(
                        services.vertx(),
                        context.request(),
                        services.config().http().idleTimeout())
                .compose(body -> {
                    SpeakerBody wanted = SpeakerBody.of(body);
                    return services.speakers().regroup(Callers.of(context), id, wanted::grouping);
                })
                .onSuccess(speakers -> JsonResponses.ok(context, document(speakers)))
                .onFailure(context::fail);
    }

    private static JsonObject document(Speakers speakers) {
        JsonArray list = new JsonArray();
        for (Speakers.Summary one : speakers.speakers()) {
            JsonObject speaker = new JsonObject()
                    .put("speaker", one.speaker())
                    .put("seconds", JobDocument.round(one.seconds()))
                    .put("turns", one.turns())
                    .put("minor", one.minor());
            one.likeness().ifPresent(likeness -> speaker.put("voice_likeness", JobDocument.round(likeness)));
            list.add(speaker);
        }
        JsonObject json =
                new JsonObject().put("object", "transcription.speakers").put("speakers", list);
        speakers.shortfall().ifPresent(why -> json.put("speaker_shortfall", why.wireName()));
        return json;
    }
}
