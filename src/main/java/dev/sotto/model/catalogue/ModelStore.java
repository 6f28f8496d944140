package dev.sotto.model.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.model.ModelException;
import dev.sotto.model.catalogue.ModelReference.Known;
import dev.sotto.model.catalogue.ModelReference.Remote;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.model.file.JsonFile;
import dev.sotto.model.hub.HubRepository;
import dev.sotto.model.hub.ModelPuller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models that lie on this machine: in the writable folder, where pulled ones go, and in the shipped one. A name
 * never leads out of these folders.
 */
public final class ModelStore {
    private static final String PLAIN_NAME = "[A-Za-z0-9][\\w.@-]{0,199}";

    private final ModelCatalogue catalogue;
    private final Path writable;
    private final List<Path> roots;

    /**
     * Folders need not exist.
     *
     * @param writable where {@link ModelPuller} installs; it wins where both have a model
     * @param shipped the models that came with the product
     */
    public ModelStore(ModelCatalogue catalogue, Path writable, Path shipped) {
        this(catalogue, List.of(writable, shipped));
    }

    /**
     * Folders need not exist; they are searched in order.
     *
     * @param folders at least one; {@link ModelPuller} installs into the first
     */
    public ModelStore(ModelCatalogue catalogue, List<Path> folders) {
        this.catalogue = catalogue;
        this.writable = folders.get(0);
        this.roots = List.copyOf(folders);
    }

    public Path writableFolder() {
        return writable;
    }

    /** All model folders, by name; unfinished downloads and other folders are left out. */
    public List<InstalledModel> list() {
        Map<String, InstalledModel> models = new LinkedHashMap<>();
        for (Path root : roots) {
            for (Path folder : folders(root)) {
                InstalledModel model = describe(folder);
                models.putIfAbsent(model.name(), model);
            }
        }
        return models.values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    /**
     * The folder of an installed model.
     *
     * @throws ModelException if the name stands for no model at all, installed or not
     */
    public Optional<Path> find(String name) {
        Optional<Path> plain = candidates(List.of(name));
        if (plain.isPresent() && catalogue.find(name).isEmpty()) {
            return plain;
        }
        ModelReference reference = catalogue.resolve(name);
        if (reference instanceof Known known) {
            return find(known.entry());
        }
        if (reference instanceof Remote remote) {
            return catalogue.entries().stream()
                    .filter(entry -> entry.repository().equals(remote.repository()))
                    .findFirst()
                    .map(this::find)
                    .orElseGet(() -> candidates(List.of(remote.repository().folderName())));
        }
        throw new IllegalStateException("a name from outside led to a folder: " + reference);
    }

    private Optional<Path> find(CatalogueEntry entry) {
        return candidates(List.of(entry.name(), entry.repository().folderName()));
    }

    private Optional<Path> candidates(List<String> names) {
        for (Path root : roots) {
            for (String name : names) {
                boolean plain = name.matches(PLAIN_NAME) && !name.contains("..");
                if (plain && ModelFolder.formatOf(root.resolve(name)).isPresent()) {
                    return Optional.of(root.resolve(name));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Path> folders(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(folder -> folder.getFileName().toString().matches(PLAIN_NAME))
                    .filter(folder -> ModelFolder.formatOf(folder).isPresent())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw ModelException.unreadable(root, e);
        }
    }

    private InstalledModel describe(Path folder) {
        String plain = folder.getFileName().toString();
        HubRepository repository = repository(plain);
        Optional<CatalogueEntry> entry = catalogue.entries().stream()
                .filter(each -> each.name().equals(plain) || each.repository().equals(repository))
                .findFirst();
        return new InstalledModel(
                entry.map(CatalogueEntry::name).orElse(repository == null ? plain : repository.toString()),
                folder,
                ModelFolder.formatOf(folder).orElseThrow(),
                sizeBytes(folder),
                entry.map(CatalogueEntry::licence).or(() -> statedLicence(folder)));
    }

    private static @Nullable HubRepository repository(String folderName) {
        int dashes = folderName.indexOf("--");
        String id = dashes < 1 ? folderName : folderName.substring(0, dashes) + "/" + folderName.substring(dashes + 2);
        return HubRepository.isSpelling(id) ? HubRepository.of(id) : null;
    }

    private static Optional<String> statedLicence(Path folder) {
        try {
            return JsonFile.readIfPresent(folder.resolve(ModelPuller.ORIGIN_FILE))
                    .map(file -> file.get("licence"))
                    .map(JsonNode::asText);
        } catch (ModelException e) {
            return Optional.empty();
        }
    }

    private static long sizeBytes(Path folder) {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        } catch (IOException e) {
            throw ModelException.unreadable(folder, e);
        }
    }
}
