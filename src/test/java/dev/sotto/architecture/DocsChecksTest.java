package dev.sotto.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check of {@link DocsChecks}, and {@link ThreadScan}, sees a planted text that breaks it and lets one pass that keeps it. */
class DocsChecksTest {
    private static final Path HOME = Path.of("").toAbsolutePath();

    @ParameterizedTest
    @MethodSource("breaches")
    void each_check_sees_the_page_that_breaks_it(String text, Function<MarkdownPage, List<String>> check, String seen) {
        assertThat(check.apply(planted(text))).singleElement().asString().contains(seen);
    }

    @ParameterizedTest
    @MethodSource("kept")
    void each_check_lets_the_page_that_keeps_it_pass(String text, Function<MarkdownPage, List<String>> check) {
        assertThat(check.apply(planted(text))).isEmpty();
    }

    private static MarkdownPage planted(String text) {
        return MarkdownPage.of("src/docs/adr/0007-planted.md", text);
    }

    private static Arguments breach(String text, Function<MarkdownPage, List<String>> check, String seen) {
        return arguments(text, check, seen);
    }

    private static Arguments keeps(String text, Function<MarkdownPage, List<String>> check) {
        return arguments(text, check);
    }

    static Stream<Arguments> breaches() {
        return Stream.of(
                breach("| a row |\n# T", DocsChecks::form, ":1: the first line is no heading"),
                breach("# T\n" + "x".repeat(141), DocsChecks::form, ":2: 141 characters"),
                breach(
                        "# T\na `span\nbroken` x `y`",
                        page -> DocsChecks.form(page).subList(0, 1),
                        ":2: a backtick"),
                breach("# T\n[a](none.md)", DocsChecksTest::plantedLinks, "none.md: no such file"),
                breach("# T\n[a](#other)", DocsChecksTest::plantedLinks, "#other: no such heading"),
                breach("# T\n[a](../jobs.md#none)", DocsChecksTest::plantedLinks, "jobs.md#none: no such heading"),
                breach("# T\n`Written`", DocsChecksTest::plantedClasses, ":2: `Written`: no such class"),
                breach("# T\n`NoSuch`", DocsChecksTest::plantedClasses, ":2: `NoSuch`: no such class"),
                breach("# T\n`audio.Planted`", DocsChecksTest::plantedClasses, "`audio.Planted`: no such class"),
                breach(
                        "# T\n`Planted.none`",
                        DocsChecksTest::plantedClasses,
                        "`Planted.none`: no such class or member"),
                breach(
                        "# T\n`Planted.None`",
                        DocsChecksTest::plantedClasses,
                        "`Planted.None`: no such class or member"),
                breach(
                        "# T\n`a.none`",
                        page -> DocsChecks.settings(page, Set.of("a", "a.b"), Set.of("a.event")),
                        "`a.none`: no such"),
                breach("```\nSOTTO_NO=1", page -> DocsChecks.variables(page, Set.of("SOTTO_A")), ":2: SOTTO_NO: no"),
                breach("```\nscripts/none", page -> DocsChecks.files(HOME, page), ":2: scripts/none: no such file"),
                breach(testRow("`Planted.none`, `Planted.works`"), DocsChecksTest::plantedTests, "`Planted.none`: no"),
                breach(
                        testRow("`NoSuch`, `Planted.works`"),
                        DocsChecksTest::plantedTests,
                        ":4: `NoSuch`: no such test"),
                breach(testRow("`Planted.setUp`"), DocsChecksTest::plantedTests, ":4: `Planted.setUp`: no such test"),
                breach(testRow("`Planted`"), DocsChecksTest::plantedTests, ":4: the row names no test method"),
                breach(testRow(""), DocsChecksTest::plantedTests, ":4: the row names no test method"),
                breach(threadRow("`a`", "2 threads"), threads("a", 2, "b", 0), "thread `b` is missing"),
                breach(threadRow("`a`, `c`", "2 threads"), threads("a", 2), "thread `c` is not in the code"),
                breach(threadRow("`a`", "12 threads"), threads("a", 2), "not say that it has 2 threads"),
                breach(threadRow("`a`", "2 threads"), threads("a", 1), "not say that it has 1 threads"),
                breach(packageRow("`a`", "b"), packages(Map.of("a", Set.of("b", "c"))), "`a` imports \"b, c\", not"),
                breach(packageRow("`a`", "b"), packages(Map.of("a", Set.of())), "`a` imports \"nothing\", not \"b\""),
                breach(packageRow("`b`", "nothing"), packages(Map.of()), "package `b` is not in the code"),
                breach("# T", packages(Map.of("a", Set.of())), "package `a` is missing"),
                breach(metricRow("`sotto_b_total`"), metrics("sotto.a", "sotto.b"), "metric `sotto.a` is missing"),
                breach(
                        metricRow("`sotto_a`, `sotto_a_b`"),
                        metrics("sotto.a"),
                        "metric `sotto_a_b` is not in the code"),
                breach("# 8. T\nStatus: accepted\nDate: 2026-11-29", DocsChecks::decision, "has not the number"),
                breach("# 7. T\nDate: 2026-11-29", DocsChecks::decision, "no line \"Status"),
                breach("# 7. T\nStatus: accepted\nDate: today", DocsChecks::decision, "no line \"Date"));
    }

