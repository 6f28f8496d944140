package dev.sotto.architecture;

import dev.sotto.architecture.MarkdownPage.Kind;
import dev.sotto.architecture.MarkdownPage.Line;
import dev.sotto.architecture.MarkdownPage.Row;
import dev.sotto.architecture.MarkdownPage.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page of the documentation must keep; each method lists findings, "page:line: what was seen". */
final class DocsChecks {
    /** Of prose. Tables and code are as wide as what they hold. */
    static final int LINE_CHARS_MAX = 140;

    private static final Pattern CLASS = Pattern.compile("(?:([a-z][a-z0-9]*(?:\\.[a-z][a-z0-9]*)*)\\.)?"
            + "([A-Z][A-Z0-9]*[a-z]\\w*)(?:\\.([A-Z]\\w*))?(?:\\.([a-z]\\w*))?(?:\\(\\))?");
    private static final Pattern SETTING = Pattern.compile("[a-z]+(\\.[a-z][a-z-]*)+");
    private static final Pattern VARIABLE = Pattern.compile("\\bSOTTO_[A-Z0-9_]*[A-Z0-9]");
    private static final Pattern FILE = Pattern.compile("\\b(?:scripts|conf|src|webroot)/[\\w./-]*\\w");
    private static final Pattern TEST = Pattern.compile("(\\w+)(?:\\.(\\w+))?");
    private static final Pattern DATE = Pattern.compile("Date: \\d{4}-\\d{2}-\\d{2}");
    private static final Pattern STATUS = Pattern.compile("Status: (accepted|superseded by \\[ADR \\d+]\\(.+\\))");

    private DocsChecks() {}

    /** The form of the text: a heading first, lines that can be read, code spans that end where they begin. */
    static List<String> form(MarkdownPage page) {
        List<String> findings = new ArrayList<>();
        List<Line> lines = page.lines();
        if (lines.isEmpty() || !lines.get(0).text().startsWith("# ")) {
            findings.add(page.name() + ":1: the first line is no heading");
        }
        for (Line line : page.written()) {
            int chars = line.text().length();
            if (line.kind() == Kind.PROSE && chars > LINE_CHARS_MAX) {
                findings.add(at(page, line, "%d characters, at most %d".formatted(chars, LINE_CHARS_MAX)));
            }
            if (line.text().chars().filter(c -> c == '`').count() % 2 == 1) {
                findings.add(at(page, line, "a backtick without its other one on the same line"));
            }
        }
        return findings;
    }

    /** Relative links: the file is there, and has a heading of that name; {@code pages} are known by their paths. */
    static List<String> links(Path home, MarkdownPage page, Map<Path, MarkdownPage> pages) {
        List<String> findings = new ArrayList<>();
        Path self = home.resolve(page.name()).normalize();
        for (String link : page.links()) {
            int hash = link.indexOf('#');
            String file = hash < 0 ? link : link.substring(0, hash);
            Path target = file.isEmpty() ? self : self.resolveSibling(file).normalize();
            MarkdownPage there = pages.get(target);
            if (there == null && !Files.exists(target)) {
                findings.add("%s: link to %s: no such file".formatted(page.name(), link));
            } else if (hash >= 0 && (there == null || !there.anchors().contains(link.substring(hash + 1)))) {
                findings.add("%s: link to %s: no such heading".formatted(page.name(), link));
            }
        }
        return findings;
    }

    /** Classes that stand in backticks, with their packages and members where these are named; not files of {@code home}. */
    static List<String> classes(Path home, MarkdownPage page, SourceIndex sources) {
        List<String> findings = new ArrayList<>();
        for (Line line : page.written()) {
            for (String span : line.spans()) {
                Matcher name = CLASS.matcher(span);
                if (name.matches() && !exists(name, sources) && !Files.exists(home.resolve(span))) {
                    findings.add(at(page, line, "`%s`: no such class or member".formatted(span)));
                }
            }
        }
        return findings;
    }

