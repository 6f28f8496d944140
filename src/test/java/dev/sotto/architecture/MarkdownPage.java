package dev.sotto.architecture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One Markdown file, cut into the lines, headings, tables, links and code spans that {@link DocsChecks} asks about. */
record MarkdownPage(String name, List<Line> lines) {
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern SCHEME = Pattern.compile("[a-z]+:.*");
    private static final Pattern CELL_BORDER = Pattern.compile("(?<!\\\\)\\|");

    /** A line inside a fence is code, whatever it looks like. */
    enum Kind {
        HEADING,
        PROSE,
        ROW,
        CODE
    }

    /** {@code number} counts from 1. */
    record Line(int number, Kind kind, String text) {
        /** Texts between single backticks, in their order. */
        List<String> spans() {
            return SPAN.matcher(text)
                    .results()
                    .map(found -> found.group(1).strip())
                    .toList();
        }
    }

    /** The cells of one line of a table, without the borders. */
    record Row(Line line, List<String> cells) {
        private static Row of(Line line) {
            String inner = line.text().strip().replaceAll("^\\||\\|$", "");
            return new Row(
                    line, CELL_BORDER.splitAsStream(inner).map(String::strip).toList());
        }

        /** Empty where the row is too short. */
        String cell(int column) {
            return column < cells.size() ? cells.get(column) : "";
        }
    }

    /** {@code header} has the names of the columns; the line of dashes is left out. */
    record Table(List<String> header, List<Row> rows) {}

    static MarkdownPage of(String name, String text) {
        List<Line> lines = new ArrayList<>();
        boolean fenced = false;
        for (String line : text.lines().toList()) {
            boolean fence = line.strip().startsWith("```");
            Kind kind = Kind.PROSE;
            if (fenced || fence) {
                kind = Kind.CODE;
            } else if (line.startsWith("#")) {
                kind = Kind.HEADING;
            } else if (line.startsWith("|")) {
                kind = Kind.ROW;
            }
            lines.add(new Line(lines.size() + 1, kind, line));
            fenced ^= fence;
        }
        return new MarkdownPage(name, List.copyOf(lines));
    }

    /** All lines but those of code. */
    List<Line> written() {
        return lines.stream().filter(line -> line.kind() != Kind.CODE).toList();
    }

    /** Targets of links that are not addresses of the web, as they are written. */
    List<String> links() {
        return written().stream()
                .flatMap(line -> LINK.matcher(line.text()).results())
                .map((MatchResult found) -> found.group(1))
                .filter(target -> !SCHEME.matcher(target).matches())
                .toList();
    }

    /** Names of the headings as GitHub makes them; equal ones are numbered. */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Line line : lines) {
            if (line.kind() == Kind.HEADING) {
                String title = line.text().replaceFirst("^#+\\s*", "").toLowerCase(Locale.ROOT);
                String anchor = title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        List<Row> open = new ArrayList<>();
        for (Line line : lines) {
            if (line.kind() == Kind.ROW) {
                open.add(Row.of(line));
            } else if (!open.isEmpty()) {
                tables.add(table(open));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            tables.add(table(open));
        }
        return tables;
    }

    private static Table table(List<Row> rows) {
        return new Table(rows.get(0).cells(), List.copyOf(rows.subList(Math.min(2, rows.size()), rows.size())));
    }
}
