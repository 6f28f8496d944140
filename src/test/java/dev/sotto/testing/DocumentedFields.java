package dev.sotto.testing;

import dev.sotto.api.http.Contract;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says which fields of a JSON response its OpenAPI schema does not know, and which required ones are missing. */
public final class DocumentedFields {
    private final JsonObject contract = Contract.of(Contract.SOTTO).json();

    /** One sentence each; empty if the response agrees with the schema of that status. */
    public List<String> findings(String path, String method, int status, JsonObject body) {
        JsonObject operation =
                contract.getJsonObject("paths").getJsonObject(path).getJsonObject(method);
        JsonObject response = resolved(operation.getJsonObject("responses").getJsonObject(String.valueOf(status)));
        JsonObject schema = response.getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema");
        List<String> findings = new ArrayList<>();
        check(schema, body, path, findings);
        return findings;
    }

    private void check(JsonObject schema, Object value, String place, List<String> findings) {
        JsonArray alternatives =
                resolved(schema).getJsonArray("anyOf", resolved(schema).getJsonArray("oneOf"));
        if (alternatives != null) {
            findings.addAll(fewest(alternatives, value, place));
            return;
        }
        if (value instanceof JsonObject object) {
            Map<String, JsonObject> known = properties(schema);
            if (known.isEmpty()) {
                return; // a free object
            }
            for (String required : required(schema)) {
                if (!object.containsKey(required)) {
                    findings.add("%s lacks %s".formatted(place, required));
                }
            }
            object.forEach(field -> {
                JsonObject own = known.get(field.getKey());
                if (own == null) {
                    findings.add("%s has %s, which the contract does not know".formatted(place, field.getKey()));
                } else {
                    check(own, field.getValue(), place + "." + field.getKey(), findings);
                }
            });
        } else if (value instanceof JsonArray list) {
            JsonObject items = resolved(schema).getJsonObject("items");
            for (int i = 0; items != null && i < list.size(); i++) {
                check(items, list.getValue(i), place + "[" + i + "]", findings);
            }
        }
    }

    /** Of the alternative that the value is nearest to. */
    private List<String> fewest(JsonArray alternatives, Object value, String place) {
        List<List<String>> all = new ArrayList<>();
        for (Object alternative : alternatives) {
            List<String> own = new ArrayList<>();
            check((JsonObject) alternative, value, place, own);
            all.add(own);
        }
        return all.stream().min(Comparator.comparingInt(List::size)).orElseThrow();
    }

    private Map<String, JsonObject> properties(JsonObject schema) {
        JsonObject own = resolved(schema);
        Map<String, JsonObject> found = new LinkedHashMap<>();
        own.getJsonObject("properties", new JsonObject())
                .forEach(field -> found.put(field.getKey(), (JsonObject) field.getValue()));
        for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
            own.getJsonArray(keyword, new JsonArray())
                    .forEach(part -> properties((JsonObject) part).forEach(found::putIfAbsent));
        }
        return found;
    }

    /** Those of alternatives are not asked for: one of them is enough. */
    private List<String> required(JsonObject schema) {
        JsonObject own = resolved(schema);
        List<String> names = new ArrayList<>();
        own.getJsonArray("required", new JsonArray()).forEach(name -> names.add(String.valueOf(name)));
        own.getJsonArray("allOf", new JsonArray()).forEach(part -> names.addAll(required((JsonObject) part)));
        return names;
    }

    private JsonObject resolved(JsonObject schema) {
        String reference = schema.getString("$ref");
        if (reference == null) {
            return schema;
        }
        JsonObject found = contract;
        for (String step : reference.substring(2).split("/")) {
            found = found.getJsonObject(step);
        }
        return resolved(found);
    }
}
