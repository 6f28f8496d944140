package dev.sotto.data;

import dev.sotto.config.ConfigException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders that nobody but this process's user may look into: made so, or made so again. Where the file system knows no such
 * rights, folders are as they are.
 */
public final class PrivateFolder {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateFolder.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFolder() {}

    /**
     * Makes a data folder, or takes from others what an earlier version or a person gave them. One that belongs to another
     * user, such as a volume that a platform has prepared, stays as it is unless everybody may write into it: what lies in it
     * has rights of its own. Blocks.
     *
     * @throws ConfigException saying what to do, if it cannot be private
     */
    public static void ofData(Path folder) {
        try {
            make(folder);
            if (!isPosix(folder)) {
                return;
            }
            PosixFileAttributes seen = Files.readAttributes(folder, PosixFileAttributes.class);
            if (seen.permissions().equals(OWNER_ONLY)) {
                return;
            }
            if (isOurs(folder, seen)) {
                Files.setPosixFilePermissions(folder, OWNER_ONLY);
                LOG.info(
                        "{} could be entered by others ({}); now by its owner alone",
                        folder,
                        PosixFilePermissions.toString(seen.permissions()));
            } else if (seen.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new ConfigException(
                        "data.folder: %s belongs to %s, and everybody may write into it (%s); give it to the user that runs this server, or name another folder"
                                .formatted(folder, seen.owner(), PosixFilePermissions.toString(seen.permissions())),
                        null);
            }
        } catch (IOException e) {
            throw new ConfigException("data.folder: %s cannot be used (%s)".formatted(folder, e), e);
        }
    }

    /**
     * Makes a folder that code is loaded from, or checks that nobody else can have put anything into it. Blocks.
     *
     * @throws ConfigException saying what to do, if somebody else can have
     */
    static void ofCode(Path folder) {
        try {
            if (Files.isSymbolicLink(folder)) {
                throw unsafe(folder, "is a symbolic link");
            }
            make(folder);
            if (!isPosix(folder)) {
                return;
            }
            PosixFileAttributes seen =
                    Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!seen.isDirectory()) {
                throw unsafe(folder, "is no folder");
            }
            if (!isOurs(folder, seen)) {
                throw unsafe(folder, "belongs to %s, who is not the user that runs this".formatted(seen.owner()));
            }
            if (seen.permissions().contains(PosixFilePermission.GROUP_WRITE)
                    || seen.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                throw unsafe(folder, "may be written into by others");
            }
            Files.setPosixFilePermissions(folder, OWNER_ONLY);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /**
     * Checks that programs and libraries in a folder may run, by the rights of a file that this process makes there.
     *
     * @throws ConfigException saying what to do, if they may not
     */
    static void allowsCode(Path folder) {
        try {
            if (!isPosix(folder)) {
                return;
            }
            Path probe = Files.createTempFile(folder, ".code", "", OwnerOnly.folder(folder));
            try {
                if (!Files.isExecutable(probe)) {
                    throw new ConfigException(
                            "%s is on a disk that runs no programs (mounted noexec), and native libraries have to be unpacked there; name a folder on another disk by data.natives-folder (SOTTO_DATA_NATIVES_FOLDER), or mount this one without noexec"
                                    .formatted(folder),
                            null);
                }
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /**
     * As {@link #ofData}, for the folder of a store that is open, with its files: SQLite gives its log the rights of the
     * database. They are not opened here, since closing one would let go of SQLite's locks on it.
     */
    static void ofStore(Path folder) {
        ofData(folder);
        if (!isPosix(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "sotto.*")) {
            for (Path file : files) {
                PosixFileAttributes seen =
                        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (seen.isRegularFile() && !seen.permissions().equals(OWNER_ONLY_FILE) && isOurs(folder, seen)) {
                    Files.setPosixFilePermissions(file, OWNER_ONLY_FILE);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new ConfigException("data.folder: %s cannot be made private (%s)".formatted(folder, e), e);
        }
    }

    /** A folder that code is loaded from, and that cannot be read or written. */
    static ConfigException unusable(Path folder, IOException e) {
        return new ConfigException("the folder for native libraries, %s, cannot be used (%s)".formatted(folder, e), e);
    }

    private static ConfigException unsafe(Path folder, String seen) {
        return new ConfigException(
                "the folder for native libraries, %s, %s: what lies in it cannot be trusted. Delete it; it is made again"
                        .formatted(folder, seen),
                null);
    }

    private static void make(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectories(folder, OwnerOnly.folder(folder));
        }
    }

    private static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** By a file that this process makes: Java knows no other way to its user, who may have no name. */
    private static boolean isOurs(Path folder, PosixFileAttributes seen) throws IOException {
        Path probe = Files.createTempFile(folder, ".owner", "", OwnerOnly.file(folder));
        try {
            return Files.getOwner(probe).equals(seen.owner());
        } finally {
            Files.delete(probe);
        }
    }
}
