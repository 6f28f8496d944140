package dev.sotto.api.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.service.ServedModel;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.field.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract lists the fields that are read, with the defaults that they have. */
class ContractFormTest {
    /** Taken elsewhere than by the form's reader, or by nobody. */
    private static final List<String> OTHER_FIELDS = List.of("file", "model", "stream");

    @Test
    void the_contract_lists_what_a_form_is_read_for_with_its_defaults() throws IOException {
        Map<String, Object> schemas = schemas();
        Map<String, String> stated = new TreeMap<>();
        addProperties("RecordingForm", schemas, stated);
        addProperties("TranscriptionForm", schemas, stated);
        stated.keySet().removeAll(OTHER_FIELDS);
        assertThat(stated).isEqualTo(read(Task.TRANSCRIBE));
    }

    @Test
    void a_translation_takes_all_but_the_language() throws IOException {
        Map<String, String> stated = new TreeMap<>();
        addProperties("TranslationForm", schemas(), stated);
        stated.keySet().removeAll(OTHER_FIELDS);
        assertThat(stated).isEqualTo(read(Task.TRANSLATE));
    }

    /** Defaults as text by field; {@code none} where there is none. */
    private static Map<String, String> read(Task task) {
        Fields fields = Fields.none();
        assertThat(TranscriptionForm.read(fields, task, new ServedModel("many", Instant.EPOCH, "org", true)))
                .isNotNull();
        Map<String, String> read = new TreeMap<>();
        fields.defaults().forEach((name, value) -> read.put(FormFields.spelled(name), value.orElse("none")));
        return read;
    }

    private static void addProperties(String schema, Map<String, Object> schemas, Map<String, String> into) {
        addProperties("%s", map(schemas.get(schema)), schemas, into);
    }

    private static void addProperties(
            String pattern, Map<String, Object> schema, Map<String, Object> schemas, Map<String, String> into) {
        if (schema.get("$ref") instanceof String reference) {
            addProperties(reference.substring(reference.lastIndexOf('/') + 1), schemas, into);
        }
        if (schema.get("allOf") instanceof List<?> parts) {
            parts.forEach(part -> addProperties(pattern, map(part), schemas, into));
        }
        map(Optional.ofNullable(schema.get("properties")).orElse(Map.of())).forEach((name, value) -> {
            Map<String, Object> property = map(value);
            String field = pattern.formatted(name);
            if (property.containsKey("properties")) {
                addProperties(field + "[%s]", property, schemas, into);
            }
            if (!property.containsKey("properties") || property.get("type") instanceof List<?>) {
                into.put(field, String.valueOf(property.getOrDefault("default", "none")));
            }
        });
    }

    private static Map<String, Object> schemas() throws IOException {
        try (InputStream file = ContractFormTest.class.getResourceAsStream("/openapi.yaml")) {
            Map<String, Object> contract = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
            return map(map(contract.get("components")).get("schemas"));
        }
    }

    @SuppressWarnings("unchecked") // keys of YAML's maps are texts here
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
