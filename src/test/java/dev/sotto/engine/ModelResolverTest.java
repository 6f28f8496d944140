package dev.sotto.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ModelResolverTest {
    @TempDir
    Path temp;

    private static final Path HOME = Path.of(System.getProperty("sotto.home", "."));

    @Test
    void a_fresh_copy_serves_the_multilingual_base_as_its_default() {
        ServedModels served = resolver(Map.of()).servedModels();
        assertThat(served.find("whisper-1")).hasValueSatisfying(model -> {
            assertThat(model.id()).isEqualTo("base");
            assertThat(model.isMultilingual()).isTrue();
        });
        assertThat(served.find("tiny.en"))
                .hasValueSatisfying(model -> assertThat(model.isMultilingual()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "tiny.en"})
    void the_default_model_is_listed_first_and_whisper_1_stands_for_it(String name) {
        ServedModels served =
                resolver(Map.of("SOTTO_MODELS_DEFAULT_MODEL", name)).servedModels();
        assertThat(served.models()).extracting(ServedModel::id).startsWith(name).hasSize(2);
        assertThat(served.find("whisper-1").orElseThrow().id()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-transcribe",
                "gpt-4o-transcribe",
                "gpt-4o-mini-transcribe",
                "gpt-4o-mini-transcribe-2025-12-15",
                "gpt-4o-transcribe-diarize"
            })
    void the_names_of_openai_s_models_stand_for_the_default_one_unless_the_settings_say_otherwise(String name) {
        assertThat(resolver(Map.of()).servedModels().find(name).orElseThrow().id())
                .isEqualTo("base");
        ServedModels set =
                resolver(Map.of("SOTTO_MODELS_ALIASES", name + "=tiny.en")).servedModels();
        assertThat(set.find(name).orElseThrow().id()).isEqualTo("tiny.en");
        assertThat(set.byName()).containsKey(name);
        assertThat(set.isDiarizing(name)).isEqualTo(name.endsWith("-diarize"));
    }

    @Test
    void a_star_among_the_aliases_is_whatever_else_clients_send_and_is_not_listed() {
        assertThat(resolver(Map.of()).servedModels().find("dummy")).isEmpty();
        ServedModels set = resolver(Map.of("SOTTO_MODELS_ALIASES", "*=base")).servedModels();
        assertThat(set.find("dummy").orElseThrow().id()).isEqualTo("base");
        assertThat(set.find("tiny.en").orElseThrow().id()).isEqualTo("tiny.en");
        assertThat(set.byName()).doesNotContainKeys("*", "dummy");
    }

    @Test
    void a_default_model_that_lies_elsewhere_is_found_under_the_name_by_which_it_is_listed() throws IOException {
        Path folder = elsewhere("mine");
        ModelResolver resolver = resolver(Map.of("SOTTO_MODELS_DEFAULT_MODEL", folder.toString()));
        ServedModels served = resolver.servedModels();
        String listed = served.find("whisper-1").orElseThrow().id();
        assertThat(listed).isEqualTo("mine");
        assertThat(resolver.folder(listed)).isEqualTo(folder);
    }

    @Test
    void a_default_model_that_lies_elsewhere_stands_for_its_name_though_an_installed_model_has_it_too()
            throws IOException {
        Path folder = elsewhere("tiny.en");
        ModelResolver resolver = resolver(Map.of("SOTTO_MODELS_DEFAULT_MODEL", folder.toString()));
        ServedModels served = resolver.servedModels();
        assertThat(served.models()).extracting(ServedModel::id).containsOnlyOnce("tiny.en");
        for (String name : List.of("tiny.en", "whisper-1")) {
            assertThat(resolver.folder(served.find(name).orElseThrow().id()))
                    .as(name)
                    .isEqualTo(folder);
        }
    }

    @Test
    void voice_detection_beside_the_models_is_no_model_and_nothing_is_logged_of_it() {
        Logger log = (Logger) LoggerFactory.getLogger(ModelResolver.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            resolver(Map.of()).servedModels();
        } finally {
            log.detachAppender(lines);
        }
        assertThat(HOME.resolve("src/main/models").resolve(InstalledSpeech.FOLDER))
                .isDirectory();
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    private Path elsewhere(String name) throws IOException {
        return Files.createSymbolicLink(
                temp.resolve(name), HOME.resolve("src/main/models/tiny.en").toAbsolutePath());
    }

    @Test
    void pulling_whisper_1_pulls_what_it_stands_for() {
        ServerConfig config = ConfigLoader.load(
                HOME, Optional.empty(), Map.of("SOTTO_MODELS_DEFAULT_MODEL", "tiny.en", "SOTTO_HUB_OFFLINE", "true"));
        InstalledModels models = new InstalledModels(ModelResolver.open(HOME, config.models()), config.hub(), Map.of());
        assertThat(models.pull("whisper-1", (done, total) -> {}, new Cancellation()))
                .endsWith(Path.of("models", "tiny.en"));
    }

    private static ModelResolver resolver(Map<String, String> environment) {
        ServerConfig config = ConfigLoader.load(HOME, Optional.empty(), environment);
        return ModelResolver.open(HOME, config.models());
    }
}
