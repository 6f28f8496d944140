package dev.sotto;

import dev.sotto.audio.AudioClock;
import dev.sotto.audio.BundledTool;
import dev.sotto.audio.MediaDecoder;
import dev.sotto.audio.MediaLimits;
import dev.sotto.audio.MediaSettings;
import dev.sotto.audio.MediaToolFinder;
import dev.sotto.audio.ScratchSpace;
import dev.sotto.audio.Waveform;
import dev.sotto.cli.BackupRequest;
import dev.sotto.cli.CommandException;
import dev.sotto.cli.ComputeChoice;
import dev.sotto.cli.DefaultModel;
import dev.sotto.cli.EngineRequest;
import dev.sotto.cli.ServeRequest;
import dev.sotto.cli.ServerAddresses;
import dev.sotto.cli.Services;
import dev.sotto.cli.SettingLine;
import dev.sotto.cli.SystemInfo;
import dev.sotto.config.ConfigException;
import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import dev.sotto.config.SettingsFile;
import dev.sotto.config.SettingsImport;
import dev.sotto.data.BackupException;
import dev.sotto.data.BackupSummary;
import dev.sotto.data.DataFolderBackup;
import dev.sotto.data.DataFolderKeys;
import dev.sotto.data.DataFolderRestore;
import dev.sotto.data.NativeLibraries;
import dev.sotto.data.PrivateFolder;
import dev.sotto.engine.ComputeTypes;
import dev.sotto.engine.Cores;
import dev.sotto.engine.EngineLibrary;
import dev.sotto.engine.FindingFile;
import dev.sotto.engine.InstalledEngines;
import dev.sotto.engine.InstalledModels;
import dev.sotto.engine.InstalledSpeakers;
import dev.sotto.engine.InstalledSpeech;
import dev.sotto.engine.ModelResolver;
import dev.sotto.engine.OfferedModels;
import dev.sotto.engine.TorchTypeBench;
import dev.sotto.job.port.StoreException;
import dev.sotto.key.OpenedKeys;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.server.InProcessTranscriber;
import dev.sotto.server.ServeLoop;
import dev.sotto.server.SottoServer;
import dev.sotto.server.SottoServer.Works;
import dev.sotto.server.Workers;
import dev.sotto.service.ModelCommands;
import dev.sotto.service.TranscriptionRunner;
import dev.sotto.torch.Processor;
import dev.sotto.torch.TorchRuntime;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jline.utils.Signals;

/**
 * This copy of Sotto on this machine: where its files lie and what the environment says. Composes the parts that a
 * command needs, and nothing before it is asked for.
 */
final class Installation implements Services {
    private static final String SETTINGS = "conf/sotto.yaml";
    private static final String LOG_LEVEL = "SOTTO_LOG_LEVEL";

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

    /** Read by logback.xml when the first line is logged; the variable of this name wins. */
    @Override
    public void quietLog() {
        System.setProperty(LOG_LEVEL, environment.getOrDefault(LOG_LEVEL, "warn"));
    }

    private ServerConfig config(Optional<Path> file, Map<String, String> overrides) {
        try {
            return ConfigLoader.load(home, file.or(this::usualSettings), environment, overrides);
        } catch (ConfigException e) {
            throw CommandException.settings(e);
        }
    }

    @Override
    public List<SettingLine> settings(Optional<Path> file) {
        try {
            return ConfigLoader.inForce(home, file.or(this::usualSettings), environment).stream()
                    .map(setting -> new SettingLine(setting.key(), setting.value(), setting.origin()))
                    .toList();
        } catch (ConfigException e) {
            throw CommandException.settings(e);
        }
    }

    @Override
    public String importedSettings(String file, byte[] content) {
        try {
            return SettingsImport.yaml(file, content);
        } catch (ConfigException e) {
            throw CommandException.settings(e);
        }
    }

    private Optional<Path> usualSettings() {
        return Optional.of(home.resolve(SETTINGS)).filter(Files::exists);
    }

    private ServerConfig config() {
        return config(Optional.empty(), Map.of());
    }

