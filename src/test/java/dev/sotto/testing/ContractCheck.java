package dev.sotto.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.http.Contract;
import dev.sotto.config.ServerConfig;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Holds every response that a test gets against the contract of its surface: a status that it names or covers by default, a
 * content type of that status, and a body of its schema. Paths that none of them knows are of pages, and pass.
 */
public final class ContractCheck {
    private static final Contracted SOTTO =
            new Contracted("", Contract.of(Contract.SOTTO).json(), false);
    private static final Contracted SHARED =
            new Contracted("", Dialect.contract("shared").json(), true);

    /** Those that the contract's description promises for every operation, in the shape of its surface. */
    private static final Set<Integer> OF_EVERY_OPERATION =
            Set.of(401, 403, 405, 408, 413, 414, 429, 431, 500, 503, 507);

    private static final SchemaRepository SCHEMAS = SchemaRepository.create(
            new JsonSchemaOptions().setBaseUri("app://contract").setDraft(Draft.DRAFT202012));

    private ContractCheck() {}

    /** A contract, and what stands before its paths. */
    private record Contracted(String prefix, JsonObject document, boolean isDialect) {
        Optional<JsonObject> operation(String method, String path) {
            if (!path.startsWith(prefix)) {
                return Optional.empty();
            }
            String own = path.substring(prefix.length());
            JsonObject paths = document.getJsonObject("paths");
            return paths.fieldNames().stream()
                    .filter(template -> matches(template, own))
                    .min(Comparator.comparing(template -> template.contains("{")))
                    .map(template -> paths.getJsonObject(template).getJsonObject(method.toLowerCase(Locale.ROOT)));
        }

        /** A copy without references; no contract has one that leads back to itself. */
        Object inlined(Object node) {
            if (node instanceof JsonArray list) {
                JsonArray copy = new JsonArray();
                list.forEach(item -> copy.add(inlined(item)));
                return copy;
            }
            if (!(node instanceof JsonObject object)) {
                return node;
            }
            if (object.getValue("$ref") instanceof String reference) {
                JsonObject target = document;
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

    /** Those of a server, in the order in which its surfaces are asked. */
    private static Stream<Contracted> contracts(ServerConfig.Dialects dialects) {
        Stream<Contracted> first = dialects.preferred().stream().map(name -> whole(name, ""));
        Stream<Contracted> last = dialects.enabled().stream()
                .flatMap(name -> Stream.of(
                        whole(name, Dialect.PREFIX + name),
                        new Contracted("", Dialect.contract(name).tagged(Set.of("root")), true)));
        return Stream.of(first, Stream.of(SOTTO, SHARED), last).flatMap(contracts -> contracts);
    }

    private static Contracted whole(String dialect, String prefix) {
        return new Contracted(prefix, Dialect.contract(dialect).json(), true);
    }

    /**
     * Fails, as an assertion does, if the response is not what the contract says.
     *
     * @param dialects of the server that answered
     */
    public static void check(HttpResponse<String> response, ServerConfig.Dialects dialects) {
        String method = response.request().method();
        String path = response.request().uri().getRawPath();
        if (method.equals("HEAD")) {
            return;
        }
        contracts(dialects)
                .filter(contract -> contract.operation(method, path).isPresent())
                .findFirst()
                .ifPresent(contract -> check(
                        response, contract, contract.operation(method, path).orElseThrow()));
    }

    private static void check(HttpResponse<String> response, Contracted contract, JsonObject operation) {
        int status = response.statusCode();
        String shown = "%s %s answered %d, %s: %s"
                .formatted(
                        response.request().method(),
                        response.request().uri().getRawPath(),
                        status,
                        response.headers().firstValue("content-type").orElse("no type"),
                        response.body());
        JsonObject responses = operation.getJsonObject("responses");
        Object described = responses.getValue(Integer.toString(status), responses.getValue("default"));
        if (described == null && contract.isDialect()) {
            throw new AssertionError(shown + "; its contract has no such status");
        }
        if (described == null) {
            assertThat(OF_EVERY_OPERATION).as(shown).contains(status);
            described = new JsonObject("""
                {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}\
                """);
        }
        checkBody((JsonObject) contract.inlined(described), response, shown);
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

    private static boolean matches(String template, String path) {
        String pattern = Pattern.quote(template).replaceAll("\\{\\w+}", "\\\\E[^/]+\\\\Q");
        return path.matches(pattern);
    }
}
