package dev.sotto.api.sotto;

import dev.sotto.api.http.Contract;
import dev.sotto.api.http.ErrorShape;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.OpenAiErrors;
import dev.sotto.api.http.Surface;
import dev.sotto.service.JobServices;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Sotto's own API: jobs, webhooks, health, and the contract. */
public final class SottoSurface implements Surface {
    static final String NAME = "sotto";

    private static final Set<String> TAGS = Set.of("jobs", "webhooks", "server");
    private static final Set<String> FOR_EVERYBODY = Set.of("health", "contract");
    private static final Set<String> TAKES_AUDIO = Set.of("createJob", "retryJob");

    private final JobEvents events;
    private final Map<String, Handler<RoutingContext>> operations = new LinkedHashMap<>();

    /** @param version shown by {@code /health} */
    public SottoSurface(HttpParts http, JobServices services, String version) {
        JobsEndpoint jobs = new JobsEndpoint(http, services);
        this.events = new JobEvents(services);
        events.start();
        operations.put("createJob", jobs::create);
        operations.put("listJobs", jobs::list);
        operations.put("retrieveJob", jobs::get);
        operations.put("retrieveJobResult", jobs::result);
        operations.put("streamJobEvents", events::stream);
        operations.put("cancelJob", jobs::cancel);
        operations.put("retryJob", jobs::retry);
        operations.put("deleteJob", jobs::delete);
        new WebhooksEndpoint(services).addTo(operations);
        HealthEndpoint health = new HealthEndpoint(
                services.backend(), version, services.config().models().defaultModel());
        operations.put("health", health::health);
        String contract = Contract.of(Contract.SOTTO).text();
        operations.put("contract", context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .end(contract));
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
        if (FOR_EVERYBODY.contains(operation)) {
            return Access.EVERYBODY;
        }
        return TAKES_AUDIO.contains(operation) ? Access.KEY_WITH_AUDIO_QUOTA : Access.KEY;
    }

    @Override
    public ErrorShape errors() {
        return new OpenAiErrors();
    }

    @Override
    public void close() {
        events.close();
    }
}
