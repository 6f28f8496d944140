package dev.sotto.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of {@link PackageLaw} is seen red: a class that breaks it is compiled, and the rule must name that class. */
class PackageLawTest {
    private static final String MAIN = "package dev.sotto; public class Main {}";

    /** One expression of each foreign library; a fence without an example here fails its test. */
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("ai.djl", "ai.djl.Device.cpu()"),
            Map.entry("io.vertx", "io.vertx.core.Vertx.class"),
            Map.entry("io.vertx.ext.web", "io.vertx.ext.web.Router.class"),
            Map.entry("io.micrometer", "io.micrometer.core.instrument.MeterRegistry.class"),
            Map.entry("io.opentelemetry", "io.opentelemetry.api.trace.Span.class"),
            Map.entry("io.vertx.micrometer", "io.vertx.micrometer.MetricsDomain.HTTP_SERVER"),
            Map.entry("io.netty", "io.netty.buffer.Unpooled.EMPTY_BUFFER"),
            Map.entry("java.sql", "java.sql.Connection.class"),
            Map.entry("org.sqlite", "org.sqlite.SQLiteConfig.class"),
            Map.entry("picocli", "picocli.CommandLine.class"),
            Map.entry("me.tongfei.progressbar", "me.tongfei.progressbar.ProgressBar.class"),
            Map.entry("com.fasterxml.jackson", "com.fasterxml.jackson.databind.JsonNode.class"),
            Map.entry("org.yaml.snakeyaml", "org.yaml.snakeyaml.Yaml.class"),
            Map.entry("com.knuddels.jtokkit", "com.knuddels.jtokkit.api.Encoding.class"),
            Map.entry("com.github.houbb.opencc4j", "com.github.houbb.opencc4j.util.ZhConverterUtil.class"));

    /** Shared by all compilations: it keeps the jars of the class path open. */
    private static final StandardJavaFileManager FILES =
            ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);

    @TempDir
    Path out;

    @AfterAll
    static void close_the_jars() throws IOException {
        FILES.close();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void every_rule_catches_the_class_that_breaks_it(String rule) throws IOException {
        JavaClasses planted = compile(breach(rule));
        List<String> details = PackageLaw.rules()
                .get(rule)
                .evaluate(planted)
                .getFailureReport()
                .getDetails();
        assertThat(details).as(rule).isNotEmpty().anyMatch(detail -> detail.contains("Planted"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.time.Instant.now()",
                "java.time.LocalDate.now()",
                "java.time.Clock.systemUTC()",
                "new java.util.Date()",
                "System.currentTimeMillis()",
                "System.getenv(\"HOME\")",
                "new java.util.Random()",
                "new java.util.SplittableRandom()",
                "new java.security.SecureRandom()",
                "Math.random()",
                "java.util.concurrent.ThreadLocalRandom.current()"
            })
    void asking_the_world_is_caught_in_a_rule_package_and_allowed_in_config(String expression) throws IOException {
        var rule = PackageLaw.rules().get("world");
        assertThat(rule.evaluate(compile(planted("whisper", expression))).hasViolation())
                .isTrue();
        assertThat(rule.evaluate(compile(planted("config", expression))).hasViolation())
                .isFalse();
    }

    @Test
    void allowed_arrows_are_not_reported() throws IOException {
        JavaClasses planted = compile(List.of(
                "package dev.sotto.audio; public class Waveform {}",
                planted("pipeline", "dev.sotto.audio.Waveform.class").get(0)));
        for (var rule : PackageLaw.rules().entrySet()) {
            assertThat(rule.getValue().evaluate(planted).hasViolation())
                    .as(rule.getKey())
                    .isFalse();
        }
    }

    @Test
    void grant_that_nothing_uses_is_reported_and_one_that_is_used_is_not() throws IOException {
        JavaClasses planted = compile(List.of(
                "package dev.sotto.audio; public class Waveform {}",
                planted("pipeline", "dev.sotto.audio.Waveform.class").get(0)));
        assertThat(PackageLaw.unusedGrants(planted))
                .contains("pipeline may import vad and does not")
                .doesNotContain("pipeline may import audio and does not");
    }

    static Set<String> rules() {
        return PackageLaw.rules().keySet();
    }

    private static List<String> breach(String rule) {
        if (rule.startsWith("arrow ")) {
            List<String> sources = new ArrayList<>(planted(rule.substring(6), "dev.sotto.Main.class"));
            sources.add(MAIN);
            return sources;
        }
        if (rule.startsWith("fence ")) {
            return fenceBreach(rule.substring(6));
        }
        return switch (rule) {
            case "world" -> planted("whisper", "java.time.Instant.now()");
            case "known packages" -> planted("helpers", "1");
            case "stores" ->
                List.of(
                        "package dev.sotto.job.port; public class TenantJobs {}",
                        "package dev.sotto.api.dialect; class Planted { dev.sotto.job.port.TenantJobs jobs; }");
            case "cycles" ->
                List.of(
                        "package dev.sotto.audio; public class Planted { dev.sotto.format.Other other; }",
                        "package dev.sotto.format; public class Other { dev.sotto.audio.Planted planted; }");
            default -> throw new IllegalArgumentException("no breach is known for the rule " + rule);
        };
    }

    private static List<String> fenceBreach(String foreign) {
        Set<String> outsiders = new TreeSet<>(PackageLaw.ARROWS.keySet());
        Set<String> insiders = PackageLaw.FENCES.get(foreign);
        outsiders.removeIf(name -> insiders.stream().anyMatch(grant -> PackageLaw.isWithin(name, grant)));
        return planted(outsiders.iterator().next(), FOREIGN.get(foreign));
    }

    private static List<String> planted(String name, String expression) {
        return List.of("package dev.sotto.%s; class Planted { Object it = %s; }".formatted(name, expression));
    }

    /** Compiles against the tests' own class path, into a folder that holds nothing else. */
    private JavaClasses compile(List<String> sources) throws IOException {
        Path folder = Files.createTempDirectory(out, "planted");
        List<JavaFileObject> units = new ArrayList<>();
        Map<String, Integer> names = new HashMap<>();
        for (String source : sources) {
            String type = source.replaceAll("(?s).*class (\\w+).*", "$1");
            units.add(new PlantedSource(type, names.merge(type, 1, Integer::sum), source));
        }
        List<String> options = List.of(
                "-d",
                folder.toString(),
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                "-Xlint:none");
        StringWriter messages = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(messages, FILES, null, options, null, units)
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
        return new ClassFileImporter().importPath(folder);
    }

    private static final class PlantedSource extends SimpleJavaFileObject {
        private final String source;

        PlantedSource(String type, int number, String source) {
            super(URI.create("planted:///%d/%s.java".formatted(number, type)), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
