package dev.sotto.model.catalogue;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.catalogue.ModelReference.Known;
import dev.sotto.model.catalogue.ModelReference.Local;
import dev.sotto.model.catalogue.ModelReference.Remote;
import dev.sotto.model.hub.HubRepository;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The models that are known by name, and what any other name means. Immutable. */
public final class ModelCatalogue {
    private static final int NAME_CHARACTERS_MAX = 200;

    private final List<CatalogueEntry> entries;
    private final Map<String, CatalogueEntry> byName = new LinkedHashMap<>();
    private final String defaultModel;
    private final List<String> defaultAliases;

    ModelCatalogue(List<CatalogueEntry> entries, String defaultModel, List<String> defaultAliases) {
        this.entries = List.copyOf(entries);
        this.defaultModel = defaultModel;
        this.defaultAliases = List.copyOf(defaultAliases);
        for (CatalogueEntry entry : entries) {
            add(entry.name(), entry);
            entry.aliases().forEach(alias -> add(alias, entry));
        }
    }

    private void add(String name, CatalogueEntry entry) {
        if (byName.put(key(name), entry) != null) {
            throw new ModelException(
                    ModelError.CATALOGUE_INVALID,
                    "the catalogue names %s twice; expected each name once".formatted(name));
        }
    }

    /** Reads {@code conf/models.yaml}. */
    public static ModelCatalogue read(Path yaml) {
        return CatalogueFile.read(yaml);
    }

    public List<CatalogueEntry> entries() {
        return entries;
    }

    public String defaultModel() {
        return defaultModel;
    }

    /** Names that stand for the default model, such as {@code whisper-1}. */
    public List<String> defaultAliases() {
        return defaultAliases;
    }

    /** Looks only into the catalogue. */
    public Optional<CatalogueEntry> find(String name) {
        return Optional.ofNullable(byName.get(key(name)));
    }

    /**
     * What a name from outside stands for: a model of the catalogue or a hub repository, never a folder.
     *
     * @throws ModelException with the nearest name, if it stands for nothing
     */
    public ModelReference resolve(String name) {
        if (name.isBlank()
                || name.length() > NAME_CHARACTERS_MAX
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new ModelException(
                    ModelError.NAME_INVALID,
                    "a model name of %d characters; expected 1 to %d printable ones such as \"base\""
                            .formatted(name.length(), NAME_CHARACTERS_MAX));
        }
        String wanted = defaultAliases.stream().anyMatch(alias -> alias.equalsIgnoreCase(name)) ? defaultModel : name;
        Optional<CatalogueEntry> known = find(wanted);
        if (known.isPresent()) {
            return new Known(known.get());
        }
        if (HubRepository.isSpelling(wanted)) {
            return new Remote(HubRepository.of(wanted));
        }
        throw unknown(wanted);
    }

    /** As {@link #resolve}, for the person at the keyboard: an existing folder is taken as it is. */
    public ModelReference resolveOrFolder(String name) {
        Optional<CatalogueEntry> known = find(name);
        if (known.isEmpty() && !name.isBlank()) {
            try {
                Path folder = Path.of(name);
                if (Files.isDirectory(folder)) {
                    return new Local(folder);
                }
            } catch (InvalidPathException e) {
                return resolve(name);
            }
        }
        return resolve(name);
    }

    private ModelException unknown(String name) {
        String suggestion = NearestName.of(
                        name, entries.stream().map(CatalogueEntry::name).toList())
                .map(nearest -> "did you mean \"%s\"?".formatted(nearest))
                .orElse("\"scripts/sotto models\" lists the known ones");
        return new ModelException(
                ModelError.NAME_UNKNOWN,
                "no model is called \"%s\"; expected a name of the catalogue or organisation/name of the hub; %s"
                        .formatted(name, suggestion));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
