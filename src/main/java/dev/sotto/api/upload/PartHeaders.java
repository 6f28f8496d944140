package dev.sotto.api.upload;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The head of one part of a form.
 *
 * @param filename as the client wrote it: a label, never a path
 * @param isPlainField whether it has neither a file name nor a type, as a field that a person typed
 */
record PartHeaders(String name, Optional<String> filename, boolean isPlainField) {
    private static final char UNREADABLE = '\uFFFD';

    /**
     * Reads the lines between a boundary and the empty line, in UTF-8 as browsers and the official clients write them. A file
     * name of another encoding gets U+FFFD for what cannot be read: it is a label. A field's name is not.
     */
    static PartHeaders parse(byte[] head) {
        String text = new String(head, StandardCharsets.UTF_8);
        PartHeaders parsed = parse(text);
        if (parsed.name().indexOf(UNREADABLE) >= 0) {
            utf8(head);
        }
        return parsed;
    }

    private static PartHeaders parse(String head) {
        Map<String, String> headers = new HashMap<>();
        for (String line : head.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw UploadException.malformed("a part has a header line without a colon");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        refuseEncoding(headers.getOrDefault("content-transfer-encoding", "binary"));
        return fromDisposition(headers.getOrDefault("content-disposition", ""), headers.containsKey("content-type"));
    }

    private static PartHeaders fromDisposition(String disposition, boolean hasType) {
        HeaderParameters parameters = HeaderParameters.parse(disposition);
        if (!parameters.value().equals("form-data")) {
            throw UploadException.malformed("a part has no header \"Content-Disposition: form-data\"");
        }
        String name = parameters
                .get("name")
                .orElseThrow(() -> UploadException.malformed("a part has no name in its Content-Disposition header"));
        Optional<String> filename = parameters.get("filename").or(() -> parameters.get("filename*"));
        return new PartHeaders(name, filename, filename.isEmpty() && !hasType);
    }

    /** Forms of today are binary; the encodings of e-mail would silently become noise. */
    private static void refuseEncoding(String encoding) {
        switch (encoding.toLowerCase(Locale.ROOT)) {
            case "binary", "8bit", "7bit" -> {}
            default ->
                throw UploadException.malformed("a part has the transfer encoding base64 or another that forms"
                        + " do not use; send its bytes as they are");
        }
    }

    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UploadException(
                    UploadException.Kind.MALFORMED, "Could not parse the multipart form: text is not valid UTF-8.", e);
        }
    }
}
