package dev.sotto.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import dev.sotto.transcript.Transcript;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the compiled product against {@link PackageLaw}. */
class PackageArrowsTest {
    private static JavaClasses product;

    @BeforeAll
    static void import_the_product() throws URISyntaxException {
        var classes = Transcript.class.getProtectionDomain().getCodeSource().getLocation();
        product = new ClassFileImporter().importPath(Path.of(classes.toURI()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void product_keeps_the_rule(String rule) {
        EvaluationResult result = PackageLaw.rules().get(rule).evaluate(product);
        assertThat(result.getFailureReport().getDetails()).as(rule).isEmpty();
    }

    @Test
    void product_was_really_imported() {
        assertThat(product.contain(Transcript.class)).isTrue();
    }

    @Test
    void every_grant_is_used() {
        assertThat(PackageLaw.unusedGrants(product)).isEmpty();
    }

    static Set<String> rules() {
        return PackageLaw.rules().keySet();
    }
}
