package dev.sotto.config;

import java.io.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML whose scalars are the text that stands in the file, with or without quotes: YAML itself takes {@code 0123} for an
 * octal number, {@code no} for a boolean, {@code 1_000} for a thousand and {@code 2026-01-01} for a date.
 */
final class PlainYaml {
    private PlainYaml() {}

    /** What stands for nothing: an empty value, {@code ~} or {@code null} without quotes. As a key it is its text. */
    record Nothing(String written) {
        @Override
        public String toString() {
            return written;
        }
    }

    /**
     * Maps, lists, texts and {@link Nothing}; null if the file is empty. A key may not stand twice.
     *
     * @throws org.yaml.snakeyaml.error.YAMLException if it is not YAML
     */
    static @Nullable Object read(Reader reader) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new AsWritten(options)).load(reader);
    }

    private static final class AsWritten extends SafeConstructor {
        AsWritten(LoaderOptions options) {
            super(options);
            List.of(Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.TIMESTAMP, Tag.BINARY)
                    .forEach(tag -> yamlConstructors.put(tag, new Written()));
            yamlConstructors.put(Tag.NULL, new WrittenNothing());
        }
    }

    private static final class Written extends AbstractConstruct {
        @Override
        public Object construct(Node node) {
            return ((ScalarNode) node).getValue();
        }
    }

    private static final class WrittenNothing extends AbstractConstruct {
        @Override
        public Object construct(Node node) {
            return new Nothing(((ScalarNode) node).getValue());
        }
    }
}
