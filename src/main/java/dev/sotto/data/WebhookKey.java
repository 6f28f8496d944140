package dev.sotto.data;

import dev.sotto.config.ConfigException;
import dev.sotto.webhook.sign.SecretCipher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** The key that encrypts the secrets of webhooks: from the settings, else from a private file that the first start makes. */
final class WebhookKey {
    private static final String FILE = "webhook.key";
    private static final int BYTES = 32;

    private WebhookKey() {}

    static SecretCipher cipher(Optional<String> given, Path dataFolder, SecureRandom random) {
        byte[] key = HexFormat.of().parseHex(given.orElseGet(() -> ofFile(file(dataFolder), random)));
        return new SecretCipher(key, random);
    }

    /** Where the key lies that the settings do not give. */
    static Path file(Path dataFolder) {
        return dataFolder.resolve(FILE);
    }

    private static String ofFile(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                make(file, random);
            }
            String text = Files.readString(file).strip();
            if (!text.matches("[0-9a-fA-F]{64}")) {
                throw new IOException(
                        "it does not hold 64 hexadecimal digits; restore it, since it opens what is stored");
            }
            return text;
        } catch (IOException e) {
            throw new ConfigException("%s: %s".formatted(file.getFileName(), e.getMessage()), e);
        }
    }

    /** Whole under its name, or not there. */
    private static void make(Path file, SecureRandom random) throws IOException {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        Path part = file.resolveSibling(FILE + ".part");
        Files.deleteIfExists(part);
        byte[] line = (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (var channel = Files.newByteChannel(
                part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file(file))) {
            channel.write(java.nio.ByteBuffer.wrap(line));
        }
        try {
            Files.move(part, file);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(part);
        }
    }
}
