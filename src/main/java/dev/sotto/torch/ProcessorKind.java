package dev.sotto.torch;

import java.util.List;

/**
 * Kinds of processors, distinguished by their flags, and the compute type that the benchmarks found fastest on each; {@code
 * src/docs/benchmarks.md}, "What auto chooses", has the figures.
 */
public enum ProcessorKind {
    /** Multiplies whole matrices of bfloat16 and of bytes. */
    TILES("AMX tiles", ComputeType.INT8),
    /** Multiplies bfloat16, two numbers at once. */
    AVX512_BFLOAT16("AVX-512 with bfloat16", ComputeType.INT8),
    /** Adds products of bytes in 32 bits. */
    AVX512_VNNI("AVX-512 with VNNI", ComputeType.INT8),
    AVX2("AVX2", ComputeType.INT8),
    /** An x86 one for which fbgemm has no kernels: it refuses float16 and int8. */
    X86_BEFORE_AVX2("x86 without AVX2", ComputeType.FLOAT32),
    /** Another architecture, or a system that describes its processor otherwise than Linux. */
    UNKNOWN("a processor of unknown kind", ComputeType.FLOAT32);

    /** bfloat16 is not among them: what it costs in words is not measured on a processor that has it. */
    private static final List<ComputeType> CANDIDATES =
            List.of(ComputeType.FLOAT32, ComputeType.FLOAT16, ComputeType.INT8);

    private final String words;
    private final ComputeType expected;

    ProcessorKind(String words, ComputeType expected) {
        this.words = words;
        this.expected = expected;
    }

    public static ProcessorKind of(Processor processor) {
        if (processor.flags().isEmpty()) {
            return UNKNOWN;
        }
        if (processor.multipliesBfloat16Tiles()) {
            return TILES;
        }
        if (processor.multipliesBfloat16()) {
            return AVX512_BFLOAT16;
        }
        if (processor.addsBytesExactly()) {
            return AVX512_VNNI;
        }
        return processor.flags().contains("avx2") ? AVX2 : X86_BEFORE_AVX2;
    }

    /** The type that is fastest on such processors; one of {@link #candidates}. */
    public ComputeType expected() {
        return expected;
    }

    /** Types that {@code auto} may choose, unless the library lacks one on this system. */
    public List<ComputeType> candidates() {
        return this == X86_BEFORE_AVX2 ? List.of(ComputeType.FLOAT32) : CANDIDATES;
    }

    /** As a person reads it. */
    @Override
    public String toString() {
        return words;
    }
}
