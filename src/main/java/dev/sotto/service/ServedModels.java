package dev.sotto.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that callers can name, with the aliases that stand for them. Immutable.
 *
 * @param models installed ones, the default model first
 * @param aliases name that clients send to the id of a model
 */
public record ServedModels(List<ServedModel> models, Map<String, String> aliases) {
    public ServedModels {
        models = List.copyOf(models);
        aliases = Map.copyOf(aliases);
    }

    /** The model of this name or alias. */
    public Optional<ServedModel> find(String name) {
        String id = aliases.getOrDefault(name, name);
        return models.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    /** Every name that answers, in the order of the list; an alias looks like a model of its own, as clients expect. */
    public Map<String, ServedModel> byName() {
        Map<String, ServedModel> named = new LinkedHashMap<>();
        models.forEach(model -> named.put(model.id(), model));
        aliases.keySet().stream().sorted().forEach(alias -> find(alias)
                .ifPresent(model -> named.putIfAbsent(alias, model)));
        return named;
    }
}
