package dev.sotto.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alert rules and the dashboard ask for metrics that there are; each alert has a paragraph that says what to do. */
class WatchedMetricsTest {
    private static final Path HOME = Path.of(System.getProperty("sotto.home", "."));
    private static final Path RULES = HOME.resolve("src/main/deploy/prometheus/sotto.rules.yaml");
    private static final Path DASHBOARD = HOME.resolve("src/main/deploy/grafana/sotto.json");
    private static final Pattern METRIC = Pattern.compile("\\b(sotto_[a-z_]+)\\b");
    private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> all = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            all.add(matcher.group(1).replaceFirst("_(sum|count|bucket|max)$", ""));
        }
        return all;
    }

    @Test
    void every_metric_that_rules_and_dashboard_ask_for_is_on_the_page() throws IOException {
        Set<String> asked = found(METRIC, Files.readString(RULES) + Files.readString(DASHBOARD));
        Set<String> known = found(METRIC, Files.readString(HOME.resolve("src/docs/operations.md")));
        assertThat(asked).hasSizeGreaterThan(10).isSubsetOf(known);
    }

    @Test
    void every_alert_has_a_line_that_says_what_to_do_and_a_test() throws IOException {
        Set<String> alerts = found(ALERT, Files.readString(RULES));
        assertThat(alerts).hasSizeGreaterThan(5);
        String page = Files.readString(HOME.resolve("src/docs/operations.md"));
        String tests = Files.readString(RULES.resolveSibling("sotto.rules.test.yaml"));
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(page).contains("| " + alert + " |");
            assertThat(tests).contains("alertname: " + alert);
        });
    }
}