    /** Before anything is written to the data folder, and before the first library unpacks its native code. */
    private ServerConfig prepared(ServerConfig config) {
        try {
            PrivateFolder.ofData(config.data().folder());
            NativeLibraries.unpackInto(config.data(), environment);
            return config;
        } catch (ConfigException e) {
            throw CommandException.settings(e);
        }
    }

    @Override
    public TranscriptionRunner openRunner(EngineRequest request) {
        Map<String, String> overrides = new HashMap<>();
        request.model().ifPresent(model -> overrides.put("models.default-model", model));
        request.device().ifPresent(device -> overrides.put("compute.device", device));
        request.computeType().ifPresent(type -> overrides.put("compute.type", type));
        request.threads().ifPresent(threads -> overrides.put("compute.threads", Integer.toString(threads)));
        ServerConfig config = config(Optional.empty(), overrides);
        ModelResolver models = ModelResolver.open(home, config.models());
        models.folder(config.models().defaultModel()); // an unknown name is reported before anything starts
        prepared(config);
        return InProcessTranscriber.open(
                workers(config, models, Optional.empty()), config.models().defaultModel());
    }

    private Workers workers(ServerConfig config, ModelResolver models, Optional<OfferedModels> offered) {
        MediaDecoder decoder = decoder(config);
        decoder.removeLeftovers(Instant.now());
        InstalledEngines engines = new InstalledEngines(config, models, Cores.usable(), computeTypes(config));
        Workers.Listening listening =
                new Workers.Listening(new InstalledSpeech(home, config.models()), new InstalledSpeakers(home, config));
        return new Workers(config, engines, listening, decoder, offered);
    }

    private static ComputeTypes computeTypes(ServerConfig config) {
        Processor processor = Cores.description().map(Processor::parse).orElse(Processor.UNKNOWN);
        return new ComputeTypes(
                new FindingFile(config.data().folder()),
                new TorchTypeBench(processor),
                Clock.systemUTC(),
                System::nanoTime);
    }

    private static List<ComputeChoice> computeChoices(ServerConfig config) {
        String type = config.compute().type();
        String device = TorchRuntime.device(config.compute().device());
        if (!type.equals("auto")) {
            return List.of(new ComputeChoice(type + ", as compute.type says", true));
        }
        return device.equals("cpu")
                ? computeTypes(config).summaries().stream()
                        .map(summary -> new ComputeChoice(summary.text(), summary.isSure()))
                        .toList()
                : List.of(new ComputeChoice("auto: float16 on " + device, true));
    }

    private MediaDecoder decoder(ServerConfig config) {
        ServerConfig.Media media = config.media();
        long outputBytesMax = (media.durationMax().toSeconds() + 1) * Waveform.SAMPLE_RATE * Short.BYTES;
        MediaLimits limits = new MediaLimits(
                media.durationMax(), media.timeout(), outputBytesMax, MediaLimits.DEFAULT_MEMORY_BYTES_MAX);
        MediaSettings settings = new MediaSettings(
                limits,
                AudioClock.named(config.audio().clock()).orElseThrow(),
                new ScratchSpace(
                        config.data().folder().resolve("scratch"),
                        config.http().shutdownGrace(),
                        config.http().upload().freeBytesMin()));
        return new MediaDecoder(toolFinder(config).find(), settings);
    }

    private MediaToolFinder toolFinder(ServerConfig config) {
        Optional<BundledTool> bundled =
                BundledTool.find(config.data().tools(), System.getProperty("os.name"), System.getProperty("os.arch"));
        return new MediaToolFinder(config.media().ffmpeg(), environment.getOrDefault("PATH", ""), bundled);
    }

    @Override
    public ModelCommands models() {
        ServerConfig config = config();
        return new InstalledModels(ModelResolver.open(home, config.models()), config.hub(), environment);
    }

    @Override
    public DefaultModel useModel(String name, Optional<Path> file) {
        ServerConfig config = config(file, Map.of("models.default-model", name));
        Path folder = ModelResolver.open(home, config.models()).folder(name);
        ModelFolder.open(folder).close();
        Path settings = file.orElseGet(() -> home.resolve(SETTINGS));
        boolean isFolder = !name.equals(folder.getFileName().toString()) && Files.isDirectory(Path.of(name));
        try {
            new SettingsFile(settings).setDefaultModel(home, isFolder ? folder.toString() : name);
        } catch (ConfigException e) {
            throw CommandException.settings(e);
        }
        String variable = SettingsFile.defaultModelVariable();
        return new DefaultModel(
                folder,
                settings,
                Optional.ofNullable(environment.get(variable))
                        .filter(value -> !value.equals(name))
                        .map(value -> variable + "=" + value),
                config.models().aliases().getOrDefault("whisper-1", name));
    }

