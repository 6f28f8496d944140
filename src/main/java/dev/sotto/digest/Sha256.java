package dev.sotto.digest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java has, without the exception that says otherwise. */
public final class Sha256 {
    private Sha256() {}

    /** A new one, for what is read in pieces. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** 32 bytes, of the text in UTF-8. */
    public static byte[] of(String text) {
        return start().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** 64 lower-case digits, of the text in UTF-8. */
    public static String hexOf(String text) {
        return HexFormat.of().formatHex(of(text));
    }

    /** 64 lower-case digits, of bytes. */
    public static String hexOf(byte[] bytes) {
        return HexFormat.of().formatHex(start().digest(bytes));
    }

    /** 64 lower-case digits. The digest begins anew. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** 64 lower-case digits, of a file's content; blocks on the disk. */
    public static String hexOf(Path file) throws IOException {
        MessageDigest digest = start();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return hex(digest);
    }
}
