package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sotto.audio.MediaToolFinder;
import dev.sotto.fault.FaultCode;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.service.ModelCommands;
import dev.sotto.transcript.TranscriptionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("heavy")
class OtherCommandsTest {
    private static final ModelCommands.Installed TINY = new ModelCommands.Installed(
            "tiny.en",
            Path.of("m", "tiny.en"),
            "safetensors",
            78L << 20,
            Optional.of("MIT"),
            Optional.of(new ModelCommands.Facts(700L << 20, 1)),
            Optional.empty());

    private static ModelCommands.Installed broken(String name) {
        return new ModelCommands.Installed(
                name, Path.of("m", name), "", 12, Optional.empty(), Optional.empty(), Optional.of("no weights"));
    }

    @TempDir
    Path folder;

    private final Session session = new Session();
    private Path ffmpeg = Path.of("unset");

    @BeforeEach
    void make_a_program_that_says_what_ffmpeg_says() throws IOException {
        ffmpeg = Files.writeString(folder.resolve("ffmpeg"), "#!/bin/sh\necho 'ffmpeg version 5.1.9 Copyright'\n");
        assertThat(ffmpeg.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void version_and_help_end_with_0() {
        assertThat(session.run("--version")).isZero();
        assertThat(session.out()).isEqualTo("sotto 1.2.3" + System.lineSeparator());
        assertThat(session.run("--help")).isZero();
        assertThat(session.out()).contains("serve", "transcribe", "pull", "models", "doctor");
    }

    @Test
    void serve_hands_on_its_settings() {
        int code = session.run("serve", "--port", "0", "--set", "http.idle-timeout=5s", "--config", "c.yaml");
        assertThat(code).isZero();
        assertThat(session.services.served)
                .containsExactly(new ServeRequest(
                        Optional.of(Path.of("c.yaml")), Map.of("http.port", "0", "http.idle-timeout", "5s")));
    }

    @Test
    void bad_settings_end_with_78() {
        session.services.fault = Optional.of(CommandException.settings(new IllegalStateException("http.port: -1")));
        assertThat(session.run("serve")).isEqualTo(78);
        assertThat(session.err()).contains("sotto: http.port: -1");
    }

    @Test
    void pull_says_where_the_model_is() {
        assertThat(session.run("pull", "base")).isZero();
        assertThat(session.out().strip()).isEqualTo(Path.of("models", "base").toString());
        assertThat(session.err()).isEmpty();
        assertThat(session.handlesClosed()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "NAME_INVALID,2",
        "NAME_UNKNOWN,78",
        "OFFLINE,78",
        "HUB_UNAUTHORIZED,78",
        "HUB_NOT_FOUND,78",
        "HUB_UNAVAILABLE,75",
        "DOWNLOAD_CORRUPT,75",
        "DISK_FULL,74",
        "CANCELLED,130"
    })
    void each_kind_of_failed_pull_has_its_exit_code(ModelError kind, int code) {
        session.services.fault = Optional.of(new ModelException(kind, "no, because"));
        assertThat(session.run("pull", "base")).isEqualTo(code);
        assertThat(session.err()).startsWith("sotto: no, because");
    }

    @Test
    void models_lists_what_is_here_and_what_could_be() {
        session.services.installed.add(TINY);
        session.services.installed.add(broken("half"));
        assertThat(session.run("models")).isZero();
        assertThat(session.out().lines())
                .anyMatch(line -> line.matches(
                        "tiny\\.en \\(default\\) +78 MiB +700 MiB +English +MIT +safetensors +m.tiny\\.en"))
                .anyMatch(line -> line.matches("half .* - unusable: no weights"))
                .anyMatch(line -> line.matches("tiny\\.en +yes +700 MiB +English +MIT +openai/whisper-tiny\\.en"))
                .anyMatch(line -> line.matches("base +no +1024 MiB +99 +MIT +openai/whisper-base"));
    }

    @Test
    void models_speaks_json_to_programs() throws IOException {
        session.services.installed.add(TINY);
        assertThat(session.run("models", "--json")).isZero();
        JsonNode json = new ObjectMapper().readTree(session.out());
        assertThat(json.at("/installed/0/name").asText()).isEqualTo("tiny.en");
        assertThat(json.at("/installed/0/bytes").asLong()).isEqualTo(78L << 20);
        assertThat(json.at("/installed/0/usable").asBoolean()).isTrue();
        assertThat(json.at("/installed/0/languages").asInt()).isOne();
        assertThat(json.at("/default").asText()).isEqualTo("tiny.en");
        assertThat(json.at("/catalogue/1/memory_bytes").asLong()).isEqualTo(1L << 30);
        assertThat(json.at("/catalogue/1/source").asText()).isEqualTo("openai/whisper-base");
    }

    @Test
    void models_use_says_where_the_default_is_written_and_what_whisper_1_means() {
        assertThat(session.run("models", "use", "small", "--config", "c.yaml")).isZero();
        assertThat(session.services.used).containsExactly("small");
        assertThat(session.out())
                .contains("default model is small", "as c.yaml says", "started again", "whisper-1 get it");
        assertThat(session.err()).isEmpty();
    }

    @Test
    void models_use_says_what_wins_over_the_file() {
        session.services.overriding = Optional.of("SOTTO_MODELS_DEFAULT_MODEL=base");
        session.services.whisper1 = "turbo";
        assertThat(session.run("models", "use", "small")).isZero();
        assertThat(session.out()).contains("whisper-1 get turbo, as models.aliases says");
        assertThat(session.err()).contains("SOTTO_MODELS_DEFAULT_MODEL=base", "change or unset it");
    }

    @Test
    void models_verify_says_which_file_is_not_what_it_was() {
        session.services.installed.add(TINY);
        session.services.installed.add(broken("half"));
        assertThat(session.run("models", "verify", "tiny.en")).isZero();
        assertThat(session.out()).isEqualTo("tiny.en: every file is as it was installed\n");
        session.services.changes.put("half", Optional.of(List.of("config.json is missing")));
        session.services.changes.put("tiny.en", Optional.empty());
        Session all = new Session(session.services);
        assertThat(all.run("models", "verify")).isOne();
        assertThat(all.out().lines())
                .containsExactly(
                        "tiny.en: can be read; it has no SHA256SUMS to compare its files with",
                        "half: config.json is missing",
                        "half: no weights");
    }

    @Test
    void models_verify_of_what_is_not_here_ends_with_78() {
        session.services.installed.add(TINY);
        assertThat(session.run("models", "verify", "small")).isEqualTo(78);
        assertThat(session.err()).contains("no model 'small' is installed; expected one of tiny.en");
        assertThat(session.out()).isEmpty();
    }

    @Test
    void models_use_of_what_is_not_here_ends_with_78() {
        session.services.fault = Optional.of(new TranscriptionException(FaultCode.MODEL_NOT_FOUND, "get it with"));
        assertThat(session.run("models", "use", "small")).isEqualTo(78);
        assertThat(session.err()).contains("get it with");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "transcribe",
                "pull",
                "models",
                "models use",
                "models verify",
                "keys",
                "keys create",
                "keys list",
                "keys revoke",
                "backup",
                "doctor"
            })
    void help_of_every_command_lists_its_exit_codes(String command) {
        assertThat(session.run(("help " + command).split(" ", -1))).isZero();
        String byHelp = session.out();
        Session other = new Session();
        assertThat(other.run((command + " --help").split(" ", -1))).isZero();
        assertThat(other.out()).contains("Exit codes:", "  0 ", "  2 ", "130 ").contains("Usage: sotto " + command);
        assertThat(byHelp).isEqualTo(other.out());
    }

    @Test
    void help_of_an_unknown_command_ends_with_2() {
        assertThat(session.run("help", "keys", "steal")).isEqualTo(2);
        assertThat(session.err()).contains("there is no command 'keys steal'");
    }

    @Test
    void help_lists_every_exit_code_of_the_program() throws IllegalAccessException {
        assertThat(session.run("help")).isZero();
        for (Field field : ExitCode.class.getDeclaredFields()) {
            assertThat(session.out()).contains("  " + field.getInt(null) + "  ");
        }
        assertThat(session.out()).contains("  143  ").contains("  3  ");
    }

    @Test
    void only_a_server_logs_what_it_does_unless_somebody_asks() throws IOException {
        session.run("serve");
        assertThat(session.services.isLogQuiet).isFalse();
        String file = Files.writeString(folder.resolve("a.wav"), "x").toString();
        session.run("transcribe", "--verbose", file);
        session.run("--verbose", "transcribe", file);
        assertThat(session.services.isLogQuiet).isFalse();
        session.run("transcribe", file);
        assertThat(session.services.isLogQuiet).isTrue();
    }

    @Test
    void doctor_finds_a_healthy_machine() {
        session.services.installed.add(TINY);
        session.services.surroundings = Optional.of(surroundings(17, () -> List.of("PyTorch 2.7.1", "cpu")));
        assertThat(session.run("doctor")).as(session.out()).isZero();
        assertThat(session.out())
                .contains("ok      Java")
                .contains("Linux amd64, avx2 fma")
                .contains("PyTorch 2.7.1; cpu")
                .contains("ok      Compute    base: int8, confirmed")
                .contains("poor    Compute    tiny: int8, unsure")
                .contains("measured again while the server is idle")
                .contains("5.1.9 at " + ffmpeg)
                .contains("tiny.en (" + Path.of("m", "tiny.en") + ")")
                .contains("MiB free")
                .contains("Everything that is required is present.")
                .doesNotContain("BROKEN");
    }

    @Test
    void doctor_goes_on_after_each_fault_and_ends_with_1() throws IOException {
        session.services.surroundings = Optional.of(surroundings(11, () -> {
            throw new UnsatisfiedLinkError("libtorch_cpu.so: not found");
        }));
        Files.delete(ffmpeg);
        assertThat(session.run("doctor")).isEqualTo(1);
        assertThat(session.out().lines().filter(line -> line.startsWith("BROKEN")))
                .hasSize(4)
                .anyMatch(line -> line.contains("Java"))
                .anyMatch(line -> line.contains("libtorch_cpu.so: not found"))
                .anyMatch(line -> line.contains("ffmpeg"))
                .anyMatch(line -> line.contains("the default model tiny.en is not installed"));
        assertThat(session.out()).contains("run: sotto pull tiny.en").contains("install a JDK of version 17");
    }

    @Test
    void doctor_names_the_innermost_cause_of_an_engine_that_does_not_load() {
        Throwable missing = new UnsatisfiedLinkError("libcuda.so.1: cannot open shared object file");
        session.services.surroundings = Optional.of(surroundings(17, () -> {
            throw new IllegalStateException("failed to load", new IllegalStateException("again", missing));
        }));
        assertThat(session.run("doctor")).isEqualTo(1);
        assertThat(session.out()).contains("failed to load (libcuda.so.1: cannot open shared object file)");
    }

    @Test
    void doctor_does_not_count_a_broken_default_model() {
        session.services.installed.add(broken("tiny.en"));
        session.services.surroundings = Optional.of(surroundings(17, () -> List.of("PyTorch")));
        assertThat(session.run("doctor")).isEqualTo(1);
        assertThat(session.out()).contains("no weights").contains("run: sotto pull tiny.en");
    }

    @Test
    void doctor_says_what_memory_the_machine_or_its_container_allows() {
        session.services.installed.add(TINY);
        session.services.surroundings = Optional.of(surroundings(17, () -> List.of("PyTorch")));
        assertThat(session.run("doctor")).isZero();
        assertThat(session.out()).contains("Limits     4096 MiB may be used");
    }

    @Test
    void doctor_names_a_folder_that_cannot_be_written() throws IOException {
        session.services.installed.add(TINY);
        Path file = Files.createFile(folder.resolve("file"));
        SystemInfo healthy = surroundings(17, () -> List.of("PyTorch"));
        session.services.surroundings = Optional.of(new SystemInfo(
                healthy.java(),
                healthy.javaFeature(),
                healthy.system(),
                healthy.limits(),
                healthy.processorInfo(),
                healthy.engine(),
                healthy.computeTypes(),
                healthy.ffmpeg(),
                healthy.defaultModel(),
                List.of(file.resolve("data"))));
        assertThat(session.run("doctor")).isEqualTo(1);
        assertThat(session.out()).contains(file.resolve("data") + " cannot be written");
    }

    @Test
    void model_that_does_not_load_ends_a_transcription_with_78() throws IOException {
        session.services.fault = Optional.of(new TranscriptionException(FaultCode.MODEL_NOT_FOUND, "no model 'big'"));
        Path file = Files.writeString(folder.resolve("a.wav"), "x");
        assertThat(session.run("transcribe", "-m", "big", file.toString())).isEqualTo(78);
        assertThat(session.err()).contains("no model 'big'");
    }

    private SystemInfo surroundings(int feature, Callable<List<String>> engine) {
        Path cpuinfo = folder.resolve("cpuinfo");
        try {
            Files.writeString(cpuinfo, "processor : 0\nflags\t\t: fpu sse2 avx2 fma\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SystemInfo(
                feature + ".0.1 (Test)",
                feature,
                "Linux amd64",
                "4096 MiB may be used",
                cpuinfo,
                engine,
                () -> List.of(
                        new ComputeChoice("base: int8, confirmed", true),
                        new ComputeChoice("tiny: int8, unsure", false)),
                new MediaToolFinder(Optional.of(ffmpeg), "", Optional.empty()),
                "tiny.en",
                List.of(folder.resolve("not/yet/there")));
    }
}
