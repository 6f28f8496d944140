package dev.sotto.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes Whisper checkpoints of real size with made-up weights as Hugging Face folders. Every number follows from its
 * tensor's name and index (FNV-1a, splitmix64), so the files are the same wherever they are made. Streams: no tensor
 * is held whole.
 */
public final class RandomCheckpoint {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AUDIO_CONTEXT = 1500;
    private static final int TEXT_CONTEXT = 448;

    private final Size size;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private RandomCheckpoint(Size size) {
        this.size = size;
    }

    /** The three vocabularies of Whisper; 128 mel bins came with the third. */
    private enum Tokenizer {
        ENGLISH("en", 51864, 80),
        MULTILINGUAL("multilingual", 51865, 80),
        V3("v3", 51866, 128);

        private final String folder;
        private final int vocabulary;
        private final int melBins;

        Tokenizer(String folder, int vocabulary, int melBins) {
            this.folder = folder;
            this.vocabulary = vocabulary;
            this.melBins = melBins;
        }
    }

    /** The shapes of real checkpoints. */
    public enum Size {
        /** Smaller than any real one: for tests of plumbing, not of words. */
        NANO(Tokenizer.ENGLISH, 64, 1, 1, 1),
        TINY(Tokenizer.MULTILINGUAL, 384, 6, 4, 4),
        TINY_EN(Tokenizer.ENGLISH, 384, 6, 4, 4),
        TINY_V3(Tokenizer.V3, 384, 6, 4, 4),
        BASE(Tokenizer.MULTILINGUAL, 512, 8, 6, 6),
        SMALL(Tokenizer.MULTILINGUAL, 768, 12, 12, 12),
        TURBO(Tokenizer.V3, 1280, 20, 32, 4);

        private final Tokenizer tokenizer;
        private final int width;
        private final int heads;
        private final int encoderLayers;
        private final int decoderLayers;

        Size(Tokenizer tokenizer, int width, int heads, int encoderLayers, int decoderLayers) {
            this.tokenizer = tokenizer;
            this.width = width;
            this.heads = heads;
            this.encoderLayers = encoderLayers;
            this.decoderLayers = decoderLayers;
        }
    }

    /** The real tokenizers and suppress lists lie in {@code models/tokenizers} of the shared folder. */
    public static void write(Size size, Path tokenizers, Path folder) throws IOException {
        Files.createDirectories(folder);
        RandomCheckpoint checkpoint = new RandomCheckpoint(size);
        checkpoint.plan();
        checkpoint.writeWeights(folder.resolve("model.safetensors"));
        checkpoint.writeConfigs(tokenizers.resolve(size.tokenizer.folder), folder);
    }

    /** A {@link Size#NANO} with the vocabulary of the shipped model: needs nothing outside the project. */
    public static void writeNano(Path shipped, Path folder) throws IOException {
        Files.createDirectories(folder);
        RandomCheckpoint checkpoint = new RandomCheckpoint(Size.NANO);
        checkpoint.plan();
        checkpoint.writeWeights(folder.resolve("model.safetensors"));
        for (String file : List.of("tokenizer.json", "preprocessor_config.json")) {
            Files.copy(shipped.resolve(file), folder.resolve(file));
        }
        ObjectNode generation = (ObjectNode)
                JSON.readTree(shipped.resolve("generation_config.json").toFile());
        generation.putArray("alignment_heads").addArray().add(0).add(0);
        write(folder.resolve("generation_config.json"), generation);
        ObjectNode config =
                (ObjectNode) JSON.readTree(shipped.resolve("config.json").toFile());
        config.put("d_model", Size.NANO.width).put("encoder_layers", 1).put("decoder_layers", 1);
        config.put("encoder_attention_heads", 1).put("decoder_attention_heads", 1);
        config.put("encoder_ffn_dim", 4 * Size.NANO.width).put("decoder_ffn_dim", 4 * Size.NANO.width);
        write(folder.resolve("config.json"), config);
    }

    /** Element {@code index} of the tensor, before rounding to half precision. */
    private interface Formula {
        double value(long index);
    }

    @SuppressWarnings("ArrayRecordComponent") // written once by the plan
    private record Tensor(long[] shape, Formula formula) {
        long elements() {
            long elements = 1;
            for (long each : shape) {
                elements *= each;
            }
            return elements;
        }
    }

