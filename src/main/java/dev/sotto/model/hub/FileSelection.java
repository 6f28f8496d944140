package dev.sotto.model.hub;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.safetensors.SafetensorsFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Picks from a repository what a model needs: one set of weights, safetensors first, and the small files beside it. */
final class FileSelection {
    private static final List<String> BESIDE = List.of(
            "config.json",
            "generation_config.json",
            "preprocessor_config.json",
            "tokenizer.json",
            "vocabulary.json",
            "vocabulary.txt",
            "vocab.json",
            "merges.txt",
            "added_tokens.json",
            "LICENSE",
            "LICENSE.txt",
            "LICENSE.md");

    private FileSelection() {}

    /** The first step: all small files, which include the shards' index if the weights are sharded. */
    static List<HubListing.File> small(HubListing listing) {
        List<HubListing.File> files = new ArrayList<>();
        BESIDE.forEach(name -> listing.find(name).ifPresent(files::add));
        if (isSharded(listing)) {
            listing.find(SafetensorsFolder.INDEX_FILE).ifPresent(files::add);
        }
        return files;
    }

    static boolean isSharded(HubListing listing) {
        return listing.find(SafetensorsFolder.SINGLE_FILE).isEmpty()
                && listing.find(SafetensorsFolder.INDEX_FILE).isPresent();
    }

    /** The second step: the weights; {@code shards} are those that the index names, if there is one. */
    static List<HubListing.File> weights(HubListing listing, Collection<String> shards) {
        if (isSharded(listing)) {
            return new TreeSet<>(shards)
                    .stream()
                            .map(shard -> listing.find(shard)
                                    .orElseThrow(() -> nothing(
                                            listing, "an index that names %s, which is not there".formatted(shard))))
                            .toList();
        }
        return listing.find(SafetensorsFolder.SINGLE_FILE)
                .or(() -> listing.find("model.bin"))
                .map(List::of)
                .orElseThrow(() ->
                        nothing(listing, "%d files".formatted(listing.files().size())));
    }

    private static ModelException nothing(HubListing listing, String seen) {
        boolean pickled = listing.find("pytorch_model.bin").isPresent();
        return new ModelException(
                ModelError.HUB_NOTHING_USABLE,
                "%s: holds %s%s; expected model.safetensors, its index with all shards, or model.bin; use a conversion"
                        .formatted(
                                listing.repository(),
                                seen,
                                pickled ? " with pytorch_model.bin, a Python pickle that is not read" : ""));
    }
}
