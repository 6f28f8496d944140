package dev.sotto.api.openai;

import dev.sotto.api.http.Contract;
import dev.sotto.api.http.ContractSurface;
import dev.sotto.api.http.ErrorShape;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.OpenAiErrors;
import dev.sotto.service.JobServices;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;

/** OpenAI's audio API: clients written for it work unchanged. */
public final class OpenAiSurface extends ContractSurface {
    static final String NAME = "openai";

    private static final Set<String> TAGS = Set.of("audio", "models");
    private static final ErrorShape ERRORS = new OpenAiErrors();

    public OpenAiSurface(HttpParts http, JobServices services) {
        super(NAME, Contract.of(Contract.SOTTO).tagged(TAGS), ERRORS, operations(http, services));
    }

    private static Map<String, Handler<RoutingContext>> operations(HttpParts http, JobServices services) {
        TranscriptionEndpoint transcriptions = new TranscriptionEndpoint(http, services, ERRORS);
        ModelsEndpoint models = new ModelsEndpoint(services);
        return Map.of(
                "createTranscription", transcriptions::transcribe,
                "createTranslation", transcriptions::translate,
                "createAlignment", transcriptions::align,
                "listModels", models::list,
                "retrieveModel", models::retrieve,
                "retrieveModelOfOrganisation", models::retrieveOfOrganisation,
                "deleteModel", models::delete,
                "deleteModelOfOrganisation", models::deleteOfOrganisation);
    }

    @Override
    public Access access(String operation) {
        if (operation.startsWith("delete")) {
            return Access.ADMIN;
        }
        return operation.startsWith("create") ? Access.KEY_WITH_AUDIO_QUOTA : Access.KEY;
    }
}
