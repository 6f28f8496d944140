package dev.sotto.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessorKindTest {
    @ParameterizedTest
    @CsvSource({
        "fpu sse2 avx, X86_BEFORE_AVX2, FLOAT32",
        "fpu avx avx2 fma avx_vnni, AVX2, INT8",
        "fpu avx2 avx512f, AVX2, INT8",
        "fpu avx2 avx512f avx512_vnni, AVX512_VNNI, INT8",
        "fpu avx2 avx512f avx512_vnni avx512_bf16, AVX512_BFLOAT16, INT8",
        "fpu avx2 avx512f avx512_vnni avx512_bf16 amx_bf16 amx_tile amx_int8, TILES, INT8",
    })
    void flags_tell_the_kind_and_the_kind_the_type(String flags, ProcessorKind kind, ComputeType expected) {
        Processor processor = Processor.parse(List.of("model name : X 1", "flags : " + flags));
        assertThat(ProcessorKind.of(processor)).isEqualTo(kind);
        assertThat(kind.expected()).isEqualTo(expected);
    }

    /** Linux on aarch64 writes "Features", and its kernels for packed weights are not there. */
    @Test
    void another_architecture_is_of_unknown_kind_and_expected_to_be_fastest_in_float32() {
        Processor processor = Processor.parse(List.of("processor : 0", "Features : fp asimd bf16 i8mm"));
        assertThat(ProcessorKind.of(processor)).isEqualTo(ProcessorKind.UNKNOWN);
        assertThat(ProcessorKind.UNKNOWN.expected()).isEqualTo(ComputeType.FLOAT32);
    }

    @ParameterizedTest
    @EnumSource
    void expected_type_is_a_candidate_and_bfloat16_is_none(ProcessorKind kind) {
        assertThat(kind.candidates()).contains(kind.expected()).doesNotContain(ComputeType.BFLOAT16);
    }
}
