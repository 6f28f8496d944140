package dev.sotto.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of {@code NAME=VALUE} lines, as Docker Compose and python-dotenv read them; nothing in it is replaced. */
final class DotEnv {
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*(.*?)\\s*");
    private static final Pattern QUOTED = Pattern.compile("([\"'])(.*?)\\1\\s*(#.*)?");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s+)#.*");

    private DotEnv() {}

    /**
     * One line of the file.
     *
     * @param number counted from 1
     * @param name empty if the line is no {@code NAME=VALUE}
     * @param value without quotes and comment
     */
    record Line(int number, String name, String value) {}

    /** All lines but the empty ones and comments. */
    static List<Line> read(String text) {
        List<Line> lines = new ArrayList<>();
        List<String> all = text.replace("\uFEFF", "").lines().toList();
        for (int i = 0; i < all.size(); i++) {
            String line = all.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            lines.add(
                    matcher.matches()
                            ? new Line(i + 1, matcher.group(1), value(matcher.group(2)))
                            : new Line(i + 1, "", ""));
        }
        return lines;
    }

    private static String value(String written) {
        Matcher quoted = QUOTED.matcher(written);
        return quoted.matches()
                ? quoted.group(2)
                : COMMENT.matcher(written).replaceFirst("").strip();
    }
}
