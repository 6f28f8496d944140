package dev.sotto.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelResolverTest {
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

    private static ModelResolver resolver(Map<String, String> environment) {
        ServerConfig config = ConfigLoader.load(HOME, Optional.empty(), environment);
        return ModelResolver.open(HOME, config.models());
    }
}
