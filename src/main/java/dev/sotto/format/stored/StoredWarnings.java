package dev.sotto.format.stored;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import java.io.IOException;

/** A warning as an object of code and message; one without a code of its own is a plain text, as the first version wrote all. */
final class StoredWarnings {
    private static final String CODE = "code";
    private static final String MESSAGE = "message";

    private StoredWarnings() {}

    static final class Writer extends StdSerializer<Warning> {
        private static final long serialVersionUID = 1L;

        Writer() {
            super(Warning.class);
        }

        @Override
        public void serialize(Warning warning, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (warning.code() == WarningCode.OTHER) {
                json.writeString(warning.message());
                return;
            }
            json.writeStartObject();
            json.writeStringField(CODE, warning.code().wireName());
            json.writeStringField(MESSAGE, warning.message());
            json.writeEndObject();
        }
    }

    static final class Reader extends StdDeserializer<Warning> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(Warning.class);
        }

        @Override
        public Warning deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode warning = json.readValueAsTree();
            return warning.isTextual()
                    ? new Warning(WarningCode.OTHER, warning.asText())
                    : new Warning(
                            WarningCode.named(warning.path(CODE).asText()),
                            warning.path(MESSAGE).asText());
        }
    }
}
