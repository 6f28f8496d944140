package dev.sotto.api.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** OpenAPI documents of the product, read from the class path and from nowhere else. */
public final class Contract {
    /** The document of all surfaces that are not a dialect's. */
    public static final String SOTTO = "openapi.yaml";

    private static final Map<String, JsonObject> READ = new ConcurrentHashMap<>();

    private final String resource;

    private Contract(String resource) {
        this.resource = resource;
    }

    /**
     * Reads nothing yet.
     *
     * @param resource name on the class path
     */
    public static Contract of(String resource) {
        return new Contract(resource);
    }

    /** As it is written. */
    public String text() {
        try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("%s is missing in the program; build it again".formatted(resource));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole document, which the caller may change. */
    public JsonObject json() {
        return shared().copy();
    }

    /** Reads the document, which takes a moment the first time: not for event loops. Then all else here answers at once. */
    public void read() {
        shared();
    }

    /** Read once a process, since it cannot change while that runs; nobody changes it. */
    private JsonObject shared() {
        return READ.computeIfAbsent(resource, name -> {
            Map<String, Object> parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(text());
            return new JsonObject(parsed);
        });
    }

    /** The document with only those operations that carry one of these tags. */
    public JsonObject tagged(Set<String> tags) {
        JsonObject document = json();
        JsonObject paths = document.getJsonObject("paths");
        for (String path : Set.copyOf(paths.fieldNames())) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : Set.copyOf(item.fieldNames())) {
                boolean isOperation =
                        item.getValue(method) instanceof JsonObject operation && operation.containsKey("operationId");
                if (isOperation && !isTagged(item.getJsonObject(method), tags)) {
                    item.remove(method);
                }
            }
            if (item.stream()
                    .noneMatch(field ->
                            field.getValue() instanceof JsonObject operation && operation.containsKey("operationId"))) {
                paths.remove(path);
            }
        }
        return document;
    }

    /** The ids of a document's operations. */
    public static Set<String> operations(JsonObject document) {
        Set<String> ids = new TreeSet<>();
        document.getJsonObject("paths").forEach(path -> ((JsonObject) path.getValue()).forEach(method -> {
            if (method.getValue() instanceof JsonObject operation && operation.containsKey("operationId")) {
                ids.add(operation.getString("operationId"));
            }
        }));
        return ids;
    }

    /** Names of the fields that an operation's form has, such as {@code prompt} and {@code vad_parameters[threshold]}. */
    public Set<String> formFields(String operation) {
        JsonObject document = shared();
        Set<String> fields = new TreeSet<>();
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            for (Map.Entry<String, Object> method : paths.getJsonObject(path)) {
                if (method.getValue() instanceof JsonObject described
                        && operation.equals(described.getString("operationId"))) {
                    JsonObject form = described
                            .getJsonObject("requestBody")
                            .getJsonObject("content")
                            .getJsonObject("multipart/form-data");
                    addFields("%s", form.getJsonObject("schema"), document, fields);
                }
            }
        }
        return fields;
    }

    private static void addFields(String pattern, JsonObject schema, JsonObject document, Set<String> into) {
        String reference = schema.getString("$ref");
        if (reference != null) {
            JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
            addFields(
                    pattern,
                    schemas.getJsonObject(reference.substring(reference.lastIndexOf('/') + 1)),
                    document,
                    into);
        }
        schema.getJsonArray("allOf", new JsonArray())
                .forEach(part -> addFields(pattern, (JsonObject) part, document, into));
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (String name : properties.fieldNames()) {
            String field = pattern.formatted(name);
            into.add(field);
            if (properties.getJsonObject(name).containsKey("properties")) {
                addFields(field + "[%s]", properties.getJsonObject(name), document, into);
            }
        }
    }

    private static boolean isTagged(JsonObject operation, Set<String> tags) {
        JsonArray own = operation.getJsonArray("tags", new JsonArray());
        return own.stream().anyMatch(tag -> tags.contains(String.valueOf(tag)));
    }
}
