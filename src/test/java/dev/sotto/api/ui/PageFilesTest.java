package dev.sotto.api.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page for people, as its files lie on the disk. */
class PageFilesTest {
    private static final int BYTES_MAX = 300_000;

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("webroot"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void the_page_is_light() throws IOException {
        assertThat(files().stream().mapToLong(file -> file.toFile().length()).sum())
                .isBetween(1L, (long) BYTES_MAX);
    }

    @Test
    void no_file_asks_another_server_or_makes_markup_of_text() throws IOException {
        assertThat(files())
                .filteredOn(file -> !file.toString().endsWith(".svg"))
                .allSatisfy(file -> {
                    String text = read(file);
                    assertThat(text)
                            .doesNotContain("http://", "https://", "innerHTML", "insertAdjacentHTML", "document.write");
                    assertThat(text).doesNotContain("eval(", "new Function");
                });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
