package dev.sotto.engine;

import dev.sotto.config.ServerConfig;
import dev.sotto.fault.FaultCode;
import dev.sotto.model.ModelException;
import dev.sotto.model.catalogue.CatalogueEntry;
import dev.sotto.model.catalogue.InstalledModel;
import dev.sotto.model.catalogue.ModelCatalogue;
import dev.sotto.model.catalogue.ModelReference.Local;
import dev.sotto.model.catalogue.ModelStore;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.TranscriptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installed models by the names that people and clients use. Reads folders; not for event loops. */
public final class ModelResolver {
    private static final Logger LOG = LoggerFactory.getLogger(ModelResolver.class);
    private static final String UNKNOWN_OWNER = "unknown";

    private final ModelCatalogue catalogue;
    private final ModelStore store;
    private final String defaultModel;
    private final Map<String, String> aliases;
    /** The name by which a default model is served that lies outside the folders of models; no installed one has it then. */
    private final Optional<String> nameElsewhere;

    private ModelResolver(ModelCatalogue catalogue, ModelStore store, ServerConfig.Models settings) {
        this.catalogue = catalogue;
        this.store = store;
        this.defaultModel = settings.defaultModel();
        this.aliases = new TreeMap<>();
        catalogue.defaultAliases().forEach(alias -> aliases.put(alias, defaultModel));
        aliases.putAll(settings.aliases());
        this.nameElsewhere = defaultElsewhere().map(folder -> String.valueOf(folder.getFileName()));
        nameElsewhere.ifPresent(name -> aliases.put(name, defaultModel));
    }

    private Optional<Path> defaultElsewhere() {
        try {
            return catalogue.resolveOrFolder(defaultModel) instanceof Local local
                            && store.list().stream().noneMatch(model -> isSame(model.folder(), local.folder()))
                    ? Optional.of(local.folder().toAbsolutePath())
                    : Optional.empty();
        } catch (ModelException e) {
            return Optional.empty(); // whoever asks for it is told
        }
    }

    /** The name that an alias stands for, or the name itself. */
    String aliased(String name) {
        return aliases.getOrDefault(name, name);
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().equals(other.toAbsolutePath());
    }

    /** Reads {@code conf/models.yaml} below {@code home}. */
    public static ModelResolver open(Path home, ServerConfig.Models settings) {
        ModelCatalogue catalogue = ModelCatalogue.read(home.resolve("conf/models.yaml"));
        return new ModelResolver(catalogue, new ModelStore(catalogue, settings.folders()), settings);
    }

    ModelCatalogue catalogue() {
        return catalogue;
    }

    String defaultModel() {
        return defaultModel;
    }

    ModelStore store() {
        return store;
    }

    /**
     * The folder of an installed model, or of this machine.
     *
     * @throws TranscriptionException with {@code MODEL_NOT_FOUND}, saying how to get it
     */
    public Path folder(String name) {
        String wanted = aliased(name);
        try {
            if (catalogue.resolveOrFolder(wanted) instanceof Local local) {
                return local.folder().toAbsolutePath();
            }
            return store.find(wanted)
                    .orElseThrow(() -> notFound("model '%s' is not installed; get it with: scripts/sotto pull %s"
                            .formatted(wanted, wanted)));
        } catch (ModelException e) {
            throw notFound(String.valueOf(e.getMessage()));
        }
    }

    private static TranscriptionException notFound(String message) {
        return new TranscriptionException(FaultCode.MODEL_NOT_FOUND, message);
    }

    /**
     * What the HTTP surface offers: the default model first, wherever it lies, since pages choose the first; then every
     * other installed model that can be opened; under its own name, the catalogue's other names and the aliases of the
     * settings.
     */
    public ServedModels servedModels() {
        Map<Path, ServedModel> served = new LinkedHashMap<>();
        for (InstalledModel model : store.list()) {
            if (model.name().equals(InstalledSpeech.FOLDER)) {
                continue;
            }
            if (nameElsewhere.filter(model.name()::equals).isPresent()) {
                LOG.warn("model {} is installed but not offered: the default model has its name", model.name());
                continue;
            }
            try {
                served.put(model.folder().toAbsolutePath(), served(model.name(), model.folder()));
            } catch (ModelException | IOException e) {
                LOG.warn("model {} is installed but not offered: {}", model.name(), e.getMessage());
            }
        }
        Path standard = folder(defaultModel).toAbsolutePath();
        try {
            if (!served.containsKey(standard)) {
                served.put(standard, served(nameElsewhere.orElse(String.valueOf(standard.getFileName())), standard));
            }
        } catch (ModelException | IOException e) {
            throw new TranscriptionException(FaultCode.MODEL_INVALID, String.valueOf(e.getMessage()), e);
        }
        List<ServedModel> ordered = new ArrayList<>(served.values());
        ServedModel first = Objects.requireNonNull(served.get(standard));
        ordered.remove(first);
        ordered.add(0, first);
        return new ServedModels(ordered, names(served));
    }

    /** Every other name that leads to a served model, to that model's own name. */
    private Map<String, String> names(Map<Path, ServedModel> served) {
        Set<String> candidates = new LinkedHashSet<>(aliases.keySet());
        candidates.add(defaultModel);
        for (CatalogueEntry entry : catalogue.entries()) {
            candidates.add(entry.name());
            candidates.add(entry.repository().id());
            candidates.addAll(entry.aliases());
        }
        Map<String, String> names = new TreeMap<>();
        for (String candidate : candidates) {
            installed(candidate)
                    .map(served::get)
                    .filter(model -> !model.id().equals(candidate))
                    .ifPresent(model -> names.put(candidate, model.id()));
        }
        return names;
    }

    private Optional<Path> installed(String name) {
        try {
            return Optional.of(folder(name).toAbsolutePath());
        } catch (TranscriptionException e) {
            return Optional.empty();
        }
    }

    private ServedModel served(String name, Path folder) throws IOException {
        Instant created = Files.getLastModifiedTime(folder).toInstant();
        String owner = catalogue
                .find(name)
                .map(entry -> entry.repository().id().replaceFirst("/.*", ""))
                .orElse(UNKNOWN_OWNER);
        return new ServedModel(name, created, owner, ModelFolder.isMultilingual(folder));
    }
}
