package dev.sotto.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds every source file, tests included, against {@link TidyChecks}; and each check against a text that breaks it. */
class TidyTest {
    private static final Path PRODUCT = Path.of("src/main/java");

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/test/java"})
    void sources_are_tidy(Path folder) {
        List<String> findings = new ArrayList<>();
        List<Path> sources = javaFiles(folder);
        for (Path file : sources) {
            findings.addAll(TidyChecks.findings(file.toString(), read(file)));
        }
        assertThat(sources).as("java files under %s", folder.toAbsolutePath()).isNotEmpty();
        assertThat(findings).isEmpty();
    }

    @Test
    void every_package_of_the_product_says_what_it_is_and_is_null_marked() {
        for (Path file : javaFiles(PRODUCT)) {
            Path info = file.resolveSibling("package-info.java");
            assertThat(info).exists();
            assertThat(read(info)).as(info.toString()).contains("/**").contains("@NullMarked");
        }
    }

    @ParameterizedTest
    @MethodSource("untidy")
    void each_check_sees_the_text_that_breaks_it(String source, String finding) {
        assertThat(TidyChecks.findings("Planted.java", source))
                .singleElement()
                .asString()
                .contains(finding);
    }

    @ParameterizedTest
    @MethodSource("tidy")
    void each_check_lets_the_text_at_the_limit_pass(String source) {
        assertThat(TidyChecks.findings("Planted.java", source)).isEmpty();
    }

    static Stream<Arguments> untidy() {
        return Stream.of(
                arguments(fileOfLines(401), "401 lines"),
                arguments(methodOfLines(61), "go has 61 lines"),
                arguments("class A { void go(int a, int b, int c, int d, int e, int f) {} }", "go has 6 parameters"),
                arguments("class A { A(int a, int b, int c, int d, int e, int f) {} }", "<init> has 6 parameters"),
                arguments("class A { // TO" + "DO later\n}", "Planted.java:1: work put off without an issue number"),
                arguments("class A {\n// FIX" + "ME\n}", "Planted.java:2: work put off without an issue number"),
                arguments("/** The segment list. */ class SegmentList {}", "echoes the name"),
                arguments("class A { /** Returns the segments. */ List<Segment> segments() {} }", "echoes the name"),
                arguments(
                        "class A { /** Times of it all.\n * @return the words */ Words words() {} }",
                        "echoes the name"),
                arguments(
                        "class A { /** Cuts.\n * @param samples the samples */ void cut(int samples) {} }",
                        "echoes the parameter"),
                arguments("import java.util.*; class A {}", "star import"),
                arguments("import java.lang.reflect.Proxy; class A {}", "a fake by reflection"),
                arguments(
                        "class A { Object port = java.lang.reflect.Proxy.newProxyInstance(null, null, null); }",
                        "a fake by reflection"),
                arguments("class AudioUtil {}", "'AudioUtil' says nothing"),
                arguments("class A { class TokenHelper {} }", "'TokenHelper' says nothing"),
                arguments("interface ModelManager {}", "'ModelManager' says nothing"),
                arguments("record StoreImpl() {}", "'StoreImpl' says nothing"),
                arguments("package dev.sotto.audio.common; class A {}", "package name 'common'"));
    }

    static Stream<String> tidy() {
        return Stream.of(
                fileOfLines(400),
                methodOfLines(60),
                "class A { void go(int a, int b, int c, int d, int e) {} }",
                "record A(int a, int b, int c, int d, int e, int f) { A { a = 1; } }",
                "record A(int a, int b, int c, int d, int e, int f) { A(int a, int b, int c, int d, int e, int f) {} }",
                "class A { // TO" + "DO #7 later\n}",
                "/** Segments in the order of their start. */ class SegmentList {}",
                "class A { /** {@inheritDoc} */ @Override public String toString() {} }",
                "class A { /** Cuts.\n * @param samples mono, 16 kHz */ void cut(int samples) {} }",
                "import java.net.Proxy; class A { Proxy hub = Proxy.NO_PROXY; }",
                "class Utility {} class Implicit {}");
    }

    private static String fileOfLines(int lines) {
        return "class A {\n" + "\n".repeat(lines - 2) + "}\n";
    }

    private static String methodOfLines(int lines) {
        return "class A {\nvoid go() {\n" + "go();\n".repeat(lines - 2) + "}\n}\n";
    }

    private static List<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
