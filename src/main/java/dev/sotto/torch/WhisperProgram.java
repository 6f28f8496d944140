package dev.sotto.torch;

import dev.sotto.model.ModelConfig;
import dev.sotto.torch.TorchScriptArchive.EmptyList;
import dev.sotto.torch.TorchScriptArchive.EmptyMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of the TorchScript program that fit a checkpoint and a device; together they are one class. */
final class WhisperProgram {
    private static final List<String> PARTS =
            List.of("program", "weights", "mel", "encoder", "decoder", "choice", "beams", "slots", "alignment");

    private WhisperProgram() {}

    static ScriptModule load(ModelConfig config, TorchSettings settings) {
        String device = settings.device();
        Precision precision = settings.precision();
        List<String> resources = new ArrayList<>();
        PARTS.forEach(part -> resources.add(resource(part)));
        precision.parts(device).forEach(part -> resources.add(resource(part)));
        Map<String, Object> attributes = attributes(config);
        attributes.putAll(precision.attributes(device));
        return ScriptModule.load(resources, attributes, TorchRuntime.djlDevice(device));
    }

    static String resource(String part) {
        return "whisper/" + part + ".torchscript";
    }

    private static Map<String, Object> attributes(ModelConfig config) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", false);
        attributes.put("encoder_heads", config.dimensions().encoder().heads());
        attributes.put("decoder_heads", config.dimensions().decoder().heads());
        attributes.put("audio_context", config.dimensions().audioContext());
        attributes.put("text_context", config.dimensions().textContext());
        attributes.put("end_of_text", config.tokens().endOfText());
        attributes.put("no_timestamps", config.tokens().noTimestamps());
        attributes.put("timestamp_begin", config.tokens().timestampBegin());
        attributes.put("no_speech", config.tokens().noSpeech());
        attributes.put("weights", EmptyMap.INSTANCE);
        attributes.put("encoder_layers", EmptyList.INSTANCE);
        attributes.put("decoder_layers", EmptyList.INSTANCE);
        attributes.put("alignment_heads", EmptyList.INSTANCE);
        for (String byLane :
                List.of("self_keys", "self_values", "cross_keys", "cross_values", "heard", "state", "search")) {
            attributes.put(byLane, EmptyMap.INSTANCE);
        }
        return attributes;
    }
}
