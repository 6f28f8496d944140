package dev.sotto.store.sqlite;

import dev.sotto.store.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks at a file before anything may write to it, and refuses what is not a whole store of ours. */
final class StoreInspection {
    /** "Sott" in ASCII. */
    static final int APPLICATION_ID = 0x536f7474;
    /** The first SQLite without the fault that could damage a log restarted under several connections. */
    static final List<Integer> SQLITE_MIN = List.of(3, 51, 3);

    private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> NETWORK_FILE_SYSTEMS =
            Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ceph", "lustre", "glusterfs");

    private StoreInspection() {}

    /** A folder on this machine's own disk: locks over a network do not hold. */
    static void atFolder(Path folder) throws IOException {
        refuseNetwork(Files.getFileStore(folder).type());
    }

    /** SQLite takes some of what is no file without a word, and loses what it writes there. */
    static void atNames(SqliteSettings settings) {
        for (Path name :
                List.of(settings.file(), settings.log(), settings.index(), settings.lock(), settings.rescued())) {
            if (Files.exists(name) && !Files.isRegularFile(name)) {
                throw StoreFault.noFile(name, Files.isDirectory(name) ? "a folder" : "a pipe or a device");
            }
        }
    }

    static void refuseNetwork(String fileSystem) {
        String type = fileSystem.toLowerCase(Locale.ROOT);
        if (NETWORK_FILE_SYSTEMS.contains(type) || type.startsWith("fuse.sshfs")) {
            throw StoreFault.unsupported(
                    "The data folder is on a network file system (%s), where SQLite's locks do not hold; name a folder on a local disk."
                            .formatted(fileSystem));
        }
    }

    static void atVersion(String version) {
        int[] seen =
                Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
        int[] least = SQLITE_MIN.stream().mapToInt(Integer::intValue).toArray();
        if (Arrays.compare(seen, least) < 0) {
            throw StoreFault.unsupported(
                    "SQLite %s was loaded; expected 3.51.3 or newer, since older ones can damage their log. Remove the older sqlite-jdbc from the class path."
                            .formatted(version));
        }
    }

    /** Leaves every byte as it is. */
    static void atFile(SqliteSettings settings, Migrations migrations) throws IOException {
        Path file = settings.file();
        if (!Files.exists(file) || Files.size(file) == 0) {
            if (Files.exists(settings.log()) && Files.size(settings.log()) > 0) {
                throw StoreFault.damaged(
                        file,
                        "it is missing or empty, but its log %s is there"
                                .formatted(settings.log().getFileName()));
            }
            return;
        }
        checkHeader(file);
        if (!StoreMark.belongTogether(file, settings.log())) {
            throw StoreFault.logOfAnother(file, settings.log(), settings.index());
        }
        try (Connection connection = SqliteConnections.reader(file, settings.longestWait())) {
            checkContent(connection, file, migrations);
        } catch (SQLException e) {
            throw switch (StoreFault.of(e).error()) {
                case DAMAGED -> StoreFault.damaged(file, String.valueOf(e.getMessage()));
                default -> StoreFault.of(e);
            };
        }
    }

    private static void checkHeader(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            if (!Arrays.equals(bytes.readNBytes(HEADER.length), HEADER)) {
                throw StoreFault.damaged(file, "it does not begin as a SQLite file does");
            }
        }
    }

    static void checkContent(Connection connection, Path file, Migrations migrations) throws SQLException {
        long id = Sql.number(connection, "PRAGMA application_id");
        boolean isEmpty = Sql.number(connection, "SELECT COUNT(*) FROM sqlite_master") == 0;
        if (id != APPLICATION_ID && !isEmpty) {
            throw StoreFault.foreign(file, "is the database of another program");
        }
        String found = Sql.first(connection, "PRAGMA quick_check(1)", row -> row.getString(1))
                .orElse("no answer");
        if (!found.equals("ok")) {
            throw StoreFault.damaged(file, found.replaceAll("\\s+", " "));
        }
        migrations.check(connection, file);
    }
}
