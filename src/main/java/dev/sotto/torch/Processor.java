package dev.sotto.torch;

import java.util.List;
import java.util.Set;

/**
 * The processor as Linux describes it; what it can do is read from its flags, never from who made it.
 *
 * @param model as {@code /proc/cpuinfo} names it; empty where unknown
 * @param flags its features in Linux's spelling; empty where unknown
 */
public record Processor(String model, Set<String> flags) {
    /** Of which nothing is known, so that nothing special is used. */
    public static final Processor UNKNOWN = new Processor("", Set.of());

    public Processor {
        flags = Set.copyOf(flags);
    }

    /**
     * Reads what Linux says of its first processor, which speaks for all.
     *
     * @param lines of {@code /proc/cpuinfo}
     */
    public static Processor parse(List<String> lines) {
        return new Processor(value(lines, "model name"), Set.of(words(value(lines, "flags"))));
    }

    private static String[] words(String text) {
        return text.isEmpty()
                ? new String[0]
                : List.of(text.split("\\s+")).stream().distinct().toArray(String[]::new);
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    /**
     * Whether products of 8-bit numbers are added up in 32 bits, which oneDNN's kernels make use of. Without, fbgemm's add
     * pairs of them in 16 bits, saturating, even where {@code avx_vnni} is there; oneDNN's are far slower then.
     */
    boolean addsBytesExactly() {
        return flags.contains("avx512_vnni");
    }

    boolean multipliesBfloat16() {
        return flags.contains("avx512_bf16") || multipliesBfloat16Tiles();
    }

    /** Whether it has a unit for whole matrices of bfloat16, beside which all that is not a product weighs most. */
    boolean multipliesBfloat16Tiles() {
        return flags.contains("amx_bf16");
    }
}
