package dev.sotto.api.openai;

import dev.sotto.api.http.JsonResponses;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Backend;
import dev.sotto.service.Faults;
import dev.sotto.service.JobServices;
import dev.sotto.service.ModelPulls;
import dev.sotto.service.ServedModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** OpenAI's list of models: those installed here and the aliases that stand for them. */
final class ModelsEndpoint {
    private final Backend backend;
    private final ModelPulls pulls;

    ModelsEndpoint(JobServices services) {
        this.backend = services.backend();
        this.pulls = services.pulls();
    }

    void list(RoutingContext context) {
        JsonArray data = new JsonArray();
        backend.models().byName().forEach((name, model) -> data.add(toJson(name, model)));
        JsonResponses.ok(context, new JsonObject().put("object", "list").put("data", data));
    }

    void retrieve(RoutingContext context) {
        retrieve(context, context.pathParam("model"));
    }

    /** Clients that do not escape the slash in a name. */
    void retrieveOfOrganisation(RoutingContext context) {
        retrieve(context, context.pathParam("organisation") + "/" + context.pathParam("model"));
    }

    private void retrieve(RoutingContext context, String name) {
        ServedModel model =
                backend.models().find(name).orElseThrow(() -> new FaultException(Faults.unknownModel(name)));
        JsonResponses.ok(context, toJson(name, model));
    }

    void delete(RoutingContext context) {
        delete(context, context.pathParam("model"));
    }

    void deleteOfOrganisation(RoutingContext context) {
        delete(context, context.pathParam("organisation") + "/" + context.pathParam("model"));
    }

    private void delete(RoutingContext context, String name) {
        pulls.delete(name)
                .onSuccess(deleted -> JsonResponses.ok(
                        context,
                        new JsonObject().put("id", name).put("object", "model").put("deleted", true)))
                .onFailure(context::fail);
    }

    private static JsonObject toJson(String name, ServedModel model) {
        return new JsonObject()
                .put("id", name)
                .put("object", "model")
                .put("created", model.created().getEpochSecond())
                .put("owned_by", model.ownedBy())
                .put("multilingual", model.isMultilingual());
    }
}
