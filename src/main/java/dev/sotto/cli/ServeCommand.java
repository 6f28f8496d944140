package dev.sotto.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the server in this process. */
@Command(
        name = ServeCommand.NAME,
        description = "Serve the HTTP API and the web page until interrupted.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended as asked, by SIGTERM",
            "2:the command line is wrong",
            "3:the memory that Java may use was exhausted",
            "69:ffmpeg is missing or broken",
            "70:an internal error, or all that the server runs hangs",
            "78:the model, the engine's native library, the settings, the address or the data folder cannot be used",
            "130:interrupted by Ctrl-C"
        })
final class ServeCommand implements Callable<Integer> {
    static final String NAME = "serve";

    private final Services services;

    @Option(names = "--config", paramLabel = "FILE", description = "settings file (default: conf/sotto.yaml)")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--host", paramLabel = "HOST", description = "address to listen on; same as --set http.host=HOST")
    private Optional<String> host = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "0 takes a free one; same as --set http.port=PORT")
    private Optional<String> port = Optional.empty();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = "default model; same as --set models.default-model=MODEL")
    private Optional<String> model = Optional.empty();

    @Option(names = "--device", paramLabel = "DEVICE", description = "same as --set compute.device=DEVICE")
    private Optional<String> device = Optional.empty();

    @Option(names = "--compute-type", paramLabel = "TYPE", description = "same as --set compute.type=TYPE")
    private Optional<String> computeType = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "any setting, over file and environment")
    private Map<String, String> settings = new HashMap<>();

    ServeCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        Map<String, String> all = new HashMap<>(settings);
        host.ifPresent(value -> all.put("http.host", value));
        port.ifPresent(value -> all.put("http.port", value));
        model.ifPresent(value -> all.put("models.default-model", value));
        device.ifPresent(value -> all.put("compute.device", value));
        computeType.ifPresent(value -> all.put("compute.type", value));
        return services.serve(new ServeRequest(config, all));
    }
}
