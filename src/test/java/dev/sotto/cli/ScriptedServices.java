package dev.sotto.cli;

import dev.sotto.data.BackupSummary;
import dev.sotto.fault.FaultCode;
import dev.sotto.key.ApiKeyStore;
import dev.sotto.key.MemoryKeys;
import dev.sotto.key.OpenedKeys;
import dev.sotto.service.ModelCommands;
import dev.sotto.service.TranscriptionRunner;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Warning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hears by reading: the transcript of a file is its text, and {@code !kind} in it is the failure to have. */
final class ScriptedServices implements Services {
    final List<EngineRequest> opened = new ArrayList<>();
    final List<TranscriptionOptions> asked = new ArrayList<>();
    final List<Path> files = new ArrayList<>();
    final List<ServeRequest> served = new ArrayList<>();
    final List<ModelCommands.Installed> installed = new ArrayList<>();
    final List<BackupRequest> backups = new ArrayList<>();
    final List<BackupRequest> restored = new ArrayList<>();
    BackupSummary backedUp = new BackupSummary(12, 3, 2, 3L << 20, true);
    ServerAddresses addresses = new ServerAddresses(Optional.empty(), Optional.empty());
    final MemoryKeys keys = new MemoryKeys();
    Optional<Path> keysConfig = Optional.empty();
    Optional<SystemInfo> surroundings = Optional.empty();
    Optional<RuntimeException> fault = Optional.empty();
    Runnable whileTranscribing = () -> {};
    final List<String> used = new ArrayList<>();
    Optional<String> overriding = Optional.empty();
    String whisper1 = "small";
    List<Warning> warnings = List.of();
    int closed;
    boolean isLogQuiet;

    @Override
    public void quietLog() {
        isLogQuiet = true;
    }

    @Override
    public TranscriptionRunner openRunner(EngineRequest request) {
        fault.ifPresent(ScriptedServices::raise);
        opened.add(request);
        return new Runner();
    }

    @Override
    public DefaultModel useModel(String name, Optional<Path> config) {
        fault.ifPresent(ScriptedServices::raise);
        used.add(name);
        return new DefaultModel(Path.of("models", name), config.orElse(Path.of("conf.yaml")), overriding, whisper1);
    }

    @Override
    public ModelCommands models() {
        return new Store();
    }

    @Override
    public SystemInfo surroundings() {
        return surroundings.orElseThrow();
    }

    @Override
    public List<SettingLine> settings(Optional<Path> config) {
        fault.ifPresent(ScriptedServices::raise);
        String place = config.map(Path::toString).orElse("conf/sotto.yaml");
        return List.of(new SettingLine("http.port", "8080", place + ":7"), new SettingLine("hub.token", "", "default"));
    }

    @Override
    public String importedSettings(String file, byte[] content) {
        return file + "\n" + new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public OpenedKeys openKeys(Optional<Path> config) {
        keysConfig = config;
        fault.ifPresent(ScriptedServices::raise);
        return new OpenedKeys() {
            @Override
            public ApiKeyStore keyStore() {
                return keys;
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }

    @Override
    public BackupSummary backUp(BackupRequest request) {
        fault.ifPresent(ScriptedServices::raise);
        backups.add(request);
        return backedUp;
    }

    @Override
    public ServerAddresses serverAddresses(Optional<Path> config) {
        fault.ifPresent(ScriptedServices::raise);
        return addresses;
    }

    @Override
    public BackupSummary restore(BackupRequest request) {
        fault.ifPresent(ScriptedServices::raise);
        restored.add(request);
        return backedUp;
    }

    @Override
    public int serve(ServeRequest request) {
        fault.ifPresent(ScriptedServices::raise);
        served.add(request);
        return 0;
    }

    private static void raise(RuntimeException fault) {
        throw fault;
    }

    private final class Runner implements TranscriptionRunner {
        @Override
        public Transcript transcribe(
                Path file, TranscriptionOptions options, TranscriptionListener listener, Cancellation cancellation) {
            asked.add(options);
            files.add(file);
            listener.progress(1, 2);
            whileTranscribing.run();
            if (cancellation.isRequested()) {
                throw new TranscriptionException(FaultCode.CANCELLED, "cancelled");
            }
            String text = read(file);
            if (text.startsWith("!")) {
                throw new TranscriptionException(FaultCode.valueOf(text.substring(1)), "cannot: " + text);
            }
            listener.progress(2, 2);
            Segment segment = new Segment(0, 0, 0, 2, " " + text, List.of(1, 2), 0, -0.2, 1, 0.1, List.of());
            return new Transcript(Task.TRANSCRIBE, "de", 2, text, List.of(segment)).withWarnings(warnings);
        }

        @Override
        public void close() {
            closed++;
        }

        private static String read(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What a comparison finds, by the name of the model; without an entry all is well. */
    final Map<String, Optional<List<String>>> changes = new HashMap<>();

    private final class Store implements ModelCommands {
        @Override
        public String defaultModel() {
            return "tiny.en";
        }

        @Override
        public List<Installed> installed() {
            return installed;
        }

        @Override
        public List<Known> catalogue() {
            return List.of(
                    new Known("tiny.en", "openai/whisper-tiny.en", "MIT", new Facts(700L << 20, 1)),
                    new Known("base", "openai/whisper-base", "MIT", new Facts(1L << 30, 99)));
        }

        @Override
        public Optional<List<String>> changes(Installed model) {
            return changes.getOrDefault(model.name(), Optional.of(List.of()));
        }

        @Override
        public Path pull(String name, PullListener listener, Cancellation cancellation) {
            fault.ifPresent(ScriptedServices::raise);
            listener.progress(5L << 20, 10L << 20);
            return Path.of("models", name);
        }
    }
}
