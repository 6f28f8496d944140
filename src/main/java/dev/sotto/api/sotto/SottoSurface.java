package dev.sotto.api.sotto;

import dev.sotto.api.http.Contract;
import dev.sotto.api.http.ContractSurface;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.service.JobServices;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Sotto's own API: jobs, webhooks, keys, pulls of models, health, and the contract. */
public final class SottoSurface extends ContractSurface {
    static final String NAME = "sotto";

    private static final Set<String> TAGS =
            Set.of("jobs", "webhooks", "transcripts", "keys", "voices", "pulls", "server");
    private static final Set<String> FOR_EVERYBODY = Set.of("health", "ready", "test", "contract", "contractAsJson");
    private static final Set<String> FOR_ADMINS = Set.of(
            "createKey",
            "listKeys",
            "revokeKey",
            "createPull",
            "listPulls",
            "retrievePull",
            "streamPullEvents",
            "cancelPull");
    private static final Set<String> TAKES_AUDIO = Set.of("createJob", "retryJob");

    /** Whose callers have a token in its path. */
    private static final String LINK = "readSharedTranscript";

    private static final String REGISTERS_WEBHOOK = "addJobWebhook";

    private final JobEvents events;

    /** @param version shown by {@code /health} */
    public SottoSurface(HttpParts http, JobServices services, String version) {
        this(http, services, version, new JobEvents(services));
    }

    private SottoSurface(HttpParts http, JobServices services, String version, JobEvents events) {
        super(
                NAME,
                Contract.of(Contract.SOTTO).tagged(TAGS),
                new ProblemErrors(),
                operations(http, services, version, events));
        this.events = events;
        events.start();
    }

    private static Map<String, Handler<RoutingContext>> operations(
            HttpParts http, JobServices services, String version, JobEvents events) {
        Map<String, Handler<RoutingContext>> operations = new LinkedHashMap<>();
        JobsEndpoint jobs = new JobsEndpoint(http, services);
        operations.put("createJob", jobs::create);
        operations.put("retrieveJob", jobs::get);
        operations.put("retrieveJobResult", jobs::result);
        operations.put("exportJobTranscript", jobs::transcript);
        operations.put("streamJobEvents", events::stream);
        operations.put("cancelJob", jobs::cancel);
        operations.put("retryJob", jobs::retry);
        operations.put("deleteJob", jobs::delete);
        operations.put("regroupSpeakers", new SpeakersEndpoint(services)::regroup);
        new TranscriptsEndpoint(services).addTo(operations);
        new LibraryEndpoint(services).addTo(operations);
        new SharesEndpoint(services).addTo(operations);
        operations.put("createArchive", new ArchiveEndpoint(services)::archive);
        new WebhooksEndpoint(services).addTo(operations);
        KeysEndpoint keys = new KeysEndpoint(services);
        operations.put("createKey", keys::create);
        operations.put("listKeys", keys::list);
        operations.put("revokeKey", keys::revoke);
        new PullsEndpoint(services).addTo(operations);
        new VoicesEndpoint(http, services).addTo(operations);
        HealthEndpoint health = new HealthEndpoint(http, services, version);
        operations.put("health", health::health);
        operations.put("ready", health::ready);
        operations.put("test", health::test);
        String contract = Contract.of(Contract.SOTTO).text();
        operations.put("contract", context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .end(contract));
        JsonObject asJson = Contract.of(Contract.SOTTO).json();
        operations.put("contractAsJson", context -> JsonResponses.ok(context, asJson));
        return operations;
    }

    @Override
    public Access access(String operation) {
        if (FOR_EVERYBODY.contains(operation)) {
            return Access.EVERYBODY;
        }
        if (operation.equals(LINK)) {
            return Access.LINK;
        }
        if (FOR_ADMINS.contains(operation)) {
            return Access.ADMIN;
        }
        if (operation.equals(REGISTERS_WEBHOOK)) {
            return Access.KEY_FOR_WEBHOOK;
        }
        return TAKES_AUDIO.contains(operation) ? Access.KEY_WITH_AUDIO_QUOTA : Access.KEY;
    }

    @Override
    public void close() {
        events.close();
    }
}
