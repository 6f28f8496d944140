package dev.sotto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Vert.x, as every part of the product gets it, finds files. */
class ClassPathFilesTest {
    private static Vertx vertx;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void file_of_the_folder_that_the_process_was_started_in_is_not_found() throws Exception {
        Path here = Files.createTempFile(Path.of("target"), "strange", ".txt");
        try {
            assertThat(here).isRelative().exists();
            assertThat(vertx.fileSystem().existsBlocking(here.toString())).isFalse();
            assertThat(vertx.fileSystem().existsBlocking("./" + here)).isFalse();
            assertThat(vertx.fileSystem().existsBlocking("webroot/../" + here)).isFalse();
        } finally {
            Files.delete(here);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pom.xml", "../letin/pom.xml", "webroot/../pom.xml", "../../../../../../../../etc/passwd", ""})
    void nothing_else_of_that_folder_is_found(String name) {
        assertThat(vertx.fileSystem().existsBlocking(name)
                        && vertx.fileSystem().propsBlocking(name).isRegularFile())
                .isFalse();
    }

    @Test
    void what_is_on_the_class_path_is_found_and_is_the_class_path_s() throws Exception {
        for (String name : new String[] {"openapi.yaml", "webroot/index.html", "webroot/page.js"}) {
            byte[] shipped = ClassPathFilesTest.class
                    .getClassLoader()
                    .getResourceAsStream(name)
                    .readAllBytes();
            assertThat(vertx.fileSystem().readFileBlocking(name).getBytes()).isEqualTo(shipped);
        }
    }

    @Test
    void absolute_path_of_a_setting_is_the_file_itself(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("openapi.yaml"), "mine");
        assertThat(vertx.fileSystem().readFileBlocking(file.toString()).toString())
                .isEqualTo("mine");
    }
}
