package dev.sotto.api.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.api.http.Contract;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page for people has every field of the contract, no other, and the contract's defaults. */
class FieldsPageTest {
    private static final Pattern NAME = Pattern.compile("`([a-z_0-9]+)`");

    private final JsonObject schemas =
            Contract.of(Contract.SOTTO).json().getJsonObject("components").getJsonObject("schemas");

    @Test
    void every_field_of_a_form_is_on_the_page_and_every_default_is_the_contract_s() throws IOException {
        Map<String, JsonObject> contract = new LinkedHashMap<>();
        collect(schemas.getJsonObject("JobForm"), contract);
        Map<String, String> page = rows();
        assertThat(page.keySet()).containsExactlyInAnyOrderElementsOf(contract.keySet());
        contract.forEach((name, field) -> {
            Object value = field.getValue("default");
            if (value != null && !name.endsWith("_punctuations") && !name.equals("start_seconds")) {
                assertThat(page.get(name)).as(name).contains(String.valueOf(value));
            }
        });
    }

    private void collect(JsonObject schema, Map<String, JsonObject> fields) {
        String reference = schema.getString("$ref");
        if (reference != null) {
            collect(schemas.getJsonObject(reference.substring(reference.lastIndexOf('/') + 1)), fields);
        }
        JsonArray parts = schema.getJsonArray("allOf", new JsonArray());
        for (int i = 0; i < parts.size(); i++) {
            collect(parts.getJsonObject(i), fields);
        }
        schema.getJsonObject("properties", new JsonObject())
                .forEach(property -> fields.put(property.getKey(), (JsonObject) property.getValue()));
    }

    /** Field to the last column of its row; a row may have several fields. */
    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("src/docs/fields.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 5 && cells[1].contains("`")) {
                Matcher names = NAME.matcher(cells[1]);
                while (names.find()) {
                    rows.put(names.group(1), cells[3]);
                }
            }
        }
        return rows;
    }
}
