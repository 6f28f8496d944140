package dev.sotto.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    private final Places places = new Places(4);

    @Test
    void one_owner_leaves_a_quarter_to_the_others() {
        for (int i = 0; i < 3; i++) {
            assertThat(take("anna")).isPresent();
        }
        assertThat(take("anna")).isEmpty();
        assertThat(take("bert")).isPresent();
        assertThat(take("bert")).isEmpty();
    }

    @Test
    void where_everybody_is_one_all_places_are_theirs() {
        for (int i = 0; i < 4; i++) {
            assertThat(places.take(Optional.empty())).isPresent();
        }
        assertThat(places.take(Optional.empty())).isEmpty();
    }

    @Test
    void place_that_is_closed_twice_is_free_once() {
        Places.Place first = take("anna").orElseThrow();
        take("anna");
        take("anna");
        first.close();
        first.close();
        assertThat(take("anna")).isPresent();
        assertThat(take("anna")).isEmpty();
        assertThat(take("bert")).isPresent();
        assertThat(take("carl")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 7, 8, 100})
    void one_owner_alone_never_shuts_the_others_out(int max) {
        Places some = new Places(max);
        int taken = 0;
        while (some.take(Optional.of("anna")).isPresent()) {
            taken++;
        }
        assertThat(taken).isBetween(1, max - 1);
        assertThat(some.take(Optional.of("bert"))).isPresent();
    }

    @Test
    void asking_whether_one_is_free_takes_none() {
        Places one = new Places(1);
        assertThat(one.hasFree(Optional.of("anna"))).isTrue();
        assertThat(one.hasFree(Optional.of("anna"))).isTrue();
        one.take(Optional.of("anna"));
        assertThat(one.hasFree(Optional.of("anna"))).isFalse();
    }

    @Test
    void single_place_is_for_whoever_comes_first() {
        Places one = new Places(1);
        assertThat(one.take(Optional.of("anna"))).isPresent();
        assertThat(one.take(Optional.of("bert"))).isEmpty();
    }

    private Optional<Places.Place> take(String owner) {
        return places.take(Optional.of(owner));
    }
}
