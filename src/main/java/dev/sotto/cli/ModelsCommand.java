package dev.sotto.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sotto.service.ModelCommands;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** Lists the models that are here, and those that could be; chooses the default one. */
@Command(
        name = "models",
        description = "List installed models and the catalogue; 'sotto models use MODEL' chooses the default,"
                + " 'sotto models verify' checks files.",
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:'verify' found a file that is not what it was",
            "2:the command line is wrong",
            "70:an internal error",
            "78:no such model here, or it or the settings cannot be used, or the settings file cannot be written",
            "130:interrupted by Ctrl-C",
            "143:ended by SIGTERM"
        })
final class ModelsCommand implements Callable<Integer> {
    private static final double MEBIBYTE = 1 << 20;
    private static final String UNKNOWN = "-";

    private final Services services;
    private final Terminal terminal;

    @Option(names = "--json", description = "for programs")
    private boolean isJson;

    ModelsCommand(Services services, Terminal terminal) {
        this.services = services;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ModelCommands store = services.models();
        terminal.out().print(isJson ? json(store) : text(store));
        terminal.out().flush();
        return ExitCode.DONE;
    }

    @Command(name = "use", description = "Make an installed model the default: of the server, the page, this program.")
    int use(
            @Parameters(paramLabel = "MODEL", description = "as 'sotto models' lists it, or a folder") String model,
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            description = "settings file to write (default: conf/sotto.yaml)")
                    Optional<Path> config) {
        DefaultModel chosen = services.useModel(model, config);
        terminal.out()
                .println(
                        "The default model is %s (%s), as %s says now. A running server takes it when it is started again."
                                .formatted(model, chosen.folder(), chosen.settings()));
        if (chosen.whisper1().equals(model)) {
            terminal.out().println("Clients that ask for whisper-1 get it too.");
        } else {
            terminal.out()
                    .println("Clients that ask for whisper-1 get %s, as models.aliases says."
                            .formatted(chosen.whisper1()));
        }
        chosen.overriding().ifPresent(variable -> terminal.err()
                .println("sotto: the environment has %s, which wins over the file: change or unset it"
                        .formatted(variable)));
        terminal.out().flush();
        return ExitCode.DONE;
    }

    @Command(
            name = "verify",
            description = "Compare the files of installed models with what they were when they were installed.")
    int verify(
            @Parameters(paramLabel = "MODEL", arity = "0..*", description = "as 'sotto models' lists it (default: all)")
                    @Nullable
                    List<String> asked) {
        ModelCommands store = services.models();
        Map<String, ModelCommands.Installed> installed = new LinkedHashMap<>();
        store.installed().forEach(model -> installed.put(model.name(), model));
        Collection<String> names = asked == null ? installed.keySet() : asked;
        names.stream().filter(name -> !installed.containsKey(name)).findFirst().ifPresent(name -> {
            throw CommandException.settings(
                    new IllegalArgumentException("no model '%s' is installed; expected one of %s"
                            .formatted(name, String.join(", ", installed.keySet()))));
        });
        int code = ExitCode.DONE;
        for (String name : names) {
            ModelCommands.Installed model = Objects.requireNonNull(installed.get(name));
            Optional<List<String>> changes = store.changes(model);
            List<String> faults = Stream.concat(changes.stream().flatMap(List::stream), model.fault().stream())
                    .toList();
            faults.forEach(fault -> terminal.out().println("%s: %s".formatted(name, fault)));
            if (!faults.isEmpty()) {
                code = ExitCode.SOME_FAILED;
            } else if (changes.isPresent()) {
                terminal.out().println(name + ": every file is as it was installed");
            } else {
                terminal.out().println(name + ": can be read; it has no SHA256SUMS to compare its files with");
            }
            terminal.out().flush();
        }
        return code;
    }

    private static String text(ModelCommands store) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("INSTALLED", "SIZE", "MEMORY", "LANGUAGES", "LICENCE", "FORMAT", "FOLDER"));
        List<ModelCommands.Installed> installed = store.installed();
        for (ModelCommands.Installed model : installed) {
            rows.add(List.of(
                    model.name() + (model.name().equals(store.defaultModel()) ? " (default)" : ""),
                    mebibytes(model.bytes()),
                    model.facts().map(facts -> mebibytes(facts.memoryBytes())).orElse(UNKNOWN),
                    model.facts().map(ModelsCommand::languages).orElse(UNKNOWN),
                    model.licence().orElse(UNKNOWN),
                    model.fault().isPresent() ? UNKNOWN : model.format(),
                    model.folder()
                            + model.fault()
                                    .map(fault -> " - unusable: " + fault)
                                    .orElse("")));
        }
        Set<String> here = installed.stream().map(ModelCommands.Installed::name).collect(Collectors.toSet());
        List<List<String>> known = new ArrayList<>();
        known.add(List.of("CATALOGUE", "HERE", "MEMORY", "LANGUAGES", "LICENCE", "SOURCE"));
        for (ModelCommands.Known model : store.catalogue()) {
            known.add(List.of(
                    model.name(),
                    here.contains(model.name()) ? "yes" : "no",
                    mebibytes(model.facts().memoryBytes()),
                    languages(model.facts()),
                    model.licence(),
                    model.source()));
        }
        return table(rows) + "\n" + table(known)
                + "\nMEMORY: about what a server takes with that model in float32; int8 takes less.\n"
                + "Fetch one with: sotto pull MODEL\nMake one the default with: sotto models use MODEL\n";
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f MiB", bytes / MEBIBYTE);
    }

    private static String languages(ModelCommands.Facts facts) {
        return facts.languages() == 1 ? "English" : Integer.toString(facts.languages());
    }

    static String table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    private static String json(ModelCommands store) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("default", store.defaultModel());
            json.writeArrayFieldStart("installed");
            for (ModelCommands.Installed model : store.installed()) {
                installed(json, model);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("catalogue");
            for (ModelCommands.Known model : store.catalogue()) {
                json.writeStartObject();
                json.writeStringField("name", model.name());
                json.writeStringField("source", model.source());
                json.writeStringField("licence", model.licence());
                facts(json, model.facts());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void installed(JsonGenerator json, ModelCommands.Installed model) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", model.name());
        json.writeStringField("format", model.format());
        json.writeNumberField("bytes", model.bytes());
        json.writeStringField("folder", model.folder().toString());
        if (model.licence().isPresent()) {
            json.writeStringField("licence", model.licence().get());
        }
        if (model.facts().isPresent()) {
            facts(json, model.facts().get());
        }
        json.writeBooleanField("usable", model.fault().isEmpty());
        if (model.fault().isPresent()) {
            json.writeStringField("fault", model.fault().get());
        }
        json.writeEndObject();
    }

    private static void facts(JsonGenerator json, ModelCommands.Facts facts) throws IOException {
        json.writeNumberField("memory_bytes", facts.memoryBytes());
        json.writeNumberField("languages", facts.languages());
    }
}