    private void plan() {
        int width = size.width;
        String encoder = "model.encoder.";
        convolution(encoder + "conv1", size.tokenizer.melBins);
        convolution(encoder + "conv2", width);
        tensors.put(
                encoder + "embed_positions.weight", new Tensor(new long[] {AUDIO_CONTEXT, width}, sinusoids(width)));
        for (int layer = 0; layer < size.encoderLayers; layer++) {
            layer(encoder + "layers." + layer + ".", false);
        }
        norm(encoder + "layer_norm");
        String decoder = "model.decoder.";
        random(decoder + "embed_tokens.weight", 0.3, 0, size.tokenizer.vocabulary, width);
        random(decoder + "embed_positions.weight", 6.0, 0, TEXT_CONTEXT, width);
        for (int layer = 0; layer < size.decoderLayers; layer++) {
            layer(decoder + "layers." + layer + ".", true);
        }
        norm(decoder + "layer_norm");
    }

    private void layer(String prefix, boolean withCrossAttention) {
        int width = size.width;
        attention(prefix + "self_attn");
        if (withCrossAttention) {
            attention(prefix + "encoder_attn");
        }
        linear(prefix + "fc1", 4 * width, width, 1.0);
        linear(prefix + "fc2", width, 4 * width, 1.0);
        norm(prefix + "final_layer_norm");
    }

    private void attention(String name) {
        linear(name + ".q_proj", size.width, size.width, 1.5);
        linear(name + ".k_proj", size.width, size.width, 1.5);
        tensors.remove(name + ".k_proj.bias");
        linear(name + ".v_proj", size.width, size.width, 1.5);
        linear(name + ".out_proj", size.width, size.width, 2.0);
        norm(name + "_layer_norm");
    }

    private void convolution(String name, int in) {
        random(name + ".weight", 1 / Math.sqrt(3.0 * in), 0, size.width, in, 3);
        random(name + ".bias", 0.02, 0, size.width);
    }

    private void linear(String name, int out, int in, double gain) {
        random(name + ".weight", gain / Math.sqrt(in), 0, out, in);
        random(name + ".bias", 0.02, 0, out);
    }

    private void norm(String name) {
        random(name + ".weight", 0.05, 1, size.width);
        random(name + ".bias", 0.02, 0, size.width);
    }

    private void random(String name, double deviation, double mean, long... shape) {
        long seed = fnv1a(name);
        double span = deviation * Math.sqrt(12.0);
        tensors.put(name, new Tensor(shape, index -> mean + uniform(seed, index) * span));
    }

