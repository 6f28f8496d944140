package dev.sotto.model.catalogue;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.hub.HubRepository;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads {@code conf/models.yaml} strictly: unknown keys, missing values and doubled names stop the start. */
final class CatalogueFile {
    private static final Set<String> ROOT_KEYS = Set.of("default", "default-aliases", "models");
    private static final Set<String> ENTRY_KEYS =
            Set.of("name", "repository", "parameters", "languages", "licence", "aliases");

    private final String place;

    private CatalogueFile(String place) {
        this.place = place;
    }

    static ModelCatalogue read(Path yaml) {
        LoaderOptions limits = new LoaderOptions();
        limits.setAllowDuplicateKeys(false);
        CatalogueFile file = new CatalogueFile(ModelException.place(yaml));
        try (Reader reader = Files.newBufferedReader(yaml)) {
            return file.catalogue(new Yaml(new SafeConstructor(limits)).<@Nullable Object>load(reader));
        } catch (YAMLException e) {
            throw new ModelException(
                    ModelError.CATALOGUE_INVALID, "%s: not valid YAML: %s".formatted(file.place, e.getMessage()), e);
        } catch (IOException e) {
            throw ModelException.unreadable(yaml, e);
        }
    }

    private ModelCatalogue catalogue(@Nullable Object yaml) {
        Map<?, ?> root = map("the file", yaml, ROOT_KEYS);
        List<CatalogueEntry> entries = new ArrayList<>();
        for (Object each : list("models", root.get("models"))) {
            entries.add(entry("models[" + entries.size() + "]", each));
        }
        String defaultModel = text("default", root.get("default"));
        ModelCatalogue catalogue =
                new ModelCatalogue(entries, defaultModel, texts("default-aliases", root.get("default-aliases")));
        if (catalogue.find(defaultModel).isEmpty()) {
            throw invalid("default is " + defaultModel, "the name of one of the models");
        }
        return catalogue;
    }

    private CatalogueEntry entry(String where, @Nullable Object yaml) {
        Map<?, ?> fields = map(where, yaml, ENTRY_KEYS);
        return new CatalogueEntry(
                text(where + ".name", fields.get("name")),
                HubRepository.of(text(where + ".repository", fields.get("repository"))),
                count(where + ".parameters", fields.get("parameters")),
                count(where + ".languages", fields.get("languages")),
                text(where + ".licence", fields.get("licence")),
                texts(where + ".aliases", fields.get("aliases")));
    }

    private Map<?, ?> map(String where, @Nullable Object yaml, Set<String> keys) {
        if (!(yaml instanceof Map<?, ?> map)) {
            throw invalid("%s is %s".formatted(where, yaml), "keys and values");
        }
        for (Object key : map.keySet()) {
            if (!(key instanceof String text) || !keys.contains(text)) {
                throw invalid("%s has the key %s".formatted(where, key), "only " + new TreeSet<>(keys));
            }
        }
        return map;
    }

    private List<?> list(String where, @Nullable Object yaml) {
        if (!(yaml instanceof List<?> list)) {
            throw invalid("%s is %s".formatted(where, yaml), "a list");
        }
        return list;
    }

    private List<String> texts(String where, @Nullable Object yaml) {
        List<String> texts = new ArrayList<>();
        if (yaml != null) {
            list(where, yaml).forEach(each -> texts.add(text(where + "[" + texts.size() + "]", each)));
        }
        return texts;
    }

    private int count(String where, @Nullable Object yaml) {
        if (!(yaml instanceof Integer number) || number < 1) {
            throw invalid("%s is %s".formatted(where, yaml), "a whole number from 1");
        }
        return number;
    }

    private String text(String where, @Nullable Object yaml) {
        if (!(yaml instanceof String text) || text.isBlank()) {
            boolean isOtherScalar = yaml != null && !(yaml instanceof Map) && !(yaml instanceof List);
            throw invalid("%s is %s".formatted(where, yaml), isOtherScalar ? "text: put it in quotes" : "text");
        }
        return text;
    }

    private ModelException invalid(String seen, String expected) {
        return new ModelException(ModelError.CATALOGUE_INVALID, "%s: %s; expected %s".formatted(place, seen, expected));
    }
}