    @Override
    public SystemInfo surroundings() {
        ServerConfig config = config();
        return new SystemInfo(
                "%s (%s)".formatted(System.getProperty("java.version"), System.getProperty("java.vendor")),
                Runtime.version().feature(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Cores.limits(),
                Path.of("/proc/cpuinfo"),
                () -> {
                    NativeLibraries.unpackInto(config.data(), environment);
                    return EngineLibrary.describe();
                },
                () -> {
                    NativeLibraries.unpackInto(config.data(), environment);
                    return computeChoices(config);
                },
                toolFinder(config),
                config.models().defaultModel(),
                List.of(config.data().folder(), config.models().folders().get(0)));
    }

    @Override
    public OpenedKeys openKeys(Optional<Path> config) {
        try {
            return DataFolderKeys.open(prepared(config(config, Map.of())));
        } catch (StoreException e) {
            throw CommandException.settings(e);
        }
    }

    @Override
    public BackupSummary backUp(BackupRequest request) {
        ServerConfig config = config(request.config(), Map.of());
        if (Files.isDirectory(config.data().folder())) {
            prepared(config);
        }
        try {
            return DataFolderBackup.make(config, request.folder());
        } catch (BackupException e) {
            throw refused(e);
        }
    }

    @Override
    public ServerAddresses serverAddresses(Optional<Path> file) {
        ServerConfig config = config(file, Map.of());
        return new ServerAddresses(
                address(config.http().host(), config.http().port()),
                config.management().port().isPresent()
                        ? address(
                                config.management().host(),
                                config.management().port().getAsInt())
                        : Optional.empty());
    }

    /** By the loopback address where it listens on every one. */
    private static Optional<URI> address(String host, int port) {
        String reached =
                switch (host) {
                    case "0.0.0.0" -> "127.0.0.1";
                    case "::" -> "[::1]";
                    default -> host.contains(":") ? "[" + host + "]" : host;
                };
        return port == 0 ? Optional.empty() : Optional.of(URI.create("http://" + reached + ":" + port));
    }

    @Override
    public BackupSummary restore(BackupRequest request) {
        ServerConfig config = prepared(config(request.config(), Map.of()));
        try {
            return DataFolderRestore.make(config, request.folder());
        } catch (BackupException e) {
            throw refused(e);
        }
    }

    private static CommandException refused(BackupException e) {
        return switch (e.kind()) {
            case PLACE_REFUSED -> CommandException.usage(new IllegalArgumentException(e.getMessage(), e));
            case CANNOT_WRITE -> CommandException.cannotWrite(String.valueOf(e.getMessage()), e);
            case BUSY -> CommandException.tryLater(e);
            case UNUSABLE -> CommandException.settings(e);
        };
    }

    @Override
    @SuppressWarnings("SystemExitOutsideMain") // what the JVM does by itself on SIGTERM, but for the status
    public int serve(ServeRequest request) {
        // Asked to end so, by systemd or by Docker, a server ends as it should; the JVM would say 143.
        Signals.register("TERM", () -> System.exit(0));
        ServerConfig config = config(request.config(), request.settings());
        ModelResolver models = ModelResolver.open(home, config.models());
        models.folder(config.models().defaultModel());
        prepared(config);
        Workers workers = workers(
                config,
                models,
                Optional.of(new OfferedModels(models, new InstalledModels(models, config.hub(), environment))));
        Works works = new Works(workers, workers, workers::engineLoad, workers::modelLoads);
        SottoServer sotto =
                new SottoServer(config, works, () -> UUID.randomUUID().toString(), version);
        try {
            new ServeLoop(sotto, home, workingFolder).run(System.out);
            return 0;
        } catch (StoreException | ConfigException e) {
            throw CommandException.settings(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
