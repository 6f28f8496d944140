package dev.sotto.model.checkpoint;

import dev.sotto.model.ElementType;
import dev.sotto.model.checkpoint.NameTable.Name;
import dev.sotto.model.file.TensorDirectory;
import dev.sotto.model.file.TensorEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names of CTranslate2's WhisperSpec. It keeps query, key and value stacked, with zeros as the key's bias. */
final class CTranslate2Layout implements TensorLayout {
    static final String PROJECTION = "decoder/projection/weight";
    private static final NameTable TABLE = new NameTable(Map.ofEntries(
            Map.entry("conv1", List.of("conv1")),
            Map.entry("conv2", List.of("conv2")),
            Map.entry("positions", List.of("position_encodings/encodings")),
            Map.entry("embedding", List.of("embeddings/weight")),
            Map.entry("projection", List.of("projection/weight")),
            Map.entry("norm", List.of("layer_norm")),
            Map.entry("attention_norm", List.of("self_attention/layer_norm")),
            Map.entry("attention.qkv", List.of("self_attention/linear_0")),
            Map.entry("attention.out", List.of("self_attention/linear_1")),
            Map.entry("cross_norm", List.of("attention/layer_norm")),
            Map.entry("cross.query", List.of("attention/linear_0")),
            Map.entry("cross.key_value", List.of("attention/linear_1")),
            Map.entry("cross.out", List.of("attention/linear_2")),
            Map.entry("mlp_norm", List.of("ffn/layer_norm")),
            Map.entry("mlp.in", List.of("ffn/linear_0")),
            Map.entry("mlp.out", List.of("ffn/linear_1"))));

    private final TensorDirectory directory;

    CTranslate2Layout(TensorDirectory directory) {
        this.directory = directory;
    }

    @Override
    public List<String> sources(String canonicalName) {
        Name name = Name.of(canonicalName);
        String layer = name.layer() == Name.NO_LAYER ? "" : "layer_" + name.layer() + "/";
        String stem = TABLE.stems(name.stem()).get(0);
        return List.of(name.stack() + "/" + layer + stem + kind(name, stem));
    }

    @Override
    public Optional<TensorEntry> scales(TensorEntry weights) {
        if (weights.type() != ElementType.INT8 && weights.type() != ElementType.INT16) {
            return Optional.empty();
        }
        return Optional.of(directory.get(weights.name() + "_scale"));
    }

    private static String kind(Name name, String stem) {
        if (name.kind().isEmpty()) {
            return "";
        }
        if (stem.endsWith("layer_norm")) {
            return name.kind().equals("weight") ? "/gamma" : "/beta";
        }
        return "/" + name.kind();
    }
}
