package dev.sotto.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Settings out of an old {@code .env} of another server. One use.
 *
 * <p>What it writes is YAML that {@link ConfigLoader} reads; what could not be carried over stands below it in comments,
 * with the reason, and without values that may be secret.
 */
public final class SettingsImport {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?i)your[-_].*");

    private final String file;
    private final Map<String, Carried> carried = new HashMap<>();
    private final List<String> left = new ArrayList<>();

    private record Carried(String text, DotEnv.Line from) {}

    private SettingsImport(String file) {
        this.file = file;
    }

    /**
     * Our settings as YAML.
     *
     * @param file its name, for the comments
     * @param content of the file
     * @throws ConfigException if it is not in UTF-8
     */
    public static String yaml(String file, byte[] content) {
        try {
            return yaml(file, Utf8File.decoded(content, file));
        } catch (Utf8File.NotUtf8Exception e) {
            throw new ConfigException("%s:%d: %s".formatted(file, e.line(), e.getMessage()), e);
        }
    }

    static String yaml(String file, String text) {
        SettingsImport made = new SettingsImport(file);
        DotEnv.read(text).forEach(made::take);
        return made.written();
    }

    private void take(DotEnv.Line line) {
        if (line.name().isEmpty()) {
            leave(line, "expected NAME=VALUE");
            return;
        }
        List<ForeignVariable> known = ForeignVariables.find(line.name());
        if (known.isEmpty()) {
            leave(
                    line,
                    line.name().startsWith("SOTTO_")
                            ? "is ours already; leave it in the environment"
                            : "is a variable of none of the five servers");
        }
        known.forEach(variable -> take(line, variable));
    }

    private void take(DotEnv.Line line, ForeignVariable variable) {
        if (variable.key().isEmpty()) {
            leave(line, variable.remark().replace('`', '\''));
        } else if (!line.value().isEmpty()) {
            carry(line, variable, variable.key().get());
        }
    }

    private void carry(DotEnv.Line line, ForeignVariable variable, String key) {
        Setting<?> setting = Settings.find(key).orElseThrow();
        try {
            if (setting.isSecret() && PLACEHOLDER.matcher(line.value()).matches()) {
                throw new IllegalArgumentException("is the placeholder of an example; set your own");
            }
            String text = variable.converter().apply(line.value());
            if (text.isEmpty()) {
                return;
            }
            setting.check(text);
            Carried before = carried.put(key, new Carried(text, line));
            if (before != null) {
                leave(before.from(), "line %d sets %s too, and wins".formatted(line.number(), key));
            }
        } catch (IllegalArgumentException e) {
            String shown = setting.isSecret() ? "" : " " + line.value() + ":";
            leave(line, "%s:%s %s".formatted(key, shown, e.getMessage()));
        }
    }

    private void leave(DotEnv.Line line, String why) {
        String name = line.name().isEmpty() ? "" : " " + line.name() + ":";
        left.add("# line %d:%s %s%n".formatted(line.number(), name, why));
    }

    private String written() {
        StringBuilder yaml =
                new StringBuilder("# Made by 'sotto config import' from %s. conf/sotto.yaml explains each key.%n"
                        .formatted(file.replaceAll("\\p{Cntrl}", " ")));
        List<String> open = List.of();
        for (Setting<?> setting : Settings.ALL) {
            Carried value = carried.get(setting.key());
            if (value != null) {
                open = write(yaml, setting, value, open);
            }
        }
        if (!left.isEmpty()) {
            yaml.append("%n# Not carried over:%n".formatted());
            left.forEach(yaml::append);
        }
        return yaml.toString();
    }

    /** Returns the groups that the key lies in, which the next one may share. */
    private static List<String> write(StringBuilder yaml, Setting<?> setting, Carried value, List<String> open) {
        List<String> path = List.of(setting.key().split("\\."));
        List<String> groups = path.subList(0, path.size() - 1);
        boolean isShared = true;
        for (int i = 0; i < groups.size(); i++) {
            isShared = isShared && i < open.size() && open.get(i).equals(groups.get(i));
            if (!isShared) {
                yaml.append("  ".repeat(i)).append(groups.get(i)).append(":%n".formatted());
            }
        }
        String secret = setting.isSecret() ? "; secret, better set as " + setting.environmentName() : "";
        yaml.append("  ".repeat(groups.size()))
                .append("%s: %s  # %s%s%n"
                        .formatted(
                                path.get(path.size() - 1),
                                quoted(value.text()),
                                value.from().name(),
                                secret));
        return groups;
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
    }
}
