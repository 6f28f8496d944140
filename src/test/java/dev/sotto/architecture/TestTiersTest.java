package dev.sotto.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sotto.transcript.Transcript;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the tags of all tests against what their code can reach, so that the quick tier stays quick. */
class TestTiersTest {
    private static TestTiers tiers;

    @BeforeAll
    static void import_the_product_and_its_tests() throws URISyntaxException {
        tiers = new TestTiers(
                new ClassFileImporter().importPaths(folderOf(Transcript.class), folderOf(TestTiers.class)));
    }

    @Test
    void every_class_of_tests_is_in_the_tier_that_its_code_belongs_to() {
        List<String> findings = new ArrayList<>();
        tiers.tests().forEach((test, tags) -> tiers.findings(test, tags).forEach(findings::add));
        assertThat(findings).isEmpty();
    }

    @Test
    void each_tag_that_is_taken_away_is_missed() {
        Set<String> tagged = new TreeSet<>();
        tiers.tests().forEach((test, tags) -> {
            if (!tags.isEmpty()) {
                tagged.add(test);
            }
        });
        assertThat(tagged).hasSizeGreaterThan(40);
        assertThat(tagged).allSatisfy(test -> assertThat(tiers.findings(test, Set.of()))
                .singleElement()
                .asString()
                .contains("lacks @Tag"));
    }

    @Test
    void tag_of_a_class_that_starts_nothing_is_reported() {
        assertThat(tiers.findings("dev.sotto.architecture.TidyTest", Set.of("heavy")))
                .singleElement()
                .asString()
                .contains("TidyTest", "belongs to the quick tier");
    }

    @Test
    void test_of_the_engine_may_not_pass_for_one_that_is_only_heavy() {
        assertThat(engineTests()).isNotEmpty().allSatisfy(test -> assertThat(tiers.findings(test, Set.of("heavy")))
                .singleElement()
                .asString()
                .contains("lacks @Tag(\"inference\")"));
    }

    @Test
    void exceptions_name_tests_that_exist() {
        Set<String> names = new TreeSet<>();
        tiers.tests().keySet().forEach(test -> names.add(test.substring(test.lastIndexOf('.') + 1)));
        assertThat(names).containsAll(TestTiers.LIGHT_ALL_THE_SAME.keySet());
    }

    private static List<String> engineTests() {
        return tiers.tests().keySet().stream()
                .filter(test -> tiers.reached(test).containsKey(TestTiers.Weight.ENGINE))
                .toList();
    }

    private static Path folderOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
