package dev.sotto.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Documents of the reference, changed only where ours differ from them by a rule of their own. */
final class GoldenDocuments {
    private static final Pattern VTT_TIME = Pattern.compile("(?m)(^|> )(?=\\d\\d:\\d\\d\\.\\d{3})");
    private static final Pattern VTT_TEXT = Pattern.compile("(?m)^(?!WEBVTT$|.*\\d --> \\d).*$");

    private GoldenDocuments() {}

    /** WebVTT with hours in every time, and its text escaped; underlines are the writer's own tags. */
    static String vtt(String reference) {
        String hours = VTT_TIME.matcher(reference).replaceAll("$100:");
        return VTT_TEXT.matcher(hours)
                .replaceAll(line -> Matcher.quoteReplacement(line.group()
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("&lt;u&gt;", "<u>")
                        .replace("&lt;/u&gt;", "</u>")));
    }

    /** The one cue without length, a minute behind the start, lasts as long as we let it. */
    static String lengthened(String reference) {
        return reference
                .replace("00:01:00,000 --> 00:01:00,000", "00:01:00,000 --> 00:01:00,100")
                .replace("00:01:00.000 --> 00:01:00.000", "00:01:00.000 --> 00:01:00.100")
                .replace("60000\t60000\t", "60000\t60100\t");
    }

    /** The same JSON with every fraction rounded to three places, as times of the reference are. */
    static JsonNode rounded(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(rounded(field.getValue())));
        } else if (json instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, rounded(list.get(i)));
            }
        } else if (json.isDouble()) {
            return DoubleNode.valueOf(Math.rint(json.doubleValue() * 1000) / 1000);
        }
        return json;
    }
}
