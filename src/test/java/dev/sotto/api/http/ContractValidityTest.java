package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No start validates the contracts of the product: this does, and holds what the router takes of them against the whole. */
class ContractValidityTest {
    private static final Path RESOURCES = Path.of(System.getProperty("sotto.home", "."), "src/main/resources");

    private static Vertx vertx;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    static Stream<String> contracts() throws IOException {
        try (Stream<Path> dialects = Files.list(RESOURCES.resolve("dialect"))) {
            List<String> names = dialects.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> "dialect/" + name)
                    .sorted()
                    .toList();
            assertThat(names).hasSizeGreaterThan(7);
            return Stream.concat(Stream.of(Contract.SOTTO), names.stream());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contracts")
    void is_a_valid_openapi_document_whose_operations_the_router_has(String resource) throws Exception {
        JsonObject document = Contract.of(resource).json();
        OpenAPIContract taken = RoutableContract.of(document);
        assertThat(document).isEqualTo(Contract.of(resource).json());
        removeUnknownTypes(document);
        OpenAPIContract whole = OpenAPIContract.from(vertx, document).await(60, TimeUnit.SECONDS);
        assertThat(taken.operations()).isNotEmpty();
        assertThat(taken.getPaths().stream().map(path -> path.getName()).toList())
                .isEqualTo(whole.getPaths().stream().map(path -> path.getName()).toList());
        assertThat(taken.operations().stream().map(ContractValidityTest::shown).toList())
                .containsExactlyInAnyOrderElementsOf(whole.operations().stream()
                        .map(ContractValidityTest::shown)
                        .toList());
    }

    private static String shown(Operation operation) {
        return "%s %s %s"
                .formatted(operation.getHttpMethod(), operation.getAbsoluteOpenAPIPath(), operation.getOperationId());
    }

    /** The validator refuses a contract that names a content type that it does not know, even of a response. */
    private static void removeUnknownTypes(Object node) {
        if (node instanceof JsonArray list) {
            list.forEach(ContractValidityTest::removeUnknownTypes);
        } else if (node instanceof JsonObject object) {
            if (object.containsKey("description") && object.getValue("content") instanceof JsonObject content) {
                Set.copyOf(content.fieldNames()).stream()
                        .filter(type -> !MediaType.isMediaTypeSupported(type))
                        .forEach(content::remove);
                if (content.isEmpty()) {
                    object.remove("content");
                }
            }
            object.forEach(field -> removeUnknownTypes(field.getValue()));
        }
    }
}
