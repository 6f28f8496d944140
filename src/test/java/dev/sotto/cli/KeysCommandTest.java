package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.key.Authenticator;
import dev.sotto.key.KeyLimits;
import dev.sotto.key.KeyRecord;
import dev.sotto.key.RequestRate;
import dev.sotto.key.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysCommandTest {
    private final ScriptedServices services = new ScriptedServices();
    private Session session = new Session(services);

    @Test
    void created_key_is_printed_alone_and_opens_what_was_asked() {
        int code = run(
                "keys",
                "create",
                "anna",
                "--scope",
                "read",
                "--rate",
                "60",
                "--running",
                "2",
                "--queued",
                "5",
                "--audio-per-day",
                "10h",
                "--retention",
                "1d",
                "--expires",
                "90d");
        assertThat(code).isZero();
        String key = session.out().strip();
        KeyRecord stored = services.keys.list().get(0);
        assertThat(stored.limits())
                .isEqualTo(new KeyLimits(
                        Optional.of(RequestRate.perMinute(60)),
                        Optional.of(2),
                        Optional.of(5),
                        Optional.of(36_000L),
                        Optional.of(Duration.ofDays(1))));
        assertThat(stored.expiresAt()).isPresent();
        assertThat(new Authenticator(services.keys, Optional.empty()).authenticate(key, Instant.now()))
                .hasValueSatisfying(bearer -> {
                    assertThat(bearer.owner()).isEqualTo("anna");
                    assertThat(bearer.scopes()).isEqualTo(Set.of(Scope.READ));
                });
        assertThat(session.err()).contains(stored.id()).doesNotContain(key);
        assertThat(services.closed).isEqualTo(1);
    }

    @Test
    void second_key_shares_an_owner_only_if_that_is_said() {
        assertThat(run("keys", "create", "anna")).isZero();
        assertThat(run("keys", "create", "anna")).isEqualTo(ExitCode.USAGE);
        assertThat(session.err()).contains("use --owner anna");
        assertThat(run("keys", "create", "laptop", "--owner", "anna")).isZero();
        assertThat(services.keys.list()).extracting(KeyRecord::owner).containsExactly("anna", "anna");
    }

    @Test
    void owners_that_stand_for_somebody_else_are_refused() {
        assertThat(run("keys", "create", "open")).isEqualTo(ExitCode.USAGE);
        assertThat(run("keys", "create", "x", "--owner", "admin")).isEqualTo(ExitCode.USAGE);
        assertThat(run("keys", "create", "x", "--owner", "a b")).isEqualTo(ExitCode.USAGE);
        assertThat(services.keys.list()).isEmpty();
    }

    @Test
    void unknown_scopes_and_times_are_refused() {
        assertThat(run("keys", "create", "x", "--scope", "write")).isEqualTo(ExitCode.USAGE);
        assertThat(session.err()).contains("scope 'write' is unknown");
        assertThat(run("keys", "create", "x", "--retention", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(run("keys", "create", "x", "--rate", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(services.keys.list()).isEmpty();
    }

    @Test
    void old_option_is_refused_with_the_new_one_in_the_message() {
        assertThat(run("keys", "create", "x", "--keep", "1h")).isEqualTo(ExitCode.USAGE);
        assertThat(session.err()).contains("--keep was renamed; use --retention");
        assertThat(services.keys.list()).isEmpty();
    }

    @Test
    void list_shows_every_key_and_no_secret_and_revoked_keys_as_such() {
        run("keys", "create", "anna");
        String secret = session.out().strip();
        String id = services.keys.list().get(0).id();
        assertThat(run("keys", "revoke", id)).isZero();
        assertThat(run("keys", "list")).isZero();
        assertThat(session.out())
                .contains(id)
                .contains("anna")
                .contains("revoked")
                .doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys --config other.yaml list", "keys list --config other.yaml"})
    void settings_file_is_the_one_named_before_or_behind_the_command(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(services.keysConfig).contains(Path.of("other.yaml"));
    }

    @Test
    void unknown_id_and_missing_command_are_faults_of_usage() {
        assertThat(run("keys", "revoke", "nobody")).isEqualTo(ExitCode.USAGE);
        assertThat(run("keys")).isEqualTo(ExitCode.USAGE);
    }

    private int run(String... arguments) {
        session = new Session(services);
        return session.run(arguments);
    }
}
