package dev.sotto.model.checkpoint;

import dev.sotto.model.checkpoint.NameTable.Name;
import dev.sotto.model.file.TensorDirectory;
import dev.sotto.model.file.TensorEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names of WhisperForConditionalGeneration and, without the prefix {@code model.}, of WhisperModel. */
final class HuggingFaceLayout implements TensorLayout {
    static final String PROJECTION = "proj_out.weight";
    private static final NameTable TABLE = new NameTable(Map.ofEntries(
            Map.entry("conv1", List.of("conv1")),
            Map.entry("conv2", List.of("conv2")),
            Map.entry("positions", List.of("embed_positions.weight")),
            Map.entry("embedding", List.of("embed_tokens.weight")),
            Map.entry("norm", List.of("layer_norm")),
            Map.entry("attention_norm", List.of("self_attn_layer_norm")),
            Map.entry("attention.qkv", List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj")),
            Map.entry("attention.out", List.of("self_attn.out_proj")),
            Map.entry("cross_norm", List.of("encoder_attn_layer_norm")),
            Map.entry("cross.query", List.of("encoder_attn.q_proj")),
            Map.entry("cross.key_value", List.of("encoder_attn.k_proj", "encoder_attn.v_proj")),
            Map.entry("cross.out", List.of("encoder_attn.out_proj")),
            Map.entry("mlp_norm", List.of("final_layer_norm")),
            Map.entry("mlp.in", List.of("fc1")),
            Map.entry("mlp.out", List.of("fc2"))));

    private final String prefix;
    private final boolean embeddingIsProjection;

    HuggingFaceLayout(TensorDirectory directory) {
        prefix = directory.names().stream().anyMatch(name -> name.startsWith("model.")) ? "model." : "";
        // A writer that stores tied tensors once may keep either name.
        embeddingIsProjection =
                directory.find(prefix + "decoder.embed_tokens.weight").isEmpty()
                        && directory.find(PROJECTION).isPresent();
    }

    @Override
    public List<String> sources(String canonicalName) {
        if (canonicalName.equals(CanonicalShapes.PROJECTION)
                || (canonicalName.equals(CanonicalShapes.EMBEDDING) && embeddingIsProjection)) {
            return List.of(PROJECTION);
        }
        Name name = Name.of(canonicalName);
        return TABLE.stems(name.stem()).stream().map(stem -> source(name, stem)).toList();
    }

    @Override
    public Optional<TensorEntry> scales(TensorEntry weights) {
        return Optional.empty();
    }

    private String source(Name name, String stem) {
        if (name.kind().equals("bias") && stem.endsWith(".k_proj")) {
            return "";
        }
        String layer = name.layer() == Name.NO_LAYER ? "" : "layers." + name.layer() + ".";
        String kind = name.kind().isEmpty() ? "" : "." + name.kind();
        return prefix + name.stack() + "." + layer + stem + kind;
    }
}
