package dev.sotto.model.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sotto.model.ModelException;
import dev.sotto.model.ModelFormat;
import dev.sotto.model.catalogue.ModelReference.Known;
import dev.sotto.model.catalogue.ModelReference.Local;
import dev.sotto.model.catalogue.ModelReference.Remote;
import dev.sotto.model.hub.HubRepository;
import dev.sotto.testing.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCatalogueTest {
    private static final Path HOME = Path.of(System.getProperty("sotto.home", "."));
    private static final Path SHIPPED = HOME.resolve("src/main/models");

    @TempDir
    private Path models;

    private final ModelCatalogue catalogue = ModelCatalogue.read(HOME.resolve("conf/models.yaml"));

    @ParameterizedTest
    @CsvSource({
        "tiny,openai/whisper-tiny",
        "tiny.en,openai/whisper-tiny.en",
        "base,openai/whisper-base",
        "base.en,openai/whisper-base.en",
        "small,openai/whisper-small",
        "small.en,openai/whisper-small.en",
        "medium,openai/whisper-medium",
        "medium.en,openai/whisper-medium.en",
        "large-v1,openai/whisper-large",
        "large-v2,openai/whisper-large-v2",
        "large-v3,openai/whisper-large-v3",
        "large,openai/whisper-large-v3",
        "turbo,openai/whisper-large-v3-turbo",
        "large-v3-turbo,openai/whisper-large-v3-turbo",
        "distil-small.en,distil-whisper/distil-small.en",
        "distil-large-v3.5,distil-whisper/distil-large-v3.5",
        "faster-crisperwhisper,nyrahealth/faster_CrisperWhisper",
        "faster-whisper-large-v3,Systran/faster-whisper-large-v3",
        "whisper-1,openai/whisper-base"
    })
    void a_known_name_leads_to_its_repository(String name, String repository) {
        assertThat(catalogue.resolve(name)).isInstanceOfSatisfying(Known.class, known -> assertThat(
                        known.entry().repository())
                .isEqualTo(HubRepository.of(repository)));
    }

    @Test
    void any_repository_may_be_named_with_its_revision() {
        assertThat(catalogue.resolve("org/name@v1.2")).isEqualTo(new Remote(new HubRepository("org/name", "v1.2")));
        assertThat(new HubRepository("org/name", "v1.2").folderName()).isEqualTo("org--name@v1.2");
    }

    @Test
    void a_folder_is_a_model_only_for_the_person_at_the_keyboard() {
        assertThat(catalogue.resolveOrFolder(models.toString())).isEqualTo(new Local(models));
        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> catalogue.resolve(models.toString()));
    }

    @Test
    void a_mistyped_name_is_answered_with_the_nearest() {
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> catalogue.resolve("lage-v3"))
                .withMessage("no model is called \"lage-v3\"; expected a name of the catalogue or organisation/name of"
                        + " the hub; did you mean \"large-v3\"?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../tiny.en", "a/../../b", "org/..", "..", "/etc", "a\\b", "org/name@../x", "a/b/c"})
    void a_name_that_could_leave_the_folder_is_no_name(String name) {
        ModelStore store = new ModelStore(catalogue, models.resolve("inner"), SHIPPED);

        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> store.find(name));
    }

    @Test
    void shipped_and_pulled_models_are_listed_with_format_size_and_licence() throws IOException {
        new SmallModel().writeHuggingFace(models.resolve("openai--whisper-base"));
        new SmallModel().writeCTranslate2(models.resolve("org--own@v2"));
        new SmallModel().writeCTranslate2(models.resolve("mine"));
        Files.writeString(models.resolve("org--own@v2/sotto-origin.json"), "{\"licence\": \"apache-2.0\"}");
        Files.createDirectories(models.resolve(".base.pull-1"));
        ModelStore store = new ModelStore(catalogue, models, SHIPPED);

        assertThat(store.list())
                .extracting(InstalledModel::name)
                .containsExactly("base", "mine", "org/own@v2", "tiny.en");
        InstalledModel own = store.list().get(2);
        assertThat(own.format()).isEqualTo(ModelFormat.CTRANSLATE2);
        assertThat(own.licence()).contains("apache-2.0");
        InstalledModel shipped = store.list().get(3);
        assertThat(shipped.sizeBytes()).isGreaterThan(75_000_000);
        assertThat(shipped.licence()).contains("MIT");
    }

    @Test
    void installed_models_are_found_by_every_name_they_have() throws IOException {
        new SmallModel().writeHuggingFace(models.resolve("openai--whisper-large-v3"));
        new SmallModel().writeHuggingFace(models.resolve("mine"));
        ModelStore store = new ModelStore(catalogue, models, SHIPPED);

        Optional<Path> large = Optional.of(models.resolve("openai--whisper-large-v3"));
        assertThat(store.find("large")).isEqualTo(large);
        assertThat(store.find("LARGE-V3")).isEqualTo(large);
        assertThat(store.find("openai/whisper-large-v3")).isEqualTo(large);
        assertThat(store.find("mine")).contains(models.resolve("mine"));
        assertThat(store.find("whisper-1")).contains(SHIPPED.resolve("base"));
        assertThat(store.find("openai/whisper-tiny.en")).contains(SHIPPED.resolve("tiny.en"));
        assertThat(store.find("medium")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "models: 7|models is 7; expected a list",
                "modles: []|the file has the key modles; expected only [default, default-aliases, models]",
                "default: x\\nmodels: []|default is x; expected the name of one of the models",
                "models: [{name: a}]|models[0].repository is null; expected text",
                "models: [{name: a, repository: a/b, licence: MIT, extra: 1}]|models[0] has the key extra; expected only"
                        + " [aliases, languages, licence, name, parameters, repository]",
                "models: [{name: a, repository: a/b, parameters: 0}]|models[0].parameters is 0; expected a whole number from 1",
            })
    void a_broken_catalogue_names_the_place(String yaml, String message) throws IOException {
        Path file = Files.writeString(models.resolve("models.yaml"), yaml.replace("\\n", "\n"));

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> ModelCatalogue.read(file))
                .satisfies(e -> assertThat(e.getMessage()).endsWith("/models.yaml: " + message));
    }
}
