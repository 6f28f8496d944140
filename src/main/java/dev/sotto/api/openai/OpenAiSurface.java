package dev.sotto.api.openai;

import dev.sotto.api.http.Contract;
import dev.sotto.api.http.ErrorShape;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.OpenAiErrors;
import dev.sotto.api.http.Surface;
import dev.sotto.service.JobServices;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;

/** OpenAI's audio API: clients written for it work unchanged. */
public final class OpenAiSurface implements Surface {
    static final String NAME = "openai";

    private static final Set<String> TAGS = Set.of("audio", "models");

    private final Map<String, Handler<RoutingContext>> operations;

    public OpenAiSurface(HttpParts http, JobServices services) {
        TranscriptionEndpoint transcriptions = new TranscriptionEndpoint(http, services);
        ModelsEndpoint models = new ModelsEndpoint(services.backend());
        this.operations = Map.of(
                "createTranscription", transcriptions::transcribe,
                "createTranslation", transcriptions::translate,
                "listModels", models::list,
                "retrieveModel", models::retrieve);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonObject contract() {
        return Contract.of(Contract.SOTTO).tagged(TAGS);
    }

    @Override
    public Map<String, Handler<RoutingContext>> operations() {
        return operations;
    }

    @Override
    public Access access(String operation) {
        return operation.startsWith("create") ? Access.KEY_WITH_AUDIO_QUOTA : Access.KEY;
    }

    @Override
    public ErrorShape errors() {
        return new OpenAiErrors();
    }
}
