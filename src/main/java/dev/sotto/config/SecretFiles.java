package dev.sotto.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets that lie in files, as orchestrators hand them to containers: {@code SOTTO_ADMIN_KEY_FILE=/run/secrets/admin-key}
 * stands for {@code SOTTO_ADMIN_KEY} with what that file holds. Only for secret settings, and read once, at the start.
 */
final class SecretFiles {
    private static final String SUFFIX = "_FILE";
    /** Far more than any key has; a wrong path, such as that of a recording, is not read to its end. */
    private static final int BYTES_MAX = 64 << 10;

    private SecretFiles() {}

    /**
     * The environment with each such variable replaced by the one that it stands for.
     *
     * @param faults gets one sentence for each that cannot be; none holds anything of a file
     */
    static Map<String, String> resolved(Map<String, String> environment, List<String> faults) {
        Map<String, String> all = new HashMap<>(environment);
        for (Setting<?> setting : Settings.ALL) {
            String variable = setting.environmentName() + SUFFIX;
            String file = setting.isSecret() ? all.remove(variable) : null;
            if (file == null || file.isBlank()) {
                continue;
            }
            if (all.getOrDefault(setting.environmentName(), "").isBlank()) {
                read(variable, file.strip(), faults).ifPresent(text -> all.put(setting.environmentName(), text));
            } else {
                faults.add(
                        "%s and %s are both set; expected one of them".formatted(setting.environmentName(), variable));
            }
        }
        return all;
    }

    private static Optional<String> read(String variable, String name, List<String> faults) {
        try {
            Path file = Path.of(name);
            if (!Files.exists(file) || Files.isDirectory(file)) {
                faults.add(
                        "%s: %s: there is no such file; expected one that holds the secret".formatted(variable, name));
                return Optional.empty();
            }
            byte[] bytes = head(file);
            if (bytes.length > BYTES_MAX) {
                faults.add("%s: %s: has more than %d bytes; expected a secret".formatted(variable, name, BYTES_MAX));
                return Optional.empty();
            }
            String text = Utf8File.decoded(bytes, name).strip();
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
            faults.add("%s: %s: is empty; expected the secret".formatted(variable, name));
        } catch (Utf8File.NotUtf8Exception e) {
            faults.add("%s: %s: is not UTF-8; expected the secret as text in UTF-8".formatted(variable, name));
        } catch (InvalidPathException | IOException e) {
            faults.add("%s: %s: cannot be read (%s); expected a file that the user of this server may read"
                    .formatted(variable, name, e.getClass().getSimpleName()));
        }
        return Optional.empty();
    }

    /** All of a secret; one byte more than any has of whatever else lies there. The file may be a pipe. */
    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(BYTES_MAX + 1);
        }
    }
}
