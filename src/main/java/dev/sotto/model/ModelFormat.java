package dev.sotto.model;

/** How a model folder stores its weights. */
public enum ModelFormat {
    /** {@code model.safetensors}, or shards named by {@code model.safetensors.index.json}. */
    HUGGING_FACE,
    /** {@code model.bin}, what faster-whisper reads. */
    CTRANSLATE2
}
