package dev.sotto.torch;

import dev.sotto.torch.TorchScriptArchive.EmptyList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * With which numbers a network computes, and on what processor, which decides among kernels.
 *
 * @param processor ignored on a GPU
 */
public record Precision(ComputeType type, Processor processor) {
    public static final Precision FLOAT32 = new Precision(ComputeType.FLOAT32, Processor.UNKNOWN);

    /** libtorch's numbers of element types (c10/core/ScalarType.h, pytorch, BSD-3). */
    private static final int FLOAT16_CODE = 5;

    private static final int FLOAT32_CODE = 6;
    private static final int BFLOAT16_CODE = 15;

    /**
     * Refuses what cannot be, with a way out.
     *
     * @param device {@code cpu} or {@code cuda:n}
     * @throws IllegalArgumentException if the type is not for this device
     */
    public void check(String device) {
        String reason = obstacle(device);
        if (!reason.isEmpty()) {
            throw new IllegalArgumentException(
                    "compute type %s is not for this device (%s): %s".formatted(type, device, reason));
        }
    }

    boolean isFor(String device) {
        return obstacle(device).isEmpty();
    }

    private String obstacle(String device) {
        boolean processorOnly = device.equals("cpu");
        return switch (type) {
            case FLOAT32 -> "";
            case FLOAT16 ->
                processorOnly && !packs(device) ? "on a processor it needs an x86 one; use float32 or auto" : "";
            case BFLOAT16 ->
                processorOnly && !processor.multipliesBfloat16()
                        ? "the processor has neither avx512_bf16 nor amx_bf16; use float32, float16, int8 or auto"
                        : "";
            case INT8 -> packs(device) ? "" : "it needs an x86 processor; use float16, float32 or auto";
        };
    }

    /** Weights in the order of a kernel are for x86 processors: elsewhere libtorch may lack even the operators. */
    public static boolean packs(String device) {
        return device.equals("cpu") && System.getProperty("os.arch").equals("amd64");
    }

    /** Names of the parts of the program that multiply and attend. */
    List<String> parts(String device) {
        List<String> parts = new ArrayList<>(List.of(attentionPart(device), crossPart(device)));
        parts.addAll(linearParts(device));
        if (!parts.contains("int8-onednn")) {
            parts.add("prepared-plain");
        }
        return parts;
    }

    private List<String> linearParts(String device) {
        if (!packs(device)) {
            return List.of("linear-plain");
        }
        return switch (type) {
            case FLOAT32 -> List.of("linear-packed");
            case BFLOAT16 -> List.of("linear-bfloat16");
            case FLOAT16 -> List.of("linear-kernel", "linear-float16");
            case INT8 ->
                List.of("linear-kernel", "linear-int8", processor.addsBytesExactly() ? "int8-onednn" : "int8-fbgemm");
        };
    }

    private String attentionPart(String device) {
        if (!attendsInBfloat16(device)) {
            return "attention-plain";
        }
        return processor.multipliesBfloat16Tiles() ? "attention-bfloat16" : "attention-bfloat16-heads";
    }

    private String crossPart(String device) {
        return attendsInBfloat16(device) && processor.multipliesBfloat16Tiles() ? "cross-bfloat16" : "cross-plain";
    }

    private boolean attendsInBfloat16(String device) {
        boolean coarse = type == ComputeType.INT8 || type == ComputeType.BFLOAT16;
        return device.equals("cpu") && coarse && processor.multipliesBfloat16();
    }

    /** What those parts declare beside the attributes of all programs; empty lists, to be filled. */
    Map<String, Object> attributes(String device) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String part : parts(device)) {
            switch (part) {
                case "int8-fbgemm", "linear-float16" -> attributes.put("packed", EmptyList.INSTANCE);
                case "int8-onednn" -> attributes.put("quantized", EmptyList.INSTANCE);
                default -> {}
            }
        }
        return attributes;
    }

    /** Type of all tensors as they are loaded; on a processor the linear part goes on from float32. */
    int elementCode(String device) {
        if (device.equals("cpu")) {
            return FLOAT32_CODE;
        }
        return switch (type) {
            case FLOAT16 -> FLOAT16_CODE;
            case BFLOAT16 -> BFLOAT16_CODE;
            case FLOAT32, INT8 -> FLOAT32_CODE;
        };
    }

    /** Bytes of one number of the self-attention's keys and values. */
    public int selfCacheBytes(String device) {
        return elementCode(device) == FLOAT32_CODE ? Float.BYTES : Short.BYTES;
    }

    /** Bytes of one number of the cross-attention's keys and values. */
    public int crossCacheBytes(String device) {
        return crossPart(device).equals("cross-bfloat16") ? Short.BYTES : selfCacheBytes(device);
    }
}
