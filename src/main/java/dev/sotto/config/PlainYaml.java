package dev.sotto.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

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
    static @Nullable Object read(String text) {
        refuseCircles(new Yaml(new AsWritten(new LoaderOptions())).compose(new StringReader(text)), new ArrayList<>());
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new AsWritten(options)).load(text);
    }

    /** YAML can put a value into itself, by its anchor. */
    private static void refuseCircles(@Nullable Node node, List<Node> around) {
        if (node == null || node instanceof ScalarNode) {
            return;
        }
        if (around.contains(node)) { // nodes are equal only to themselves
            throw new YAMLException("the value of line %d holds itself"
                    .formatted(node.getStartMark().getLine() + 1));
        }
        around.add(node);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> {
                refuseCircles(tuple.getKeyNode(), around);
                refuseCircles(tuple.getValueNode(), around);
            });
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> refuseCircles(item, around));
        }
        around.remove(around.size() - 1);
    }

    /**
     * Where the keys of nested maps stand, as {@code a.b} to a line counted from 1. Keys that come in by a reference have
     * none.
     *
     * @throws org.yaml.snakeyaml.error.YAMLException if it is not YAML
     */
    static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        addLines("", new Yaml(new AsWritten(new LoaderOptions())).compose(new StringReader(text)), lines);
        return lines;
    }

    private static void addLines(String prefix, @Nullable Node node, Map<String, Integer> lines) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name) {
                    String key = prefix + name.getValue();
                    lines.put(key, name.getStartMark().getLine() + 1);
                    addLines(key + ".", tuple.getValueNode(), lines);
                }
            }
        }
    }

    /**
     * The end of a sentence that begins with the file: {@code :3: is not YAML: found duplicate key port}.
     *
     * @param text of the file
     */
    static String fault(YAMLException e, String text) {
        if (e instanceof ReaderException unreadable) {
            long line = text.codePoints()
                    .limit(unreadable.getPosition())
                    .filter(sign -> sign == '\n')
                    .count();
            return ":%d: is not YAML: it holds the control character U+%04X; remove it"
                    .formatted(line + 1, unreadable.getCodePoint());
        }
        if (e instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return ":%d: is not YAML: %s".formatted(marked.getProblemMark().getLine() + 1, marked.getProblem());
        }
        String detail = String.valueOf(e.getMessage()).lines().findFirst().orElse("no detail");
        return ": is not YAML: " + detail;
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
        public @Nullable Object construct(@Nullable Node node) {
            // SnakeYAML gives no node for a file without any, such as one of comments alone
            return node instanceof ScalarNode scalar ? new Nothing(scalar.getValue()) : null;
        }
    }
}
