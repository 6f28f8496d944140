package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the OpenAPI schema does not ask of a contract, and readers do. */
class ContractLintTest {
    private static final JsonObject CONTRACT = Contract.of(Contract.SOTTO).json();
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{(\\w+)}");

    private static void operations(BiConsumer<String, JsonObject> each) {
        JsonObject paths = CONTRACT.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            paths.getJsonObject(path).forEach(method -> {
                if (method.getValue() instanceof JsonObject operation) {
                    each.accept(path + " " + method.getKey(), operation);
                }
            });
        }
    }

    private static List<String> references(Object node) {
        List<String> found = new ArrayList<>();
        if (node instanceof JsonArray list) {
            list.forEach(item -> found.addAll(references(item)));
        } else if (node instanceof JsonObject object) {
            object.forEach(field -> found.addAll(
                    field.getKey().equals("$ref")
                            ? List.of(String.valueOf(field.getValue()))
                            : references(field.getValue())));
        }
        return found;
    }

    private static JsonObject target(String reference) {
        JsonObject target = CONTRACT;
        for (String step : reference.substring(2).split("/", -1)) {
            target = target.getJsonObject(step);
            assertThat(target).as(reference).isNotNull();
        }
        return target;
    }

    @Test
    void every_reference_leads_somewhere_and_every_component_is_used() {
        Set<String> used = new TreeSet<>(references(CONTRACT));
        used.forEach(ContractLintTest::target);
        JsonObject components = CONTRACT.getJsonObject("components");
        Set<String> declared = new TreeSet<>();
        components.forEach(kind -> ((JsonObject) kind.getValue())
                .fieldNames()
                .forEach(name -> declared.add("#/components/%s/%s".formatted(kind.getKey(), name))));
        assertThat(used).containsExactlyElementsOf(declared);
    }

    @Test
    void every_operation_has_a_name_of_its_own_a_declared_tag_and_a_summary_that_is_a_sentence() {
        Set<String> tags = new TreeSet<>();
        CONTRACT.getJsonArray("tags").forEach(tag -> tags.add(((JsonObject) tag).getString("name")));
        Set<String> used = new TreeSet<>();
        List<String> ids = new ArrayList<>();
        operations((name, operation) -> {
            ids.add(operation.getString("operationId"));
            operation.getJsonArray("tags").forEach(tag -> used.add(String.valueOf(tag)));
            assertThat(operation.getString("summary")).as(name).endsWith(".");
        });
        assertThat(ids).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(used).isEqualTo(tags);
    }

    @Test
    void every_parameter_of_a_path_is_declared_and_required() {
        operations((name, operation) -> {
            Set<String> declared = new TreeSet<>();
            operation.getJsonArray("parameters", new JsonArray()).forEach(item -> {
                JsonObject parameter = (JsonObject) item;
                String reference = parameter.getString("$ref");
                JsonObject whole = reference == null ? parameter : target(reference);
                if (whole.getString("in").equals("path")) {
                    assertThat(whole.getBoolean("required")).as(name).isTrue();
                    declared.add(whole.getString("name"));
                }
            });
            Matcher matcher = PATH_PARAMETER.matcher(name);
            Set<String> written = new TreeSet<>();
            while (matcher.find()) {
                written.add(matcher.group(1));
            }
            assertThat(declared).as(name).isEqualTo(written);
        });
    }

    @Test
    void every_response_is_described_and_every_operation_can_succeed() {
        operations((name, operation) -> {
            JsonObject responses = operation.getJsonObject("responses");
            assertThat(responses.fieldNames()).as(name).anyMatch(status -> status.startsWith("2"));
            responses.forEach(response -> {
                JsonObject written = (JsonObject) response.getValue();
                String reference = written.getString("$ref");
                JsonObject whole = reference == null ? written : target(reference);
                assertThat(whole.getString("description"))
                        .as(name + " " + response.getKey())
                        .isNotBlank();
            });
        });
    }

    @Test
    void operations_of_ours_tell_faults_as_problem_details_and_all_others_in_openai_s_shape() {
        operations((name, operation) -> operation.getJsonObject("responses").forEach(response -> {
            boolean isFault = !response.getKey().startsWith("2");
            JsonObject written = (JsonObject) response.getValue();
            String reference = written.getString("$ref");
            JsonObject content = (reference == null ? written : target(reference)).getJsonObject("content");
            String tag = operation.getJsonArray("tags").getString(0);
            boolean isOurs = Set.of("jobs", "transcripts", "webhooks", "keys", "voices", "pulls")
                    .contains(tag);
            if (isFault && content != null && !tag.equals("server")) {
                assertThat(content.fieldNames())
                        .as(name + " " + response.getKey())
                        .containsExactly(isOurs ? "application/problem+json" : "application/json");
            }
        }));
    }
}
