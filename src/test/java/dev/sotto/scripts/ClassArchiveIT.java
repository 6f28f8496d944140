package dev.sotto.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.Main;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Java keeps the classes of an installation for later starts, and does without them when they do not fit any more. */
@Tag("heavy")
@Tag("inference")
@EnabledOnOs(OS.LINUX)
class ClassArchiveIT {
    private static final Path HOME =
            Path.of(System.getProperty("sotto.home", ".")).toAbsolutePath();
    private static final String FROM_ARCHIVE = "shared objects file (top)";
    private static final long MINUTES_MAX = 8;

    @TempDir
    Path folder;

    @Test
    void classes_are_kept_for_later_starts_and_a_start_that_cannot_use_them_says_nothing() throws Exception {
        Path home = installed();
        assertThat(run(home, Map.of(), script("lib/archive-classes.sh", home), home.toString()))
                .as("the script's end")
                .endsWith("ended with 0");
        Path archive = home.resolve("target/sotto.jsa");
        Path options = home.resolve("target/jvm.options");
        assertThat(archive).isRegularFile();
        assertThat(options).content().contains("-XX:SharedArchiveFile=" + archive);
        assertThat(home.resolve("target").toFile().list())
                .containsExactlyInAnyOrder("sotto.jar", "sotto.jsa", "jvm.options");
        assertThat(version(home, Map.of("SOTTO_JAVA_OPTS", "-Xlog:class+load")))
                .contains("dev.sotto.Main source: " + FROM_ARCHIVE);

        byte[] other = Files.readAllBytes(archive);
        Arrays.fill(other, 0, 4096, (byte) 7); // what says for which Java it is
        Files.write(archive, other, StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(version(home, Map.of())).matches("(?s)sotto \\S+\\nended with 0");
        Files.delete(archive);
        assertThat(version(home, Map.of())).matches("(?s)sotto \\S+\\nended with 0");
    }

    private static String version(Path home, Map<String, String> settings) throws Exception {
        return run(home, settings, script("sotto", home), "--version");
    }

    private static String script(String name, Path home) {
        return home.resolve("scripts").resolve(name).toString();
    }

    /** A copy as it lies in /opt: scripts, settings and models, the program in a jar, libraries where they are. */
    private Path installed() throws Exception {
        Path home = folder.toRealPath().resolve("opt");
        for (String script : List.of("sotto", "lib/prerequisites.sh", "lib/build.sh", "lib/archive-classes.sh")) {
            Path copy = home.resolve("scripts").resolve(script);
            Files.createDirectories(copy.getParent());
            Files.copy(HOME.resolve("scripts").resolve(script), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createDirectories(home.resolve("target"));
        Files.createDirectories(home.resolve("src/main"));
        Files.createSymbolicLink(home.resolve("src/main/models"), HOME.resolve("src/main/models"));
        Files.createSymbolicLink(home.resolve("conf"), HOME.resolve("conf"));
        jar(home.resolve("target/sotto.jar"));
        return home;
    }

    private static void jar(Path jar) throws Exception {
        Path classes = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, libraries());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> all = Files.walk(classes)) {
            for (Path one : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(one).toString()));
                Files.copy(one, out);
            }
        }
    }

    private static String libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }

    /** All that it says, and its status. */
    private static String run(Path home, Map<String, String> settings, String... command)
            throws IOException, InterruptedException {
        Path said = home.resolveSibling("said");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("SOTTO_MODELS_DEFAULT_MODEL", "tiny.en");
        builder.environment().putAll(settings);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
            return Files.readString(said, StandardCharsets.UTF_8) + "ended with " + process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
