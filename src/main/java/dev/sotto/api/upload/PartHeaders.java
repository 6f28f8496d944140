package dev.sotto.api.upload;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of one part of a form.
 *
 * @param filename as the client wrote it: a label, never a path
 * @param isPlainField whether it has neither a file name nor a type, as a field that a person typed
 */
record PartHeaders(String name, Optional<String> filename, boolean isPlainField) {
    private static final Pattern EXTENDED = Pattern.compile("(?i)(utf-8|iso-8859-1)'[^']*'(.*)");
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
        Optional<String> filename =
                parameters.get("filename*").map(PartHeaders::extended).or(() -> parameters.get("filename"));
        return new PartHeaders(name, filename, filename.isEmpty() && !hasType);
    }

    /** A file name as RFC 8187 writes it, {@code UTF-8''%C3%BC.wav}; as it stands if it is written otherwise. */
    private static String extended(String value) {
        Matcher parts = EXTENDED.matcher(value);
        if (!parts.matches()) {
            return value;
        }
        Charset charset =
                parts.group(1).equalsIgnoreCase("utf-8") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        try {
            return URLDecoder.decode(parts.group(2).replace("+", "%2B"), charset);
        } catch (IllegalArgumentException e) {
            return value;
        }
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