    private static long fnv1a(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001B3L;
        }
        return hash;
    }

    private static double uniform(long seed, long index) {
        long z = seed + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z = z ^ (z >>> 31);
        return (z >>> 40) / (double) (1 << 24) - 0.5;
    }

    private static Formula sinusoids(int channels) {
        int half = channels / 2;
        double step = Math.log(10000) / (half - 1);
        double[] scales = new double[half];
        for (int i = 0; i < half; i++) {
            scales[i] = Math.exp(-step * i);
        }
        return index -> {
            long position = index / channels;
            int channel = (int) (index % channels);
            return channel < half ? Math.sin(position * scales[channel]) : Math.cos(position * scales[channel - half]);
        };
    }

    /** Nearest half-precision number, ties to even; the values here are never infinite or NaN. */
    static short half(double value) {
        int sign = value < 0 || (value == 0 && 1 / value < 0) ? 0x8000 : 0;
        double magnitude = Math.abs(value);
        int exponent = Math.max(Math.getExponent(magnitude), -14);
        long steps = (long) Math.rint(Math.scalb(magnitude, 10 - exponent));
        return (short) (sign | (steps == 0 ? 0 : ((exponent + 14) << 10) + (int) steps));
    }

    private void writeWeights(Path file) throws IOException {
        List<String> names =
                tensors.keySet().stream().sorted(Comparator.naturalOrder()).toList();
        byte[] header = header(names);
        try (OutputStream out = Files.newOutputStream(file)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(header.length).array());
            out.write(header);
            for (String name : names) {
                writeElements(tensor(name), out);
            }
        }
    }

    private static void writeElements(Tensor tensor, OutputStream out) throws IOException {
        byte[] chunk = new byte[1 << 16];
        int filled = 0;
        for (long i = 0, n = tensor.elements(); i < n; i++) {
            short bits = half(tensor.formula().value(i));
            chunk[filled++] = (byte) bits;
            chunk[filled++] = (byte) (bits >>> 8);
            if (filled == chunk.length || i == n - 1) {
                out.write(chunk, 0, filled);
                filled = 0;
            }
        }
    }

    private Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(name);
        }
        return tensor;
    }

    /** As safetensors writes it: names in order, no spaces inside, padded with spaces to a multiple of 8. */
    private byte[] header(List<String> names) {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (String name : names) {
            Tensor tensor = tensor(name);
            ObjectNode entry = root.putObject(name).put("dtype", "F16");
            ArrayNode shape = entry.putArray("shape");
            for (long each : tensor.shape()) {
                shape.add(each);
            }
            long end = offset + 2 * tensor.elements();
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        String json = root.toString();
        return (json + " ".repeat((8 - json.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    }

    private void writeConfigs(Path tokenizer, Path folder) throws IOException {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (JsonNode token :
                JSON.readTree(tokenizer.resolve("tokenizer.json").toFile()).get("added_tokens")) {
            ids.put(token.get("content").textValue(), token.get("id").intValue());
        }
        Files.copy(tokenizer.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        write(folder.resolve("config.json"), config(ids));
        write(folder.resolve("preprocessor_config.json"), preprocessor());
        write(folder.resolve("generation_config.json"), generation(ids, tokenizer));
    }

    private static void write(Path file, ObjectNode json) throws IOException {
        Files.writeString(file, json.toPrettyString());
    }

    private ObjectNode config(Map<String, Integer> ids) {
        int endOfText = ids.get("<|endoftext|>");
        ObjectNode config = JSON.createObjectNode();
        config.put("model_type", "whisper").putArray("architectures").add("WhisperForConditionalGeneration");
        config.put("vocab_size", size.tokenizer.vocabulary)
                .put("num_mel_bins", size.tokenizer.melBins)
                .put("d_model", size.width);
        config.put("encoder_layers", size.encoderLayers).put("decoder_layers", size.decoderLayers);
        config.put("encoder_attention_heads", size.heads).put("decoder_attention_heads", size.heads);
        config.put("encoder_ffn_dim", 4 * size.width).put("decoder_ffn_dim", 4 * size.width);
        config.put("max_source_positions", AUDIO_CONTEXT).put("max_target_positions", TEXT_CONTEXT);
        config.put("activation_function", "gelu").put("scale_embedding", false);
        config.put("bos_token_id", endOfText).put("eos_token_id", endOfText).put("pad_token_id", endOfText);
        config.put("decoder_start_token_id", ids.get("<|startoftranscript|>"));
        config.put("is_encoder_decoder", true).put("torch_dtype", "float16").put("tie_word_embeddings", true);
        return config;
    }

    private ObjectNode preprocessor() {
        ObjectNode config = JSON.createObjectNode();
        config.put("feature_extractor_type", "WhisperFeatureExtractor").put("feature_size", size.tokenizer.melBins);
        config.put("sampling_rate", 16000)
                .put("hop_length", 160)
                .put("n_fft", 400)
                .put("chunk_length", 30);
        config.put("n_samples", 480000).put("nb_max_frames", 3000).put("padding_value", 0.0);
        config.put("padding_side", "right").put("return_attention_mask", false);
        return config;
    }

    private ObjectNode generation(Map<String, Integer> ids, Path tokenizer) throws IOException {
        int endOfText = ids.get("<|endoftext|>");
        JsonNode suppress =
                JSON.readTree(tokenizer.resolve("suppress_tokens.json").toFile());
        ObjectNode config = JSON.createObjectNode();
        config.put("bos_token_id", endOfText).put("eos_token_id", endOfText).put("pad_token_id", endOfText);
        config.put("decoder_start_token_id", ids.get("<|startoftranscript|>")).put("max_length", TEXT_CONTEXT);
        config.set("begin_suppress_tokens", suppress.get("begin_suppress_tokens"));
        config.set("suppress_tokens", suppress.get("suppress_tokens"));
        config.put("no_timestamps_token_id", ids.get("<|notimestamps|>"));
        config.put("prev_sot_token_id", ids.get("<|startofprev|>"));
        config.put("max_initial_timestamp_index", 50).put("return_timestamps", false);
        config.put("is_multilingual", size.tokenizer != Tokenizer.ENGLISH);
        int last = size.decoderLayers - 1;
        int[][] heads = {{size.decoderLayers / 2, 0}, {last, 0}, {last, 1}, {last, size.heads - 1}};
        config.set("alignment_heads", JSON.valueToTree(heads));
        if (size.tokenizer != Tokenizer.ENGLISH) {
            ObjectNode languages = config.putObject("lang_to_id");
            ids.forEach((name, id) -> {
                if (name.matches("<\\|[a-z]{2,3}\\|>")) {
                    languages.put(name, id);
                }
            });
            ObjectNode tasks = config.putObject("task_to_id");
            tasks.put("transcribe", ids.get("<|transcribe|>")).put("translate", ids.get("<|translate|>"));
        }
        return config;
    }
}
