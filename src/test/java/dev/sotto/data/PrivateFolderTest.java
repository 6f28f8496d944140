package dev.sotto.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.config.ConfigException;
import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may look into what the server writes. */
class PrivateFolderTest {
    @TempDir
    Path home;

    @Test
    void new_data_folder_is_its_owner_s_alone() throws IOException {
        PrivateFolder.ofData(home.resolve("a/data"));
        assertThat(rights(home.resolve("a/data"))).isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwxr-xr-x", "rwxrwx---", "rwx--x--x"})
    void data_folder_that_others_could_enter_is_closed_to_them(String rights) throws IOException {
        Path data = folder("data", rights);
        PrivateFolder.ofData(data);
        assertThat(rights(data)).isEqualTo("rwx------");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void data_folder_of_another_user_that_everybody_may_write_into_is_refused() throws IOException {
        Path data = folder("data", "rwxrwxrwx");
        giveAway(data);
        assertThatThrownBy(() -> PrivateFolder.ofData(data))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("everybody may write into it")
                .hasMessageContaining("name another folder");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxr-x"));
        PrivateFolder.ofData(data);
        assertThat(rights(data)).isEqualTo("rwxrwxr-x");
    }

    @Test
    void store_and_its_log_are_their_owner_s_alone_also_in_a_folder_of_an_earlier_version() throws IOException {
        ServerConfig config = ConfigLoader.defaults(home);
        Path store = home.resolve("data/store");
        DataFolderKeys.open(config).close();
        Files.setPosixFilePermissions(home.resolve("data"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(store.resolve("sotto.db"), PosixFilePermissions.fromString("rw-r--r--"));
        try (DataFolderKeys opened = DataFolderKeys.open(config)) {
            assertThat(opened.keyStore().list()).isEmpty();
            assertThat(rights(home.resolve("data"))).isEqualTo("rwx------");
            assertThat(rights(store)).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(store)) {
                assertThat(files.toList()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(file -> assertThat(rights(file))
                        .as("%s", file)
                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void folder_of_code_is_made_private_and_kept() throws IOException {
        Path natives = home.resolve("natives");
        PrivateFolder.ofCode(natives);
        Files.writeString(natives.resolve("lib.so"), "code");
        PrivateFolder.ofCode(natives);
        assertThat(rights(natives)).isEqualTo("rwx------");
        assertThat(natives.resolve("lib.so")).exists();
    }

    @Test
    void folder_of_code_that_others_may_have_written_into_is_refused() throws IOException {
        Path real = folder("real", "rwx------");
        assertUnsafe(Files.createSymbolicLink(home.resolve("link"), real), "is a symbolic link");
        assertUnsafe(folder("group", "rwxrwx---"), "may be written into by others");
        assertUnsafe(folder("all", "rwxrwxrwx"), "may be written into by others");
        assertThat(real).isEmptyDirectory();
    }

    @Test
    void folder_of_code_of_another_user_is_refused() throws IOException {
        Path theirs = folder("theirs", "rwx------");
        giveAway(theirs);
        assertUnsafe(theirs, "who is not the user that runs this");
    }

    private static void assertUnsafe(Path folder, String seen) {
        assertThatThrownBy(() -> PrivateFolder.ofCode(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(seen)
                .hasMessageContaining("Delete it");
    }

    private static void giveAway(Path folder) throws IOException {
        try {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        } catch (IOException e) {
            Assumptions.abort("only root gives folders away: " + e);
        }
    }

    private Path folder(String name, String rights) throws IOException {
        Path folder = Files.createDirectory(home.resolve(name));
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
    }

    private static String rights(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
