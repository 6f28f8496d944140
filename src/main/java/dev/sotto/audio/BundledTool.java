package dev.sotto.audio;

import dev.sotto.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/**
 * The ffmpeg that travels in a jar of its own (JAVE's native binaries, of which nothing else is used), for machines that have
 * none. It is copied to a folder that only this user may read and write, and run only if its checksum is the expected one.
 */
public final class BundledTool {
    private static final String PLACE = "ws/schild/jave/nativebin/";

    private final ClassLoader jars;
    private final Binary binary;
    private final Path folder;

    /**
     * One program in the jars.
     *
     * @param sha256 in lower-case hexadecimal digits
     */
    record Binary(String name, String sha256) {
        /** Those of version 3.5.0 of the jars, by the names that Java gives to systems and processors. */
        static Optional<Binary> of(String system, String processor) {
            String os = system.toLowerCase(Locale.ROOT).replaceAll("[^a-z].*", "");
            return switch (os + " " + processor.toLowerCase(Locale.ROOT)) {
                case "linux amd64", "linux x86_64" ->
                    found("ffmpeg-amd64", "3ea58083710f63bf920b16c7d5d24ae081e7d731f57a656fed11af0410d4eb48");
                case "linux aarch64" ->
                    found("ffmpeg-aarch64", "97772dfc79fa8c483288de50c0a78904a1b79c94fa8a6b883677040e5bfc9b23");
                case "mac aarch64" ->
                    found("ffmpeg-aarch64-osx", "997f3d6465725e99e32edd8cf960d7d3e1166a3303be797b03121b1f7e73dd34");
                case "windows amd64" ->
                    found("ffmpeg-amd64.exe", "8436760af8f81c95eff92d854a7684e6d3cedb872888420359fc45c8eb2664ac");
                default -> Optional.empty();
            };
        }

        private static Optional<Binary> found(String name, String sha256) {
            return Optional.of(new Binary(name, sha256));
        }
    }

    BundledTool(ClassLoader jars, Binary binary, Path folder) {
        this.jars = jars;
        this.binary = binary;
        this.folder = folder;
    }

    /**
     * Whether this copy of Sotto carries an ffmpeg for this machine; copies nothing yet.
     *
     * @param folder where it would be copied to; made if it is missing
     * @param system as in the system property {@code os.name}
     * @param processor as in the system property {@code os.arch}
     */
    public static Optional<BundledTool> find(Path folder, String system, String processor) {
        ClassLoader jars = BundledTool.class.getClassLoader();
        return Binary.of(system, processor)
                .filter(binary -> jars.getResource(PLACE + binary.name()) != null)
                .map(binary -> new BundledTool(jars, binary, folder));
    }

    /**
     * The program, copied if it is not there or not what it should be. Blocks, and reads 80 MB.
     *
     * @throws AudioException {@link FaultCode#TOOL_FAILED} if the jar's program is not the expected one or the folder cannot be written
     */
    Path unpacked() {
        Path target = folder.resolve(binary.name());
        try {
            makeFolder();
            if (!isWhole(target)) {
                copyTo(target);
            }
            return target.toAbsolutePath();
        } catch (IOException e) {
            throw AudioException.toolFailed(
                    "The ffmpeg that Sotto carries could not be copied to the data folder; is it full or read-only?",
                    e);
        }
    }

    private void makeFolder() throws IOException {
        Files.createDirectories(folder);
        if (isPosix()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private boolean isWhole(Path target) throws IOException {
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) || !Files.isExecutable(target)) {
            return false;
        }
        return Sha256.hexOf(target).equals(binary.sha256());
    }

    /** Two processes may do so at once: each writes a file of its own, and the last rename wins. */
    private void copyTo(Path target) throws IOException {
        Path part = Files.createTempFile(folder, "ffmpeg-", ".part");
        try {
            MessageDigest digest = Sha256.start();
            try (InputStream in = opened();
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
                in.transferTo(out);
            }
            if (!Sha256.hex(digest).equals(binary.sha256())) {
                throw AudioException.toolFailed("The ffmpeg that Sotto carries is not the one that was built in:"
                        + " its checksum differs. Install Sotto again, or install ffmpeg.");
            }
            if (isPosix()) {
                Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("r-x------"));
            }
            move(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private InputStream opened() throws IOException {
        InputStream in = jars.getResourceAsStream(PLACE + binary.name());
        if (in == null) {
            throw new IOException(binary.name() + " is no longer in the jars");
        }
        return in;
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
