package dev.sotto.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test gives a script a PATH of its own, on which only the named programs exist. */
@Tag("heavy")
@DisabledOnOs(OS.WINDOWS)
class ScriptsTest {
    private static final List<String> PLAIN_TOOLS =
            List.of("bash", "sh", "cat", "dirname", "env", "find", "grep", "head", "id", "readlink", "sed", "uname");

    private static final String JAVA_17 = "case $1 in -version) echo 'openjdk version \"17.0.15\"' ;; *) "
            + "printf '<%s>' \"$@\"; echo; pwd ;; esac";

    /** A copy of the scripts with a built jar and no sources, as in an image. */
    @TempDir
    Path home;

    @TempDir
    Path bin;

    @BeforeEach
    void lay_out_a_home_and_a_bare_machine() throws IOException {
        copy(Path.of("scripts"), home.resolve("scripts"));
        Files.createDirectories(home.resolve("target"));
        Files.createFile(home.resolve("target/sotto.jar"));
        for (String tool : PLAIN_TOOLS) {
            forward(tool);
        }
        program("uname", "echo aarch64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "test"})
    void help_is_printed_on_standard_output(String script) throws Exception {
        Ended ended = start(Map.of(), home, home.resolve("scripts/" + script), "--help");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith("Usage: scripts/" + script);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "test"})
    void unsupported_processor_is_named(String script) throws Exception {
        program("uname", "echo armv7l");
        Ended ended = start(Map.of(), home, home.resolve("scripts/" + script));
        assertThat(ended.status()).isOne();
        assertThat(ended.err()).contains("'armv7l'").contains("x86_64 with AVX2 and aarch64");
    }

    @Test
    void everything_that_is_missing_is_told_in_one_sentence() throws Exception {
        Ended ended = start(Map.of(), home, home.resolve("scripts/test"));
        assertThat(ended.status()).isOne();
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .contains("JDK of version 17 or newer", "Maven 3.8 or newer", "ffmpeg")
                .contains("apt-get install openjdk-17-jdk-headless maven ffmpeg")
                .hasLineCount(1);
    }

    @Test
    void user_who_may_not_install_is_told_the_command() throws Exception {
        program("apt-get", "echo never called; exit 9");
        program("id", "echo 1000");
        Ended ended = start(Map.of(), home, home.resolve("scripts/run"));
        assertThat(ended.status()).isOne();
        assertThat(ended.err()).contains("Run: sudo apt-get install").doesNotContain("never called");
    }

    @Test
    void root_installs_what_is_missing_and_goes_on() throws Exception {
        program("id", "echo 0");
        program("java", JAVA_17);
        String javac =
                "printf '#!/bin/sh\\necho javac 17.0.15\\n' > '%s/javac'; chmod +x '%s/javac'".formatted(bin, bin);
        program("apt-get", "echo \"apt-get $*\"; [ \"$2\" = update ] || { " + javac + "; }");
        forward("chmod");
        Files.createFile(home.resolve("target/built.stamp"));
        Ended ended = start(Map.of(), home, home.resolve("scripts/run"), "--port", "9");
        assertThat(ended.err())
                .contains("apt-get -q update", "install --no-install-recommends openjdk-17-jdk-headless");
        assertThat(ended.out()).contains("<serve><--port><9>");
        assertThat(ended.status()).isZero();
    }

    @Test
    void java_home_that_is_no_jdk_is_named() throws Exception {
        Ended ended = start(Map.of("JAVA_HOME", bin.toString()), home, home.resolve("scripts/run"));
        assertThat(ended.status()).isOne();
        assertThat(ended.err()).contains("JAVA_HOME is " + bin).contains("no JDK 17 or newer");
    }

    @Test
    void java_that_is_too_old_is_not_used() throws Exception {
        program("java", "echo 'openjdk version \"11.0.2\"'");
        Ended ended = start(Map.of(), home, home.resolve("scripts/sotto"), "models");
        assertThat(ended.status()).isOne();
        assertThat(ended.err()).contains("Java 17 or newer is missing");
    }

    @Test
    void command_line_works_through_a_link_from_any_folder_and_keeps_its_arguments() throws Exception {
        Path elsewhere = Files.createDirectories(home.resolve("else where/deeper"));
        program("java", JAVA_17);
        Path link = Files.createSymbolicLink(elsewhere.resolve("sotto"), home.resolve("scripts/sotto"));
        Path second = Files.createSymbolicLink(elsewhere.resolve("again"), Path.of("sotto"));
        for (Path path : List.of(link, second)) {
            Ended ended = start(Map.of(), elsewhere, path, "transcribe", "a b.flac", "-", "");
            assertThat(ended.status()).isZero();
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out())
                    .contains("<-Dsotto.home=" + home.toRealPath() + ">")
                    .contains("<-XX:+ExitOnOutOfMemoryError>")
                    .contains("<transcribe><a b.flac><-><>")
                    .endsWith(elsewhere.toRealPath() + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LC_ALL=C", "LANG=POSIX", "LANG=xx_YY.UTF-8", "LC_CTYPE=C", "LC_ALL=C.UTF-8"})
    void file_names_that_are_not_ascii_are_read_and_made_in_every_locale(String setting) throws Exception {
        layOutNamedFileReader();
        String name = "Ünï — 王.wav";
        Files.writeString(home.resolve(name), "heard");
        Map<String, String> locale = setting.isEmpty()
                ? Map.of()
                : Map.of(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        Ended ended = start(locale, home, home.resolve("scripts/sotto"), name, "Büro");
        assertThat(ended.out()).as(ended.err()).isEqualTo("heard\nheard\n");
        assertThat(home.resolve("Büro/made")).hasContent("made");
    }

    /** A machine with a real Java, and a program that reads files. */
    private void layOutNamedFileReader() throws IOException {
        program("java", "exec '%s/bin/java' \"$@\"".formatted(System.getProperty("java.home")));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, NamedFileReader.class.getName());
        String entry = NamedFileReader.class.getName().replace('.', '/') + ".class";
        try (InputStream code = NamedFileReader.class.getResourceAsStream("/" + entry);
                OutputStream file = Files.newOutputStream(home.resolve("target/sotto.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.putNextEntry(new JarEntry(entry));
            code.transferTo(jar);
        }
    }

    @Test
    void whole_run_ends_with_the_sum_over_both_lines_and_old_reports_do_not_count() throws Exception {
        layOutMaven(0, "<testsuite name=\"A\" tests=\"5\" errors=\"1\" skipped=\"1\" failures=\"0\">");
        report("target/surefire-reports/TEST-gone.xml", "<testsuite tests=\"900\">");
        Ended ended = start(Map.of(), home, home.resolve("scripts/test"), "-Dx=y");
        assertThat(ended.err())
                .contains("the slowest twenty")
                .contains("1.50 s  dev.sotto.A  it_works")
                .contains("== skipped, and why")
                .containsOnlyOnce("dev.sotto.A  it_needs: needs <a disk> & \"root\"\n")
                .contains("dev.sotto.A  it_does_not: no reason given\n");
        assertThat(ended.out())
                .contains("-Dx=y spotless:check verify", "-P djl-0.29,unchecked -Dgroups=inference")
                .endsWith("""
                        DJL 0.36 (libtorch 2.7.1): 3 passed, 1 failed, 1 skipped
                        DJL 0.29 (libtorch 2.3.1): 3 passed, 1 failed, 1 skipped
                        6 passed, 2 failed, 2 skipped
                        """);
        assertThat(ended.status()).isZero();
    }

    @Test
    void failed_run_fails_and_says_how_far_it_came() throws Exception {
        layOutMaven(7, "<testsuite name=\"A\" tests=\"5\" errors=\"1\" skipped=\"1\" failures=\"2\">");
        Ended ended = start(Map.of(), home, home.resolve("scripts/test"));
        assertThat(ended.out())
                .contains("DJL 0.29 (libtorch 2.3.1): 0 passed, 0 failed, 0 skipped")
                .endsWith("\n1 passed, 3 failed, 1 skipped\n");
        assertThat(ended.status()).isEqualTo(7);
    }

    @Test
    void quick_tier_needs_no_ffmpeg_and_leaves_out_what_is_heavy() throws Exception {
        layOutMaven(0, "<testsuite name=\"A\" tests=\"2\" errors=\"0\" skipped=\"0\" failures=\"0\">");
        Files.delete(bin.resolve("ffmpeg"));
        Ended ended = start(Map.of(), home, home.resolve("scripts/test"), "quick", "-Dx=y");
        assertThat(ended.out())
                .contains("-DexcludedGroups=inference,heavy")
                .contains("-Dx=y test\n")
                .endsWith("\n2 passed, 0 failed, 0 skipped\n");
        assertThat(ended.status()).isZero();
    }

    @Test
    void unknown_tier_is_named() throws Exception {
        Ended ended = start(Map.of(), home, home.resolve("scripts/test"), "quik");
        assertThat(ended.err()).contains("'quik' is no tier of tests");
        assertThat(ended.status()).isEqualTo(64);
    }

    /** A machine with all tools, whose Maven prints its arguments, writes one report, and ends with a status. */
    private void layOutMaven(int status, String suite) throws IOException {
        for (String tool : List.of("awk", "sort", "rm", "mkdir")) {
            forward(tool);
        }
        program("java", JAVA_17);
        program("javac", "echo javac 17.0.15");
        program("ffmpeg", "exit 0");
        Path text = report("report.xml", suite);
        program("mvn", """
                [ "$1" = -v ] && { echo 'Apache Maven 3.9.9'; exit; }
                echo "$*"
                case $* in *djl-0.29*) to=target/djl-0.29 ;; *) to=target ;; esac
                mkdir -p $to/surefire-reports
                cat '%s' > $to/surefire-reports/TEST-A.xml
                exit %d
                """.formatted(text, status));
    }

    private Path report(String path, String suite) throws IOException {
        Path file = home.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, """
                <?xml version="1.0" encoding="UTF-8"?>
                %s
                  <testcase name="it_works" classname="dev.sotto.A" time="1.5"/>
                  <testcase name="it_needs" classname="dev.sotto.A" time="0.0">
                    <skipped message="Assumption failed: needs &lt;a disk&gt; &amp; &quot;root&quot;" type="x.Aborted"><![CDATA[x
                    at y]]></skipped>
                  </testcase>
                  <testcase name="it_does_not" classname="dev.sotto.A" time="0.0">
                    <skipped/>
                  </testcase>
                  <system-out><![CDATA[
                <testsuite tests="100" failures="100">
                ]]></system-out>
                </testsuite>
                """.formatted(suite));
    }

    private record Ended(int status, String out, String err) {}

    private Ended start(Map<String, String> environment, Path folder, Path script, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(bin, "out", "");
        Path err = Files.createTempFile(bin, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(script + " did not end");
        }
        return new Ended(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    private void program(String name, String text) throws IOException {
        Path file = bin.resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A link would do, but JUnit warns when it removes one that leads out of its folder. */
    private void forward(String tool) throws IOException {
        program(tool, "exec " + where(tool) + " \"$@\"");
    }

    private static Path where(String tool) {
        return Stream.of("/usr/bin/", "/bin/")
                .map(folder -> Path.of(folder + tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + tool + " on this machine"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), COPY_ATTRIBUTES);
            }
        }
    }
}
