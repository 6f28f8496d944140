package dev.sotto.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Compares a file with the size and hash that the hub promised. */
final class Checksum {
    private Checksum() {}

    static boolean isPromised(HubListing.File promise, Path file) throws IOException {
        return Files.size(file) == promise.sizeBytes()
                && expected(promise)
                        .map(hash -> hash.equals(actual(promise, file)))
                        .orElse(true);
    }

    /** For messages: what is wrong with the file. */
    static String describe(HubListing.File promise, Path file) throws IOException {
        if (Files.size(file) != promise.sizeBytes()) {
            return "has %d bytes; expected %d".formatted(Files.size(file), promise.sizeBytes());
        }
        return "has %s %s; expected %s"
                .formatted(
                        promise.sha256().isPresent() ? "SHA-256" : "git blob SHA-1",
                        actual(promise, file),
                        expected(promise).orElse("none"));
    }

    private static Optional<String> expected(HubListing.File promise) {
        return promise.sha256().or(promise::blobId);
    }

    private static String actual(HubListing.File promise, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(promise.sha256().isPresent() ? "SHA-256" : "SHA-1");
            if (promise.sha256().isEmpty()) {
                digest.update(("blob " + promise.sizeBytes() + "\0").getBytes(StandardCharsets.US_ASCII));
            }
            byte[] block = new byte[1 << 16];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256 and SHA-1", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
