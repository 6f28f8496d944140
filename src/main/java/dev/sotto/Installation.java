package dev.sotto;

import dev.sotto.Sotto.Works;
import dev.sotto.api.ModelShelf;
import dev.sotto.audio.BundledTool;
import dev.sotto.audio.MediaDecoder;
import dev.sotto.audio.MediaLimits;
import dev.sotto.audio.MediaToolFinder;
import dev.sotto.audio.Waveform;
import dev.sotto.cli.BackedUp;
import dev.sotto.cli.BackupRequest;
import dev.sotto.cli.CommandException;
import dev.sotto.cli.EngineRequest;
import dev.sotto.cli.ModelStore;
import dev.sotto.cli.OpenedKeys;
import dev.sotto.cli.ServeRequest;
import dev.sotto.cli.Services;
import dev.sotto.cli.Surroundings;
import dev.sotto.cli.TranscriptionRunner;
import dev.sotto.config.ConfigException;
import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import dev.sotto.job.port.StoreException;
import dev.sotto.torch.Processor;
import dev.sotto.torch.TorchRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * This copy of Sotto on this machine: where its files lie and what the environment says. Composes the parts that a
 * command needs, and nothing before it is asked for.
 */
final class Installation implements Services {
    private static final String SETTINGS = "conf/sotto.yaml";
    private static final ModelShelf NOTHING_SERVED = new ModelShelf(List.of(), Map.of());

    private final Path home;
    private final Path workingFolder;
    private final Map<String, String> environment;
    private final String version;

    Installation(Path home, Path workingFolder, Map<String, String> environment, String version) {
        this.home = home;
        this.workingFolder = workingFolder;
        this.environment = Map.copyOf(environment);
        this.version = version;
    }

    private ServerConfig config(Optional<Path> file, Map<String, String> overrides) {
        Optional<Path> usual = Optional.of(home.resolve(SETTINGS)).filter(Files::exists);
        try {
            return ConfigLoader.load(home, file.or(() -> usual), environment, overrides);
        } catch (ConfigException e) {
            throw CommandException.settings(e);
        }
    }

    private ServerConfig config() {
        return config(Optional.empty(), Map.of());
    }

    @Override
    public TranscriptionRunner openRunner(EngineRequest request) {
        Map<String, String> overrides = new HashMap<>();
        request.model().ifPresent(model -> overrides.put("models.default-model", model));
        request.device().ifPresent(device -> overrides.put("compute.device", device));
        request.computeType().ifPresent(type -> overrides.put("compute.type", type));
        request.threads().ifPresent(threads -> overrides.put("compute.threads", Integer.toString(threads)));
        ServerConfig config = config(Optional.empty(), overrides);
        ModelLookup models = ModelLookup.open(home, config.models());
        models.folder(config.models().defaultModel()); // an unknown name is told before anything is started
        return BusRunner.open(
                workers(config, models, NOTHING_SERVED), config.models().defaultModel());
    }

    private Workers workers(ServerConfig config, ModelLookup models, ModelShelf shelf) {
        MediaDecoder decoder = decoder(config);
        decoder.removeLeftovers(Instant.now().minus(config.media().timeout()));
        InstalledEngines engines = new InstalledEngines(config, models, Cores.usable(), processor());
        return new Workers(config, engines, new InstalledSpeech(home, config.models()), decoder, shelf);
    }

    private static Processor processor() {
        return Cores.description().map(Processor::parse).orElse(Processor.UNKNOWN);
    }

    private MediaDecoder decoder(ServerConfig config) {
        ServerConfig.Media media = config.media();
        long outputBytesMax = (media.durationMax().toSeconds() + 1) * Waveform.SAMPLE_RATE * Short.BYTES;
        MediaLimits limits = new MediaLimits(
                media.durationMax(), media.timeout(), outputBytesMax, MediaLimits.DEFAULT_MEMORY_BYTES_MAX);
        return new MediaDecoder(
                toolFinder(config).find(),
                limits,
                config.data().folder().resolve("scratch"),
                config.http().shutdownGrace());
    }

    private MediaToolFinder toolFinder(ServerConfig config) {
        Optional<BundledTool> bundled = BundledTool.find(
                config.data().folder().resolve("tools"), System.getProperty("os.name"), System.getProperty("os.arch"));
        return new MediaToolFinder(config.media().ffmpeg(), environment.getOrDefault("PATH", ""), bundled);
    }

    @Override
    public ModelStore models() {
        ServerConfig config = config();
        return new ModelDesk(ModelLookup.open(home, config.models()), config.hub(), environment);
    }

    @Override
    public Surroundings surroundings() {
        ServerConfig config = config();
        return new Surroundings(
                "%s (%s)".formatted(System.getProperty("java.version"), System.getProperty("java.vendor")),
                Runtime.version().feature(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Path.of("/proc/cpuinfo"),
                TorchRuntime::describe,
                toolFinder(config),
                config.models().defaultModel(),
                List.of(config.data().folder(), config.models().folders().get(0)));
    }

    @Override
    public OpenedKeys openKeys(Optional<Path> config) {
        try {
            return DataFolderKeys.open(config(config, Map.of()));
        } catch (StoreException e) {
            throw CommandException.settings(e);
        }
    }

    @Override
    public BackedUp backUp(BackupRequest request) {
        return DataFolderBackup.make(config(request.config(), Map.of()), request.folder());
    }

    @Override
    public int serve(ServeRequest request) {
        ServerConfig config = config(request.config(), request.settings());
        ModelLookup models = ModelLookup.open(home, config.models());
        models.folder(config.models().defaultModel());
        Workers workers = workers(config, models, models.shelf());
        Works works = new Works(workers, workers, workers::engineCounts);
        Sotto sotto = new Sotto(config, works, () -> UUID.randomUUID().toString(), version);
        try {
            new Serving(sotto, home, workingFolder).run(System.out);
            return 0;
        } catch (StoreException e) {
            throw CommandException.settings(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
