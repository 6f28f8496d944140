package dev.sotto.engine;

import dev.sotto.config.ServerConfig;
import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelException;
import dev.sotto.model.catalogue.CatalogueEntry;
import dev.sotto.model.catalogue.InstalledModel;
import dev.sotto.model.catalogue.ModelReference;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.model.file.Sha256Sums;
import dev.sotto.model.hub.HubClient;
import dev.sotto.model.hub.HubOptions;
import dev.sotto.model.hub.HubProxies;
import dev.sotto.model.hub.HubRepository;
import dev.sotto.model.hub.LeftPulls;
import dev.sotto.model.hub.ModelPuller;
import dev.sotto.service.ModelCommands;
import dev.sotto.transcript.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Models for the command line: what is installed, what is known, and how to fetch it. */
public final class InstalledModels implements ModelCommands {
    private final ModelResolver models;
    private final ServerConfig.Hub hub;
    private final Map<String, String> environment;

    /**
     * Touches no network yet.
     *
     * @param environment of the process: a hub token or a proxy may stand in it under the names that other tools use
     */
    public InstalledModels(ModelResolver models, ServerConfig.Hub settings, Map<String, String> environment) {
        this.models = models;
        this.hub = settings;
        this.environment = Map.copyOf(environment);
    }

    private static HubOptions options(ServerConfig.Hub settings, Map<String, String> environment) {
        HubOptions options =
                HubOptions.defaults().withEndpoint(settings.mirror()).withOffline(settings.offline());
        Optional<String> token = settings.token().or(() -> Optional.ofNullable(environment.get("HF_TOKEN")));
        if (token.isPresent()) {
            options = options.withToken(token.get());
        }
        HubProxies proxies = HubProxies.of(environment);
        return proxies.isEmpty() ? options : options.withProxies(proxies);
    }

    /**
     * Deletes pulls that were broken off and that nobody went on with for a week; blocks on the disk.
     *
     * @return how many
     */
    public static int removeLeftPulls(ServerConfig.Models settings, Instant now) throws IOException {
        int deleted = 0;
        for (Path folder : settings.folders()) {
            deleted += LeftPulls.sweep(folder, now);
        }
        return deleted;
    }

    @Override
    public String defaultModel() {
        return models.defaultModel();
    }

    @Override
    public List<Installed> installed() {
        return models.store().list().stream().map(InstalledModels::installed).toList();
    }

    private static Installed installed(InstalledModel model) {
        try (Checkpoint checkpoint = ModelFolder.open(model.folder())) {
            int languages = Math.max(1, checkpoint.config().languages().size());
            Facts facts = new Facts(ModelMemory.bytes(ModelMemory.parameters(checkpoint)), languages);
            String format = model.format().name().toLowerCase(Locale.ROOT);
            return installed(model, format, Optional.of(facts), Optional.empty());
        } catch (ModelException e) {
            return installed(model, "", Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static Installed installed(
            InstalledModel model, String format, Optional<Facts> facts, Optional<String> fault) {
        return new Installed(model.name(), model.folder(), format, model.sizeBytes(), model.licence(), facts, fault);
    }

    @Override
    public Optional<List<String>> changes(Installed model) {
        try {
            return Sha256Sums.differences(model.folder());
        } catch (ModelException e) {
            return Optional.of(List.of(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public List<Known> catalogue() {
        return models.catalogue().entries().stream().map(InstalledModels::known).toList();
    }

    private static Known known(CatalogueEntry entry) {
        long memory = ModelMemory.bytes(entry.parametersMillions() * 1_000_000L);
        Facts facts = new Facts(memory, entry.languages());
        return new Known(entry.name(), entry.repository().toString(), entry.licence(), facts);
    }

    @Override
    public Path pull(String asked, ModelCommands.PullListener listener, Cancellation cancellation) {
        String name = models.aliased(asked);
        ModelReference reference = models.catalogue().resolve(name);
        Optional<Path> here = models.store().find(name);
        if (here.isPresent()) {
            return here.get();
        }
        ModelPuller puller = new ModelPuller(
                new HubClient(options(hub, environment)),
                models.store().writableFolder(),
                duration -> Thread.sleep(duration.toMillis()));
        return puller.pull(repository(reference), new dev.sotto.model.hub.PullListener() {
            @Override
            public void progressed(long bytesDone, long bytesTotal) {
                listener.progress(bytesDone, bytesTotal);
            }

            @Override
            public boolean isCancelled() {
                return cancellation.isRequested();
            }
        });
    }

    private static HubRepository repository(ModelReference reference) {
        if (reference instanceof ModelReference.Known known) {
            return known.entry().repository();
        }
        if (reference instanceof ModelReference.Remote remote) {
            return remote.repository();
        }
        throw new IllegalStateException("a folder is not pulled: " + reference);
    }
}
