package dev.sotto.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.api.http.Contract;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds every response that a test gets against the contract: a status that it names or covers by default, a content type of
 * that status, and a body of its schema. Paths that it does not know are of pages and dialects, and pass.
 */
public final class ContractCheck {
    private static final JsonObject CONTRACT = Contract.of(Contract.SOTTO).json();
    /** Those that the contract's description promises for every operation, in the shape of its surface. */
    private static final Set<Integer> OF_EVERY_OPERATION =
            Set.of(401, 403, 405, 408, 413, 414, 429, 431, 500, 503, 507);

    private static final SchemaRepository SCHEMAS = SchemaRepository.create(
            new JsonSchemaOptions().setBaseUri("app://contract").setDraft(Draft.DRAFT202012));

    private ContractCheck() {}

    /** Fails, as an assertion does, if the response is not what the contract says. */
    public static void check(HttpResponse<String> response) {
        String method = response.request().method();
        String path = response.request().uri().getRawPath();
        Optional<JsonObject> operation = operation(method, path);
        if (operation.isEmpty() || method.equals("HEAD")) {
            return;
        }
        int status = response.statusCode();
        String shown = "%s %s answered %d: %s".formatted(method, path, status, response.body());
        JsonObject responses = operation.get().getJsonObject("responses");
        Object described = responses.getValue(Integer.toString(status), responses.getValue("default"));
        if (described == null) {
            assertThat(OF_EVERY_OPERATION).as(shown).contains(status);
            described = new JsonObject("""
                {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}\
                """);
        }
        checkBody((JsonObject) inlined(described), response, shown);
    }

    private static void checkBody(JsonObject described, HttpResponse<String> response, String shown) {
        JsonObject content = described.getJsonObject("content");
        if (content == null) {
            return;
        }
        String type = response.headers()
                .firstValue("content-type")
                .orElse("")
                .replaceFirst(";.*", "")
                .toLowerCase(Locale.ROOT);
        assertThat(content.fieldNames()).as(shown).contains(type);
        if (type.endsWith("json")) {
            JsonObject schema = content.getJsonObject(type).getJsonObject("schema");
            OutputUnit result = SCHEMAS.validator(JsonSchema.of(schema)).validate(Json.decodeValue(response.body()));
            assertThat(result.getValid())
                    .as("%s%n%s", shown, result.toJson().encodePrettily())
                    .isTrue();
        }
    }

    private static Optional<JsonObject> operation(String method, String path) {
        JsonObject paths = CONTRACT.getJsonObject("paths");
        return paths.fieldNames().stream()
                .filter(template -> matches(template, path))
                .sorted((a, b) -> Boolean.compare(a.contains("{"), b.contains("{")))
                .findFirst()
                .map(template -> paths.getJsonObject(template).getJsonObject(method.toLowerCase(Locale.ROOT)));
    }

    private static boolean matches(String template, String path) {
        String pattern = Pattern.quote(template).replaceAll("\\{\\w+}", "\\\\E[^/]+\\\\Q");
        return path.matches(pattern);
    }

    /** A copy without references; the contract has none that leads back to itself. */
    private static Object inlined(Object node) {
        if (node instanceof JsonArray list) {
            JsonArray copy = new JsonArray();
            list.forEach(item -> copy.add(inlined(item)));
            return copy;
        }
        if (!(node instanceof JsonObject object)) {
            return node;
        }
        if (object.getValue("$ref") instanceof String reference) {
            JsonObject target = CONTRACT;
            for (String step : reference.substring(2).split("/", -1)) {
                target = target.getJsonObject(step);
            }
            return inlined(target);
        }
        JsonObject copy = new JsonObject();
        object.forEach(field -> copy.put(field.getKey(), inlined(field.getValue())));
        return copy;
    }
}
