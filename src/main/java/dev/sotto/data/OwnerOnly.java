package dev.sotto.data;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** What to make files and folders with so that only their owner may read them; nothing where the file system has no such rights. */
final class OwnerOnly {
    private OwnerOnly() {}

    static FileAttribute<?>[] file(Path place) {
        return attributes(place, "rw-------");
    }

    static FileAttribute<?>[] folder(Path place) {
        return attributes(place, "rwx------");
    }

    private static FileAttribute<?>[] attributes(Path place, String rights) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
