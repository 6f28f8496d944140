package dev.sotto.api.upload;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A header of the form {@code value; name=token; name="quoted"}.
 *
 * @param value lower case
 * @param parameters by lower-case name; of a name that comes twice the first counts
 */
record HeaderParameters(String value, Map<String, String> parameters) {
    private static final Pattern NEXT_PARAMETER =
            Pattern.compile("\\s*(;\\s*[A-Za-z*0-9-]+\\s*=.*|;\\s*)?", Pattern.DOTALL);

    HeaderParameters {
        parameters = Map.copyOf(parameters);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    static HeaderParameters parse(String header) {
        int semicolon = header.indexOf(';');
        String value = semicolon < 0 ? header : header.substring(0, semicolon);
        Map<String, String> parameters = new HashMap<>();
        int position = semicolon < 0 ? header.length() : semicolon + 1;
        while (position < header.length()) {
            int equals = header.indexOf('=', position);
            if (equals < 0) {
                break;
            }
            String name = header.substring(position, equals).strip().toLowerCase(Locale.ROOT);
            StringBuilder text = new StringBuilder();
            position = readValue(header, equals + 1, text);
            parameters.putIfAbsent(name, text.toString());
        }
        return new HeaderParameters(value.strip().toLowerCase(Locale.ROOT), parameters);
    }

    /** Appends the value that begins at {@code start}; answers the position behind its semicolon. */
    private static int readValue(String header, int start, StringBuilder text) {
        int position = start;
        while (position < header.length() && header.charAt(position) == ' ') {
            position++;
        }
        if (position < header.length() && header.charAt(position) == '"') {
            position = readQuoted(header, position + 1, text);
            int semicolon = header.indexOf(';', position);
            return semicolon < 0 ? header.length() : semicolon + 1;
        }
        int semicolon = header.indexOf(';', position);
        int end = semicolon < 0 ? header.length() : semicolon;
        text.append(header.substring(position, end).strip());
        return end + 1;
    }

    private static int readQuoted(String header, int start, StringBuilder text) {
        for (int position = start; position < header.length(); position++) {
            char c = header.charAt(position);
            if (c == '"') {
                return position + 1;
            }
            boolean isEscape = c == '\\' && isEscaped(header, position + 1);
            text.append(isEscape ? header.charAt(++position) : c);
        }
        throw UploadException.malformed("a header has a quotation mark that is never closed");
    }

    /**
     * Only these two are escaped: old browsers send C:\music\a.mp3 without doubling, and some letters of Shift JIS and Big5 end
     * with the byte of a backslash, so a quotation mark is none if the text plainly ends with it.
     */
    private static boolean isEscaped(String header, int position) {
        if (position >= header.length()) {
            return false;
        }
        char escaped = header.charAt(position);
        return escaped == '\\'
                || (escaped == '"'
                        && !NEXT_PARAMETER
                                .matcher(header)
                                .region(position + 1, header.length())
                                .matches());
    }
}
