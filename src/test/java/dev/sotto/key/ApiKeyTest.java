package dev.sotto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final String ADMIN_KEY = "a-long-key-of-the-administrator";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, KeyRecord> records = new HashMap<>();
    private final Authenticator authenticator =
            new Authenticator(id -> Optional.ofNullable(records.get(id)), Optional.of(ADMIN_KEY));

    @Test
    void generated_key_is_read_back_and_never_the_same_twice() {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            ApiKey key = ApiKey.generate(random);
            assertThat(key.text()).matches("sk-sotto-[0-9A-Za-z]{10}-[0-9A-Za-z]{49}");
            assertThat(key.text()).startsWith("sk-sotto-" + key.id() + "-");
            assertThat(key.hash()).isNotEqualTo(ApiKey.generate(random).hash());
            assertThat(ApiKey.parse(key.text())).get().satisfies(parsed -> {
                assertThat(parsed.id()).isEqualTo(key.id());
                assertThat(parsed.hash()).isEqualTo(key.hash());
            });
            texts.add(key.text());
        }
        assertThat(texts).hasSize(200);
    }

    @Test
    void any_single_wrong_letter_is_seen_without_the_store() {
        String text = ApiKey.generate(random).text();
        for (int at = 0; at < text.length(); at++) {
            char other = text.charAt(at) == 'x' ? 'y' : 'x';
            String typed = text.substring(0, at) + other + text.substring(at + 1);
            assertThat(ApiKey.parse(typed)).as(typed).isEmpty();
        }
    }

    @Test
    void key_handed_out_long_ago_is_read_for_ever() {
        // The last six letters are the CRC-32 of those before, computed by another program.
        String text = "sk-sotto-0123456789-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ3UWr1P";
        assertThat(ApiKey.parse(text)).get().satisfies(key -> {
            assertThat(key.id()).isEqualTo("0123456789");
            assertThat(key.text()).isEqualTo(text);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sk-sotto-", "Bearer x", "sk-proj-abc", " ", "sk-sotto-0123456789-"})
    void other_texts_are_no_keys(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
    }

    @Test
    void neither_key_nor_hash_shows_in_a_log() {
        NewKey made = make(Set.of(Scope.READ), Optional.empty());
        String secret = made.text().substring(20, 60);
        assertThat(made.toString() + ApiKey.parse(made.text()) + made.stored())
                .doesNotContain(secret)
                .doesNotContain(made.stored().hash().hex());
        String id = made.stored().id();
        assertThat(made).hasToString("NewKey[" + id + "]");
        assertThat(ApiKey.parse(made.text())).get().hasToString("ApiKey[" + id + "]");
    }

    @Test
    void stored_record_lets_its_bearer_in_by_the_hash_alone() {
        NewKey made = make(Set.of(Scope.TRANSCRIBE, Scope.READ), Optional.empty());
        assertThat(made.stored().hash())
                .isEqualTo(KeyHash.ofHex(made.stored().hash().hex()));
        assertThat(authenticator.authenticate(made.text(), NOON)).get().satisfies(bearer -> {
            assertThat(bearer.owner()).isEqualTo("anna");
            assertThat(bearer.may(Scope.READ)).isTrue();
            assertThat(bearer.may(Scope.ADMIN)).isFalse();
        });
    }

    @Test
    void right_id_with_another_secret_is_refused() {
        NewKey made = make(Set.of(Scope.READ), Optional.empty());
        records.put(
                made.stored().id(),
                withHash(made.stored(), ApiKey.generate(random).hash()));
        assertThat(authenticator.authenticate(made.text(), NOON)).isEmpty();
    }

    @Test
    void unknown_key_is_refused_even_where_no_secret_is_stored() {
        assertThat(authenticator.authenticate(ApiKey.generate(random).text(), NOON))
                .isEmpty();
        assertThat(authenticator.authenticate("", NOON)).isEmpty();
    }

    @Test
    void key_ends_at_its_expiry_and_at_once_when_revoked() {
        Instant end = NOON.plus(Duration.ofDays(1));
        NewKey made = make(Set.of(Scope.READ), Optional.of(end));
        assertThat(authenticator.authenticate(made.text(), end.minusNanos(1))).isPresent();
        assertThat(authenticator.authenticate(made.text(), end)).isEmpty();
        KeyRecord stored = made.stored();
        records.put(
                stored.id(),
                new KeyRecord(
                        stored.id(),
                        stored.owner(),
                        stored.name(),
                        stored.hash(),
                        stored.scopes(),
                        stored.limits(),
                        stored.createdAt(),
                        stored.expiresAt(),
                        Optional.of(NOON)));
        assertThat(authenticator.authenticate(made.text(), NOON.minusSeconds(1)))
                .isEmpty();
    }

    @Test
    void admin_key_of_the_environment_may_everything_and_nothing_near_it_may_anything() {
        assertThat(authenticator.authenticate(ADMIN_KEY, NOON)).get().satisfies(bearer -> {
            assertThat(bearer.may(Scope.ADMIN)).isTrue();
            assertThat(bearer.may(Scope.TRANSCRIBE)).isTrue();
        });
        assertThat(authenticator.authenticate(ADMIN_KEY + " ", NOON)).isEmpty();
        assertThat(new Authenticator(id -> Optional.empty(), Optional.empty()).authenticate(ADMIN_KEY, NOON))
                .isEmpty();
        assertThatThrownBy(() -> new Authenticator(id -> Optional.empty(), Optional.of("short")))
                .hasMessageContaining("5 characters; expected at least 24")
                .hasMessageNotContaining("short");
    }

    @Test
    void bearer_once_let_in_stays_good_until_its_key_ends() {
        Instant end = NOON.plus(Duration.ofDays(1));
        NewKey made = make(Set.of(Scope.READ), Optional.of(end));
        Authenticator ofSnapshot = new Authenticator(new KeySnapshot(records, Map.of(), Map.of()), Optional.empty());
        Principal bearer = ofSnapshot.authenticate(made.text(), NOON).orElseThrow();
        assertThat(ofSnapshot.isStillGood(bearer, end.minusNanos(1))).isTrue();
        assertThat(ofSnapshot.isStillGood(bearer, end)).isFalse();
        assertThat(new Authenticator(KeySnapshot.EMPTY, Optional.of(ADMIN_KEY)).isStillGood(bearer, NOON))
                .isFalse();
    }

    @Test
    void administrator_stays_good_as_long_as_there_is_an_admin_key() {
        Principal admin = authenticator.authenticate(ADMIN_KEY, NOON).orElseThrow();
        assertThat(authenticator.isStillGood(admin, NOON)).isTrue();
        assertThat(new Authenticator(KeySnapshot.EMPTY, Optional.empty()).isStillGood(admin, NOON))
                .isFalse();
    }

    @Test
    void admin_key_of_just_enough_characters_is_taken() {
        String shortest = "x".repeat(Authenticator.ADMIN_KEY_CHARS_MIN);
        assertThat(new Authenticator(KeySnapshot.EMPTY, Optional.of(shortest)).authenticate(shortest, NOON))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSCRIBE,TRANSCRIBE,true", "TRANSCRIBE,READ,false", "TRANSCRIBE,ADMIN,false",
        "READ,TRANSCRIBE,false", "READ,READ,true", "READ,ADMIN,false",
        "ADMIN,TRANSCRIBE,true", "ADMIN,READ,true", "ADMIN,ADMIN,true"
    })
    void scopes_allow_what_the_table_says(Scope held, Scope asked, boolean isAllowed) {
        assertThat(Scope.allows(Set.of(held), asked)).isEqualTo(isAllowed);
        assertThat(Scope.named(held.wireName())).contains(held);
    }

    @Test
    void scope_of_another_name_is_unknown_and_a_key_without_scope_is_not_made() {
        assertThat(Scope.named("ADMIN")).isEmpty();
        assertThat(Scope.named("root")).isEmpty();
        assertThatThrownBy(() -> make(Set.of(), Optional.empty())).hasMessageContaining("at least one scope");
    }

    private NewKey make(Set<Scope> scopes, Optional<Instant> expiresAt) {
        NewKey made = NewKey.make(new NewKey.Order("anna", "laptop", scopes, KeyLimits.NONE, expiresAt), random, NOON);
        records.put(made.stored().id(), made.stored());
        return made;
    }

    private static KeyRecord withHash(KeyRecord key, KeyHash hash) {
        return new KeyRecord(
                key.id(),
                key.owner(),
                key.name(),
                hash,
                key.scopes(),
                key.limits(),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt());
    }
}
