package dev.sotto.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.webhook.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Holds every page of the documentation against the code; {@link DocsChecksTest} holds the checks against texts that break them. */
class DocsAgreeTest {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final Path PRODUCT = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");

    /** Tells what names were, so only its form and its links are checked. */
    private static final String HISTORY = "CHANGELOG.md";

    private static final Pattern METER = Pattern.compile("\"(sotto\\.[a-z.]+)\"");

    private static final Map<Path, MarkdownPage> PAGES = new TreeMap<>();
    private static SourceIndex sources;
    private static SourceIndex tests;

    @BeforeAll
    static void read_the_pages_and_the_sources() throws IOException {
        for (Path folder : List.of(Path.of("."), Path.of("src/docs"))) {
            try (Stream<Path> files = Files.walk(folder, folder.equals(Path.of(".")) ? 1 : 9)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(DocsAgreeTest::readPage);
            }
        }
        sources = SourceIndex.of(PRODUCT, TESTS);
        tests = SourceIndex.of(TESTS);
    }

    private static void readPage(Path file) {
        PAGES.put(HOME.resolve(file).normalize(), page(file.normalize().toString()));
    }

    private static MarkdownPage page(String name) {
        return MarkdownPage.of(name, read(Path.of(name)));
    }

    @Test
    void every_page_begins_with_a_heading_and_has_lines_that_can_be_read() {
        assertThat(PAGES).as("pages").hasSizeGreaterThan(20);
        assertThat(findings(pages(), DocsChecks::form)).isEmpty();
    }

    @Test
    void every_relative_link_leads_to_a_file_and_a_heading_that_are_there() {
        assertThat(findings(pages(), page -> DocsChecks.links(HOME, page, PAGES)))
                .isEmpty();
    }

    @Test
    void every_page_is_reached_from_the_readme() {
        Set<Path> reached = new TreeSet<>(Set.of(HOME.resolve("README.md")));
        for (List<Path> next = List.copyOf(reached); !next.isEmpty(); ) {
            List<Path> found = new ArrayList<>();
            next.forEach(path -> PAGES.get(path).links().stream()
                    .map(link ->
                            path.resolveSibling(link.replaceFirst("#.*", "")).normalize())
                    .filter(target -> PAGES.containsKey(target) && reached.add(target))
                    .forEach(found::add));
            next = found;
        }
        assertThat(PAGES.keySet()).containsExactlyInAnyOrderElementsOf(reached);
    }

    @Test
    void every_class_that_a_page_names_is_there() {
        assertThat(findings(livingPages(), page -> DocsChecks.classes(HOME, page, sources)))
                .isEmpty();
    }

    @Test
    void every_setting_and_variable_that_a_page_names_is_there() throws IOException {
        Set<String> settings = settings();
        Set<String> variables = variables();
        assertThat(findings(livingPages(), page -> DocsChecks.settings(page, settings, events())))
                .isEmpty();
        assertThat(findings(livingPages(), page -> DocsChecks.variables(page, variables)))
                .isEmpty();
    }

    @Test
    void every_file_that_a_page_names_is_there() {
        assertThat(findings(livingPages(), page -> DocsChecks.files(HOME, page)))
                .isEmpty();
    }

    @Test
    void every_fault_that_a_page_lists_names_a_test_that_is_there() {
        assertThat(findings(livingPages(), page -> DocsChecks.tests(page, tests)))
                .isEmpty();
    }

    @Test
    void table_of_threads_has_every_pool_and_thread_of_the_product() throws IOException {
        List<JavaFileObject> files = new ArrayList<>();
        var manager = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);
        try (manager;
                Stream<Path> product = Files.walk(PRODUCT)) {
            List<Path> paths =
                    product.filter(file -> file.toString().endsWith(".java")).toList();
            manager.getJavaFileObjectsFromPaths(paths).forEach(files::add);
            ThreadScan scan = ThreadScan.of(files);
            assertThat(scan.findings).isEmpty();
            assertThat(DocsChecks.threads(page("src/docs/architecture.md"), scan.threads))
                    .isEmpty();
        }
    }

    @Test
    void table_of_metrics_has_every_meter_of_the_product() throws IOException {
        Set<String> meters = new TreeSet<>();
        try (Stream<Path> files = Files.list(PRODUCT.resolve("dev/sotto/metrics"))) {
            files.forEach(file -> METER.matcher(read(file)).results().forEach(found -> meters.add(found.group(1))));
        }
        assertThat(meters).as("meters").isNotEmpty();
        assertThat(DocsChecks.metrics(page("src/docs/operations.md"), meters)).isEmpty();
    }

    @Test
    void table_of_packages_is_the_law() {
        assertThat(DocsChecks.packages(page("CONTRIBUTING.md"), PackageLaw.ARROWS))
                .isEmpty();
    }

    @Test
    void every_decision_has_a_status_and_a_date_and_a_line_in_the_index() {
        List<MarkdownPage> decisions = livingPages().stream()
                .filter(page -> page.name().matches("src/docs/adr/\\d.*"))
                .toList();
        assertThat(decisions).as("decisions").isNotEmpty();
        assertThat(findings(decisions, DocsChecks::decision)).isEmpty();
        assertThat(page("src/docs/adr/README.md").links())
                .containsExactlyElementsOf(decisions.stream()
                        .map(page -> Path.of(page.name()).getFileName().toString())
                        .toList());
    }

    private static Collection<MarkdownPage> pages() {
        return PAGES.values();
    }

    private static List<MarkdownPage> livingPages() {
        return pages().stream().filter(page -> !page.name().equals(HISTORY)).toList();
    }

    private static List<String> findings(Collection<MarkdownPage> pages, Function<MarkdownPage, List<String>> check) {
        return pages.stream().flatMap(page -> check.apply(page).stream()).toList();
    }

    /** Names of settings and of the sections that hold them. */
    private static Set<String> settings() throws IOException {
        Set<String> names = new TreeSet<>();
        collect("", new Yaml().load(Files.readString(Path.of("conf/sotto.yaml"))), names);
        return names;
    }

    private static void collect(String prefix, Map<?, ?> section, Set<String> names) {
        section.forEach((key, value) -> {
            names.add(prefix + key);
            if (value instanceof Map<?, ?> inner) {
                collect(prefix + key + ".", inner, names);
            }
        });
    }

    /** Names of webhook events have the form of settings. */
    private static Set<String> events() {
        return Arrays.stream(EventType.values()).map(EventType::wireName).collect(Collectors.toSet());
    }

    private static Set<String> variables() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String root : List.of("conf", "scripts", "src/main/java", "src/main/resources")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().matches(".*\\.(java|yaml|xml)|.*/scripts/.*|scripts/.*")
                                && Files.isRegularFile(file))
                        .forEach(file -> names.addAll(DocsChecks.variablesIn(read(file))));
            }
        }
        return names;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
