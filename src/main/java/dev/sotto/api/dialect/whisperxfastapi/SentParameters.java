package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.api.dialect.fastapi.Parameters;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parameters of the query, of a form and of a JSON body alike, as this dialect's clients send them; one of the body counts before
 * one of the query.
 */
final class SentParameters {
    private final Map<String, List<?>> values = new LinkedHashMap<>();

    private SentParameters(MultiMap query) {
        query.names().forEach(name -> values.put(name, List.copyOf(query.getAll(name))));
    }

    static SentParameters of(MultiMap query) {
        return new SentParameters(query);
    }

    SentParameters with(Map<String, List<String>> fields) {
        fields.forEach(
                (name, texts) -> values.put(name.endsWith("[]") ? name.substring(0, name.length() - 2) : name, texts));
        return this;
    }

    SentParameters with(JsonObject body) {
        body.forEach(member -> {
            Object value = member.getValue();
            if (value instanceof JsonArray list) {
                values.put(member.getKey(), list.stream().toList());
            } else if (value != null) {
                values.put(member.getKey(), List.of(value));
            }
        });
        return this;
    }

    /**
     * Of a form that is no multipart one.
     *
     * @throws FaultException for one that is not encoded well
     */
    SentParameters withEncodedForm(String body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        try {
            for (String field : body.split("&")) {
                int equals = field.indexOf('=');
                if (equals > 0) {
                    String name = URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8);
                    String value = URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8);
                    fields.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new FaultException(Fault.of(FaultCode.MALFORMED_REQUEST, "The form is not encoded as a URL is."));
        }
        return with(fields);
    }

    Set<String> names() {
        return Set.copyOf(values.keySet());
    }

    Parameters parameters() {
        return Parameters.of("query", name -> values.getOrDefault(name, List.of()));
    }
}
