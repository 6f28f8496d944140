package dev.sotto.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.testing.Weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A complete Whisper of one layer a side and a width of 4, in both formats, for tests that break one thing in it.
 * Weights are float16 and count up from 0, so that every byte has its place.
 */
public final class SmallModel {
    public static final int VOCABULARY = 1768;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 4;
    private static final int FEED_FORWARD = 8;

    public final Weights weights = new Weights();
    public final ObjectNode config = JSON.createObjectNode();
    public final ObjectNode generation = JSON.createObjectNode();
    public final ObjectNode preprocessor = JSON.createObjectNode();
    public final ObjectNode tokenizer = JSON.createObjectNode();
    public final ObjectNode converted = JSON.createObjectNode();
    public final List<String> vocabulary = new ArrayList<>();
    private short next;

    public SmallModel() {
        encoder();
        decoder();
        tokens();
        configs();
    }

    public void writeHuggingFace(Path folder) throws IOException {
        Files.createDirectories(folder);
        weights.write(folder.resolve("model.safetensors"));
        write(folder.resolve("config.json"), config);
        write(folder.resolve("generation_config.json"), generation);
        write(folder.resolve("preprocessor_config.json"), preprocessor);
        write(folder.resolve("tokenizer.json"), tokenizer);
    }

    public void writeCTranslate2(Path folder) throws IOException {
        writeCTranslate2(folder, CTranslate2File.of(weights, 2));
    }

    public void writeCTranslate2(Path folder, CTranslate2File file) throws IOException {
        Files.createDirectories(folder);
        file.write(folder.resolve("model.bin"));
        write(folder.resolve("config.json"), converted);
        Files.writeString(folder.resolve("vocabulary.json"), JSON.writeValueAsString(vocabulary));
    }

    private static void write(Path file, ObjectNode json) throws IOException {
        Files.writeString(file, json.toString());
    }

    private void encoder() {
        String prefix = "model.encoder.";
        put(prefix + "conv1.weight", WIDTH, 80, 3);
        put(prefix + "conv1.bias", WIDTH);
        put(prefix + "conv2.weight", WIDTH, WIDTH, 3);
        put(prefix + "conv2.bias", WIDTH);
        put(prefix + "embed_positions.weight", 6, WIDTH);
        layer(prefix + "layers.0.", false);
        norm(prefix + "layer_norm");
    }

    private void decoder() {
        String prefix = "model.decoder.";
        put(prefix + "embed_tokens.weight", VOCABULARY, WIDTH);
        put(prefix + "embed_positions.weight", 5, WIDTH);
        layer(prefix + "layers.0.", true);
        norm(prefix + "layer_norm");
    }

    private void layer(String prefix, boolean cross) {
        attention(prefix + "self_attn");
        if (cross) {
            attention(prefix + "encoder_attn");
        }
        linear(prefix + "fc1", FEED_FORWARD, WIDTH);
        linear(prefix + "fc2", WIDTH, FEED_FORWARD);
        norm(prefix + "final_layer_norm");
    }

    private void attention(String name) {
        linear(name + ".q_proj", WIDTH, WIDTH);
        put(name + ".k_proj.weight", WIDTH, WIDTH);
        linear(name + ".v_proj", WIDTH, WIDTH);
        linear(name + ".out_proj", WIDTH, WIDTH);
        norm(name + "_layer_norm");
    }

    private void linear(String name, long out, long in) {
        put(name + ".weight", out, in);
        put(name + ".bias", out);
    }

    private void norm(String name) {
        put(name + ".weight", WIDTH);
        put(name + ".bias", WIDTH);
    }

    private void put(String name, long... shape) {
        int elements = 1;
        for (long size : shape) {
            elements *= (int) size;
        }
        byte[] bytes = new byte[2 * elements];
        for (int i = 0; i < elements; i++) {
            bytes[2 * i] = (byte) next;
            bytes[2 * i + 1] = (byte) (next++ >>> 8);
        }
        weights.put(name, new Tensor("F16", shape, bytes));
    }

    private void tokens() {
        for (int i = 0; i < 256; i++) {
            vocabulary.add(String.valueOf((char) (0x100 + i)));
        }
        vocabulary.add(vocabulary.get(32) + vocabulary.get(116));
        vocabulary.addAll(List.of("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|de|>", "<|translate|>"));
        vocabulary.addAll(List.of("<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nocaptions|>"));
        vocabulary.add("<|notimestamps|>");
        for (int i = 0; i <= 1500; i++) {
            vocabulary.add(String.format(Locale.ROOT, "<|%.2f|>", i * 0.02));
        }
        ArrayNode added = tokenizer.putArray("added_tokens");
        ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
        ObjectNode vocab = model.putObject("vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            if (id < 257) {
                vocab.put(vocabulary.get(id), id);
            } else {
                added.addObject().put("id", id).put("content", vocabulary.get(id));
            }
        }
        model.putArray("merges").add(vocabulary.get(32) + " " + vocabulary.get(116));
    }

    private void configs() {
        config.put("model_type", "whisper").put("vocab_size", VOCABULARY).put("num_mel_bins", 80);
        config.put("d_model", WIDTH).put("encoder_layers", 1).put("decoder_layers", 1);
        config.put("encoder_attention_heads", 2).put("decoder_attention_heads", 2);
        config.put("encoder_ffn_dim", FEED_FORWARD).put("decoder_ffn_dim", FEED_FORWARD);
        config.put("max_source_positions", 6).put("max_target_positions", 5);
        config.put("activation_function", "gelu").put("decoder_start_token_id", 258);
        preprocessor
                .put("feature_size", 80)
                .put("sampling_rate", 16000)
                .put("hop_length", 160)
                .put("n_fft", 400);
        generation
                .put("is_multilingual", true)
                .put("no_timestamps_token_id", 266)
                .put("prev_sot_token_id", 264);
        generation.putObject("lang_to_id").put("<|en|>", 259).put("<|de|>", 260);
        generation.set("suppress_tokens", JSON.valueToTree(List.of(1, 2, 258)));
        generation.set("begin_suppress_tokens", JSON.valueToTree(List.of(32, 257)));
        generation.set("alignment_heads", JSON.valueToTree(new int[][] {{0, 0}, {0, 1}}));
        converted.set("alignment_heads", generation.get("alignment_heads"));
        converted.set("lang_ids", JSON.valueToTree(List.of(259, 260)));
        converted.set("suppress_ids", generation.get("suppress_tokens"));
        converted.set("suppress_ids_begin", generation.get("begin_suppress_tokens"));
    }
}
