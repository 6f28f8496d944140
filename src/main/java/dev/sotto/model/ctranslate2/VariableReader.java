package dev.sotto.model.ctranslate2;

import dev.sotto.model.ElementType;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.file.TensorDirectory;
import dev.sotto.model.file.TensorEntry;
import dev.sotto.model.file.WeightFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the variables and aliases of a CTranslate2 {@code model.bin}, format version 6 (the layout that
 * python/ctranslate2/specs/model_spec.py of OpenNMT/CTranslate2, MIT, writes).
 */
public final class VariableReader {
    private static final int FORMAT_VERSION = 6;
    private static final String SPEC = "WhisperSpec";
    private static final int SPEC_REVISION_MAX = 3;
    private static final int VARIABLES_MAX = 100_000;
    private static final int RANK_MAX = 8;

    private final WeightFile file;
    private final BinaryScanner scanner;
    private final Map<String, TensorEntry> variables = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();

    private VariableReader(WeightFile file) {
        this.file = file;
        this.scanner = new BinaryScanner(file);
    }

    /** Opens the file; the caller closes the directory. An alias appears under its name with its target's entry. */
    public static TensorDirectory open(Path path) {
        WeightFile file = WeightFile.open(path);
        try {
            return new VariableReader(file).read();
        } catch (ModelException e) {
            file.close();
            throw e;
        }
    }

    private TensorDirectory read() {
        readPreamble();
        long count = bounded(scanner.uint32("the number of variables"), "variables");
        for (long i = 0; i < count; i++) {
            readVariable(i);
        }
        long aliasCount = bounded(scanner.uint32("the number of aliases"), "aliases");
        for (long i = 0; i < aliasCount; i++) {
            readAlias(i);
        }
        if (scanner.position() != file.size()) {
            throw scanner.malformed(
                    "has %d bytes behind its last alias; expected none".formatted(file.size() - scanner.position()));
        }
        Map<String, TensorEntry> all = new LinkedHashMap<>(variables);
        aliases.keySet().forEach(alias -> all.put(alias, resolve(alias)));
        return new TensorDirectory(file.place(), List.of(file), all);
    }

    private void readPreamble() {
        long version = scanner.uint32("the format version");
        if (version != FORMAT_VERSION) {
            throw unsupported("has format version %d; expected %d; convert the model with a current CTranslate2"
                    .formatted(version, FORMAT_VERSION));
        }
        String spec = scanner.string("the spec name");
        if (!spec.equals(SPEC)) {
            throw unsupported(
                    "holds a %s; expected a %s, another kind of model is of no use here".formatted(spec, SPEC));
        }
        long revision = scanner.uint32("the spec revision");
        if (revision < 1 || revision > SPEC_REVISION_MAX) {
            throw unsupported("has revision %d of %s; expected 1 to %d".formatted(revision, SPEC, SPEC_REVISION_MAX));
        }
    }

    private void readVariable(long index) {
        String name = scanner.string("the name of variable " + index);
        int rank = scanner.uint8("the rank of " + name);
        if (rank > RANK_MAX) {
            throw malformed(name, "has %d dimensions; expected at most %d".formatted(rank, RANK_MAX));
        }
        long[] shape = new long[rank];
        for (int d = 0; d < rank; d++) {
            shape[d] = scanner.uint32("the shape of " + name);
        }
        int code = scanner.uint8("the type of " + name);
        ElementType type = elementType(code);
        if (type == null) {
            throw malformed(name, "has type code %d; expected 0 to 5".formatted(code));
        }
        long bytes = scanner.uint32("the length of " + name);
        long expected = byteLength(name, shape, type);
        if (bytes != expected) {
            throw malformed(
                    name,
                    "has %d bytes; expected %d for type %s and shape %s"
                            .formatted(bytes, expected, type, Arrays.toString(shape)));
        }
        long offset = scanner.skip(bytes, "the data of " + name);
        if (variables.put(name, new TensorEntry(name, file, type, type.name(), shape, offset, bytes)) != null) {
            throw malformed(name, "is there twice; expected each name once");
        }
    }

    private void readAlias(long index) {
        String alias = scanner.string("the name of alias " + index);
        String target = scanner.string("the target of alias " + alias);
        if (variables.containsKey(alias)) {
            throw malformed(alias, "is a variable and an alias; expected one of them");
        }
        if (aliases.put(alias, target) != null) {
            throw scanner.malformed("alias %s is there twice; expected each name once".formatted(alias));
        }
    }

    private TensorEntry resolve(String alias) {
        Set<String> passed = new HashSet<>();
        String name = alias;
        while (!variables.containsKey(name)) {
            if (!passed.add(name)) {
                throw scanner.malformed(
                        "alias %s leads back to itself; expected a variable at its end".formatted(alias));
            }
            String next = aliases.get(name);
            if (next == null) {
                throw scanner.malformed(
                        "alias %s leads to %s, which is not there; expected a variable".formatted(alias, name));
            }
            name = next;
        }
        TensorEntry entry = variables.get(name);
        if (entry == null) {
            throw new IllegalStateException(name);
        }
        return entry;
    }

    private long bounded(long count, String what) {
        if (count > VARIABLES_MAX) {
            throw scanner.malformed("announces %d %s; expected at most %d".formatted(count, what, VARIABLES_MAX));
        }
        return count;
    }

    private long byteLength(String name, long[] shape, ElementType type) {
        try {
            long bytes = type.bytes();
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, size);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw malformed(name, "has shape %s; expected a size that fits 63 bits".formatted(Arrays.toString(shape)));
        }
    }

    private static @Nullable ElementType elementType(int code) {
        return switch (code) {
            case 0 -> ElementType.FLOAT32;
            case 1 -> ElementType.INT8;
            case 2 -> ElementType.INT16;
            case 3 -> ElementType.INT32;
            case 4 -> ElementType.FLOAT16;
            case 5 -> ElementType.BFLOAT16;
            default -> null;
        };
    }

    private ModelException malformed(String variable, String text) {
        return scanner.malformed("variable %s %s".formatted(variable, text));
    }

    private ModelException unsupported(String text) {
        return new ModelException(ModelError.UNSUPPORTED, file.place() + ": " + text);
    }
}
