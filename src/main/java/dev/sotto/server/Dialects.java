package dev.sotto.server;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.asrwebservice.AsrDialect;
import dev.sotto.api.dialect.insanelyfast.InsanelyFastDialect;
import dev.sotto.api.dialect.insanelyfast.WebhookMessage;
import dev.sotto.api.dialect.shared.SharedPaths;
import dev.sotto.api.dialect.whisperapiserver.ServerDialect;
import dev.sotto.api.dialect.whisperapiserver.TaskMessage;
import dev.sotto.api.dialect.whisperapiservice.ServiceDialect;
import dev.sotto.api.dialect.whispercpp.WhisperCppDialect;
import dev.sotto.api.dialect.whisperxfastapi.CallbackMessage;
import dev.sotto.api.dialect.whisperxfastapi.WhisperxFastApiDialect;
import dev.sotto.api.dialect.whisperxstt.WhisperxSttDialect;
import dev.sotto.api.http.HttpParts;
import dev.sotto.api.http.Surface;
import dev.sotto.config.ServerConfig;
import dev.sotto.service.JobServices;
import dev.sotto.worker.webhook.JobMessages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The dialects that the settings want, each where it stands. Belongs to one event loop. */
final class Dialects {
    /** What webhooks of dialects are sent, by the dialect. */
    static final Map<String, JobMessages.Body> MESSAGES = Map.of(
            ServerDialect.NAME, TaskMessage::of,
            InsanelyFastDialect.NAME, WebhookMessage::of,
            WhisperxFastApiDialect.NAME, CallbackMessage::of);

    private final JobServices services;
    private final String version;
    private final ServerConfig.Dialects settings;
    private final Map<String, Dialect> known = new LinkedHashMap<>();
    private final List<SharedPaths.Status> statuses = new ArrayList<>();
    private Optional<SharedPaths.Page> page = Optional.empty();

    Dialects(HttpParts http, JobServices services, String version) {
        this.services = services;
        this.version = version;
        this.settings = services.config().dialects();
        ServiceDialect service = new ServiceDialect(http, services);
        add(service.dialect(), shares -> {
            statuses.add(new SharedPaths.Status(ServiceDialect.NAME, service.status(), true, false));
            page = Optional.of(service::page);
        });
        add(ServerDialect.of(http, services), shares -> {});
        add(AsrDialect.of(http, services), shares -> {});
        add(WhisperCppDialect.of(http, services), shares -> {});
        add(WhisperxSttDialect.of(http, services, version), shares -> {});
        add(WhisperxFastApiDialect.of(http, services), shares -> {});
        add(
                InsanelyFastDialect.of(http, services),
                shares -> statuses.add(new SharedPaths.Status(
                        InsanelyFastDialect.NAME,
                        InsanelyFastDialect.status(services),
                        false,
                        true,
                        Optional.of(InsanelyFastDialect::keyOf))));
    }

    /** Below which contracts are shown as pages; one dialect has a page of its own for that. */
    static List<String> describedPrefixes(ServerConfig.Dialects settings) {
        return settings.enabled().stream()
                .filter(name -> !name.equals(ServiceDialect.NAME))
                .map(name -> Dialect.PREFIX + name)
                .toList();
    }

    /** A dialect that the settings may leave out, and what it adds to shared paths. */
    private void add(Dialect dialect, Consumer<Dialect> shares) {
        if (settings.enabled().contains(dialect.name())) {
            known.put(dialect.name(), dialect);
            shares.accept(dialect);
        }
    }

    /** Before all other surfaces: a dialect that has every one of its paths at the root. */
    List<Surface> first() {
        return preferred().map(Dialect::wholeAtRoot).stream().toList();
    }

    /** Behind all other surfaces: shared paths, each dialect under its prefix, and what nobody else wants at the root. */
    List<Surface> last() {
        List<Surface> surfaces = new ArrayList<>();
        surfaces.add(new SharedPaths(services, version, List.copyOf(statuses), page));
        known.values().forEach(dialect -> {
            surfaces.add(dialect.underPrefix());
            if (!preferred().equals(Optional.of(dialect))) {
                surfaces.add(dialect.atRoot());
            }
        });
        return surfaces;
    }

    private Optional<Dialect> preferred() {
        return settings.preferred().map(known::get);
    }
}
