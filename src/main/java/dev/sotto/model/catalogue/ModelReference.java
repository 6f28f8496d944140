package dev.sotto.model.catalogue;

import dev.sotto.model.hub.HubRepository;
import java.nio.file.Path;

/** What a name stands for. */
public sealed interface ModelReference {
    /** As lists and answers show it. */
    String name();

    /** A model of the catalogue. */
    record Known(CatalogueEntry entry) implements ModelReference {
        @Override
        public String name() {
            return entry.name();
        }
    }

    /** Any other repository of the hub. */
    record Remote(HubRepository repository) implements ModelReference {
        @Override
        public String name() {
            return repository.toString();
        }
    }

    /** A folder of this machine. */
    record Local(Path folder) implements ModelReference {
        @Override
        public String name() {
            return folder.toString();
        }
    }
}
