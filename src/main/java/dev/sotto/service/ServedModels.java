package dev.sotto.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that callers can name, with the aliases that stand for them. Immutable.
 *
 * @param models installed ones, the default model first
 * @param aliases name that clients send to the id of a model; {@value #ANY} stands for every name that is none
 */
public record ServedModels(List<ServedModel> models, Map<String, String> aliases) {
    /** Among the aliases: whatever else clients send. */
    private static final String ANY = "*";
    /** How OpenAI's name of a model ends that tells speakers apart. */
    private static final String DIARIZES = "-diarize";

    public ServedModels {
        models = List.copyOf(models);
        aliases = Map.copyOf(aliases);
    }

    /** The model of this name or alias. */
    public Optional<ServedModel> find(String name) {
        String id = aliases.getOrDefault(name, name);
        return ofId(id).or(() -> Optional.ofNullable(aliases.get(ANY)).flatMap(this::ofId));
    }

    private Optional<ServedModel> ofId(String id) {
        return models.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    /** Whether who names this alias wants speakers to be told apart. */
    public boolean isDiarizing(String name) {
        return name.endsWith(DIARIZES) && ofId(name).isEmpty();
    }

    /** Every name that answers, in the order of the list; an alias looks like a model of its own, as clients expect. */
    public Map<String, ServedModel> byName() {
        Map<String, ServedModel> named = new LinkedHashMap<>();
        models.forEach(model -> named.put(model.id(), model));
        aliases.keySet().stream().filter(alias -> !alias.equals(ANY)).sorted().forEach(alias -> find(alias)
                .ifPresent(model -> named.putIfAbsent(alias, model)));
        return named;
    }
}
