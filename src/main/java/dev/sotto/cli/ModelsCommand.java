package dev.sotto.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sotto.service.ModelCommands;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the models that are here, and those that could be. */
@Command(name = "models", description = "List installed models and the catalogue.")
final class ModelsCommand implements Callable<Integer> {
    private static final double MEBIBYTE = 1 << 20;

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
        List<ModelCommands.Installed> installed = store.installed();
        List<ModelCommands.Known> catalogue = store.catalogue();
        terminal.out().print(isJson ? json(installed, catalogue) : text(installed, catalogue));
        terminal.out().flush();
        return ExitCode.DONE;
    }

    private static String text(List<ModelCommands.Installed> installed, List<ModelCommands.Known> catalogue) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("INSTALLED", "FORMAT", "SIZE", "FOLDER"));
        for (ModelCommands.Installed model : installed) {
            String size = String.format(Locale.ROOT, "%.0f MiB", model.bytes() / MEBIBYTE);
            String folder = model.folder()
                    + model.fault().map(fault -> " - unusable: " + fault).orElse("");
            rows.add(List.of(model.name(), model.format(), size, folder));
        }
        Set<String> here = installed.stream().map(ModelCommands.Installed::name).collect(Collectors.toSet());
        List<List<String>> known = new ArrayList<>();
        known.add(List.of("CATALOGUE", "HERE", "SOURCE", "DESCRIPTION"));
        for (ModelCommands.Known model : catalogue) {
            known.add(List.of(
                    model.name(), here.contains(model.name()) ? "yes" : "no", model.source(), model.description()));
        }
        return table(rows) + "\n" + table(known) + "\nFetch one with: sotto pull MODEL\n";
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

    private static String json(List<ModelCommands.Installed> installed, List<ModelCommands.Known> catalogue)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeArrayFieldStart("installed");
            for (ModelCommands.Installed model : installed) {
                json.writeStartObject();
                json.writeStringField("name", model.name());
                json.writeStringField("format", model.format());
                json.writeNumberField("bytes", model.bytes());
                json.writeStringField("folder", model.folder().toString());
                json.writeBooleanField("usable", model.fault().isEmpty());
                if (model.fault().isPresent()) {
                    json.writeStringField("fault", model.fault().get());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("catalogue");
            for (ModelCommands.Known model : catalogue) {
                json.writeStartObject();
                json.writeStringField("name", model.name());
                json.writeStringField("source", model.source());
                json.writeStringField("description", model.description());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }
}
