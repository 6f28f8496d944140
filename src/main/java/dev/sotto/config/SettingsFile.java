package dev.sotto.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Writes the default model into a settings file, and leaves the rest of it, comments too, as it is. Blocks. */
public final class SettingsFile {
    private static final String GROUP = "models";
    private static final String KEY = "default-model";

    private final Path file;

    /** The file need not exist. */
    public SettingsFile(Path file) {
        this.file = file;
    }

    /** The variable that wins over the file. */
    public static String defaultModelVariable() {
        return Setting.environmentName("models.default-model");
    }

    /**
     * Writes the file anew, whole or not at all.
     *
     * @param home where relative paths of the settings start
     * @throws ConfigException saying which lines to write by hand, if the file cannot be written or understood
     */
    public void setDefaultModel(Path home, String model) {
        try {
            Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            String text = Files.exists(place) ? Utf8File.read(place) : "";
            Path part = place.resolveSibling("." + place.getFileName() + ".part");
            Files.deleteIfExists(part);
            try {
                Files.writeString(part, withDefaultModel(text, model));
                if (Files.exists(place)) {
                    takePermissions(place, part);
                }
                ServerConfig read = ConfigLoader.load(home, Optional.of(part), Map.of());
                if (!read.models().defaultModel().equals(model)) {
                    throw byHand(model, "its layout is not understood", null);
                }
                Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (Utf8File.NotUtf8Exception e) {
            throw byHand(model, "line %d: %s".formatted(e.line(), e.getMessage()), e);
        } catch (IOException e) {
            throw byHand(
                    model, "it cannot be written (%s)".formatted(e.getClass().getSimpleName()), e);
        } catch (YAMLException e) {
            throw byHand(model, "it is not valid YAML", e);
        }
    }

    private ConfigException byHand(String model, String why, @Nullable Exception cause) {
        return new ConfigException(
                "%s: %s; write there: \"models:\" and below it \"  default-model: %s\", or set %s=%s"
                        .formatted(file, why, model, defaultModelVariable(), model),
                cause);
    }

    private static void takePermissions(Path from, Path to) throws IOException {
        if (Files.getFileAttributeView(from, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        }
    }

    /** Only this value differs in what is returned. */
    static String withDefaultModel(String text, String model) {
        String value = new Yaml().dump(model).strip();
        Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
        Node group = child(root, GROUP);
        Node old = child(group, KEY);
        if (old instanceof ScalarNode) {
            return replaced(
                    text, old.getStartMark().getIndex(), old.getEndMark().getIndex(), value);
        }
        String line = KEY + ": " + value;
        if (group instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
            Node first = mapping.getValue().get(0).getKeyNode();
            String indent = " ".repeat(first.getStartMark().getColumn());
            int at = first.getStartMark().getIndex();
            return replaced(text, at, at, line + "\n" + indent);
        }
        String before = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        return before + GROUP + ":\n  " + line + "\n";
    }

    private static @Nullable Node child(@Nullable Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }

    /** Marks of SnakeYAML count code points. */
    private static String replaced(String text, int from, int to, String by) {
        int start = text.offsetByCodePoints(0, from);
        int end = text.offsetByCodePoints(0, to);
        return text.substring(0, start) + by + text.substring(end);
    }
}
