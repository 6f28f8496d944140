package dev.sotto.model.catalogue;

import dev.sotto.model.hub.HubRepository;
import java.util.List;

/**
 * A model that is known by name.
 *
 * @param parametersMillions as its publisher states
 * @param languages how many it writes; 1 stands for English
 * @param licence of the weights, as an SPDX identifier
 */
public record CatalogueEntry(
        String name,
        HubRepository repository,
        int parametersMillions,
        int languages,
        String licence,
        List<String> aliases) {
    public CatalogueEntry {
        aliases = List.copyOf(aliases);
    }
}