    private static boolean exists(Matcher name, SourceIndex sources) {
        String type = name.group(2);
        String nested = name.group(3);
        String member = name.group(4);
        boolean known = name.group(1) == null ? sources.hasType(type) : sources.hasType(name.group(1), type);
        return known
                && (nested == null || sources.hasMember(type, nested))
                && (member == null || sources.hasMember(type, member));
    }

    /** Settings in backticks: names with dots that begin with one of the sections of {@code settings} and are no event. */
    static List<String> settings(MarkdownPage page, Set<String> settings, Set<String> events) {
        Set<String> sections = new TreeSet<>();
        settings.forEach(setting -> sections.add(setting.replaceFirst("\\..*", "")));
        List<String> findings = new ArrayList<>();
        for (Line line : page.written()) {
            for (String span : line.spans()) {
                String name = span.replaceFirst("[:=].*", "");
                boolean meant = SETTING.matcher(name).matches() && sections.contains(name.replaceFirst("\\..*", ""));
                if (meant && !settings.contains(name) && !events.contains(name)) {
                    findings.add(at(page, line, "`%s`: no such setting in conf/sotto.yaml".formatted(span)));
                }
            }
        }
        return findings;
    }

    /** Environment variables of ours, in code too. */
    static List<String> variables(MarkdownPage page, Set<String> known) {
        List<String> findings = new ArrayList<>();
        for (Line line : page.lines()) {
            variablesIn(line.text()).stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> findings.add(at(page, line, name + ": no such variable")));
        }
        return findings;
    }

    static Set<String> variablesIn(String text) {
        Set<String> names = new TreeSet<>();
        VARIABLE.matcher(text).results().forEach(found -> names.add(found.group()));
        return names;
    }

    /** Files of the repository that the text names from its root, in code too. */
    static List<String> files(Path home, MarkdownPage page) {
        List<String> findings = new ArrayList<>();
        for (Line line : page.lines()) {
            String text = line.text().replaceAll("\\]\\([^)]*\\)", "").replaceAll("\\S*(://|\\.\\./|/opt/)\\S*", "");
            FILE.matcher(text).results().map(found -> found.group()).forEach(name -> {
                if (!Files.exists(home.resolve(name))) {
                    findings.add(at(page, line, name + ": no such file"));
                }
            });
        }
        return findings;
    }

    /** Every row of a table with a column "test": it names a test method or a script, and all that it names is there. */
    static List<String> tests(MarkdownPage page, SourceIndex tests) {
        List<String> findings = new ArrayList<>();
        for (Table table : page.tables()) {
            int column = table.header().indexOf("test");
            for (Row row : column < 0 ? List.<Row>of() : table.rows()) {
                boolean proven = false;
                for (String span : new Line(0, Kind.ROW, row.cell(column)).spans()) {
                    Matcher name = TEST.matcher(span);
                    boolean script = span.startsWith("scripts/");
                    boolean method = name.matches() && name.group(2) != null;
                    boolean there = method
                            ? tests.hasTest(name.group(1), name.group(2))
                            : script || (name.matches() && tests.hasType(name.group(1)));
                    if (!there) {
                        findings.add(at(page, row.line(), "`%s`: no such test".formatted(span)));
                    }
                    proven |= method || script;
                }
                if (!proven) {
                    findings.add(at(page, row.line(), "the row names no test method"));
                }
            }
        }
        return findings;
    }

    /** A decision says from when it is and whether it still holds. */
    static List<String> decision(MarkdownPage page) {
        List<String> findings = new ArrayList<>();
        String number = page.name().replaceFirst(".*/0*(\\d+)-.*", "$1");
        if (!page.lines().get(0).text().startsWith("# " + number + ". ")) {
            findings.add(page.name() + ": the title has not the number of its file");
        }
        Map.of("Status", STATUS, "Date", DATE).forEach((what, form) -> {
            if (page.lines().stream()
                    .noneMatch(line -> form.matcher(line.text()).matches())) {
                findings.add("%s: no line \"%s: ...\" of the form %s".formatted(page.name(), what, form));
            }
        });
        return findings;
    }

    /** The table whose first column is "thread" names exactly {@code threads}, each with its number where that is known. */
    static List<String> threads(MarkdownPage page, Map<String, Integer> threads) {
        Map<String, String> rows = rowsOf(page, "thread");
        List<String> findings = new ArrayList<>(difference(page, "thread", rows.keySet(), threads.keySet()));
        threads.forEach((name, count) -> {
            String row = rows.getOrDefault(name, "");
            String written = count == 1 ? "(1|one) thread\\b" : "(?<!\\d)" + count + " threads\\b";
            if (count > 0
                    && !row.isEmpty()
                    && !Pattern.compile(written).matcher(row).find()) {
                findings.add(
                        "%s: the row of `%s` does not say that it has %d threads".formatted(page.name(), name, count));
            }
        });
        return findings;
    }

    /** The table whose first column is "package" shows exactly {@code arrows}, in its last column. */
    static List<String> packages(MarkdownPage page, Map<String, Set<String>> arrows) {
        Map<String, String> rows = rowsOf(page, "package");
        List<String> findings = new ArrayList<>(difference(page, "package", rows.keySet(), arrows.keySet()));
        arrows.forEach((name, allowed) -> {
            String imports =
                    rows.getOrDefault(name, "").replaceFirst("(?s).*\\|", "").strip();
            String expected = allowed.isEmpty() ? "nothing" : String.join(", ", new TreeSet<>(allowed));
            if (rows.containsKey(name) && !imports.equals(expected)) {
                findings.add("%s: `%s` imports \"%s\", not \"%s\"".formatted(page.name(), name, expected, imports));
            }
        });
        return findings;
    }

    /** The table whose first column is "metric" has exactly {@code meters}, "a.b", as Prometheus writes them. */
    static List<String> metrics(MarkdownPage page, Set<String> meters) {
        Set<String> written = new TreeSet<>();
        rowsOf(page, "metric").keySet().stream()
                .filter(name -> name.startsWith("sotto_"))
                .forEach(name -> written.add(meterOf(name.replaceFirst("\\{.*", ""), meters)));
        return difference(page, "metric", written, meters);
    }

    private static String meterOf(String metric, Set<String> meters) {
        return meters.stream()
                .filter(meter -> metric.matches(meter.replace('.', '_') + "(_seconds|_bytes)?(_total)?"))
                .findFirst()
                .orElse(metric);
    }

    /** Each name in backticks of the first column that is headed {@code first}, with its whole row. */
    private static Map<String, String> rowsOf(MarkdownPage page, String first) {
        Map<String, String> rows = new TreeMap<>();
        for (Table table : page.tables()) {
            for (Row row : table.header().get(0).equals(first) ? table.rows() : List.<Row>of()) {
                new Line(0, Kind.ROW, row.cell(0))
                        .spans()
                        .forEach(name -> rows.put(name, String.join(" | ", row.cells())));
            }
        }
        return rows;
    }

    private static List<String> difference(MarkdownPage page, String what, Set<String> written, Set<String> real) {
        List<String> findings = new ArrayList<>();
        written.stream()
                .filter(name -> !real.contains(name))
                .forEach(name -> findings.add("%s: %s `%s` is not in the code".formatted(page.name(), what, name)));
        real.stream()
                .filter(name -> !written.contains(name))
                .forEach(name -> findings.add("%s: %s `%s` is missing".formatted(page.name(), what, name)));
        return findings;
    }

    private static String at(MarkdownPage page, Line line, String seen) {
        return "%s:%d: %s".formatted(page.name(), line.number(), seen);
    }
}
