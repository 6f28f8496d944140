package dev.sotto.model.catalogue;

import dev.sotto.model.hub.HubRepository;
import java.util.List;

/**
 * A model that is known by name.
 *
 * @param licence of the weights, as an SPDX identifier
 */
public record CatalogueEntry(String name, HubRepository repository, String licence, List<String> aliases) {
    public CatalogueEntry {
        aliases = List.copyOf(aliases);
    }
}