    static Stream<Arguments> kept() {
        return Stream.of(
                keeps("# T\n" + "x".repeat(140) + "\n|" + "x".repeat(200) + "|", DocsChecks::form),
                keeps("# T\n```\n" + "x".repeat(200) + "\na ` alone\n```\n", DocsChecks::form),
                keeps("# The `T`, so\n[a](#the-t-so) [b](https://x.example/none.md)", DocsChecksTest::plantedLinks),
                keeps("# T\n## U\n## U\n[a](#u-1) [b](0007-planted.md#u)", DocsChecksTest::plantedLinks),
                keeps(
                        "# T\n`Planted.works` `Idempotency-Key` `SIGTERM` `planted.Planted`",
                        DocsChecksTest::plantedClasses),
                keeps("# T\n`Planted.of()` `Planted.Part`", DocsChecksTest::plantedClasses),
                keeps(
                        "# T\n`a.b: 3` `x.none` `a` `a.event`",
                        page -> DocsChecks.settings(page, Set.of("a", "a.b"), Set.of("a.event"))),
                keeps(testRow("`Planted.works`, `Planted`"), DocsChecksTest::plantedTests),
                keeps(testRow("`PlantedHeir.works`, `scripts/test`"), DocsChecksTest::plantedTests),
                keeps(threadRow("`a`", "one thread") + "\n| `b`, event loops | |", threads("a", 1, "b", 0)),
                keeps(packageRow("`a`", "b, c"), packages(Map.of("a", Set.of("c", "b")))),
                keeps(metricRow("`sotto_a{x}`, `sotto_b_bytes_total`, `jvm_*`"), metrics("sotto.a", "sotto.b")),
                keeps("# 7. T\nStatus: superseded by [ADR 8](0008-x.md)\n\nDate: 2026-11-29", DocsChecks::decision));
    }

    private static String testRow(String cell) {
        return "# T\n| fault | test |\n|---|---|\n| f | " + cell + " |";
    }

    private static String threadRow(String names, String bound) {
        return "# T\n| thread | bound |\n|---|---|\n| " + names + " | " + bound + " |";
    }

    private static String metricRow(String names) {
        return "# T\n| metric | what |\n|---|---|\n| " + names + " | what |";
    }

    private static Function<MarkdownPage, List<String>> metrics(String... meters) {
        return page -> DocsChecks.metrics(page, Set.of(meters));
    }

    private static String packageRow(String name, String imports) {
        return "# T\n| package | what | imports |\n|---|---|---|\n| " + name + " | what | " + imports + " |";
    }

    private static List<String> plantedLinks(MarkdownPage page) {
        MarkdownPage jobs = MarkdownPage.of("src/docs/jobs.md", "# Jobs\n");
        return DocsChecks.links(HOME, page, Map.of(HOME.resolve(page.name()), page, HOME.resolve(jobs.name()), jobs));
    }

    private static SourceIndex plantedSources() {
        return new SourceIndex()
                .add(Path.of("dev/sotto/planted/Planted.java"), """
                        /** A
                         * class Comment */
                        class Planted {
                            String text = \"""
                                class Written {
                                \""";
                            record Part() {}
                            @Test
                            void works() {}
                            void setUp() {}
                            static Planted of() {}
                        }
                        """)
                .add(Path.of("dev/sotto/planted/PlantedHeir.java"), "final class PlantedHeir extends Planted {}\n");
    }

    private static List<String> plantedClasses(MarkdownPage page) {
        return DocsChecks.classes(HOME, page, plantedSources());
    }

    private static List<String> plantedTests(MarkdownPage page) {
        return DocsChecks.tests(page, plantedSources());
    }

    private static Function<MarkdownPage, List<String>> threads(String name, int count) {
        return page -> DocsChecks.threads(page, Map.of(name, count));
    }

    private static Function<MarkdownPage, List<String>> threads(String a, int countA, String b, int countB) {
        return page -> DocsChecks.threads(page, Map.of(a, countA, b, countB));
    }

    private static Function<MarkdownPage, List<String>> packages(Map<String, Set<String>> arrows) {
        return page -> DocsChecks.packages(page, arrows);
    }

    @Test
    void threads_are_found_by_text_by_constant_and_through_the_callers_of_a_method() throws IOException {
        ThreadScan scan = scan("""
                class Planted {
                    static final String NAME = "constant";
                    static final int THREADS = 3;
                    Thread field = new Thread(this::go, "field");
                    void a() { vertx.createSharedWorkerExecutor("text", 2); }
                    void b() { options.setWorkerPoolName(NAME); }
                    void c(String name, int threads) { vertx.createSharedWorkerExecutor(name, threads, 1, SECONDS); }
                    void d() { c("called", THREADS); c(NAME, 1); e("deep"); }
                    void e(String name) { c(name, 4); }
                    void f() { Executors.newCachedThreadPool(task -> new Thread(task, "made")); }
                }
                """);
        assertThat(scan.findings).isEmpty();
        assertThat(scan.threads)
                .isEqualTo(Map.of("field", 0, "text", 2, "constant", 1, "called", 3, "deep", 4, "made", 0));
    }

    @ParameterizedTest
    @MethodSource("unnamedThreads")
    void thread_without_a_name_that_can_be_read_is_a_finding(String call, String seen) throws IOException {
        assertThat(scan("class Planted { void a() { " + call + "; } }").findings)
                .singleElement()
                .asString()
                .contains(seen);
    }

    static Stream<Arguments> unnamedThreads() {
        return Stream.of(
                arguments("new Thread(this::go)", "a thread without a name"),
                arguments("Executors.newCachedThreadPool()", "an executor without a factory"),
                arguments("vertx.createSharedWorkerExecutor(\"a-\" + n, 2)", "neither a text nor a constant"));
    }

    private static ThreadScan scan(String source) throws IOException {
        return ThreadScan.of(
                List.of(new SimpleJavaFileObject(URI.create("source:///Planted.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                }));
    }
}
