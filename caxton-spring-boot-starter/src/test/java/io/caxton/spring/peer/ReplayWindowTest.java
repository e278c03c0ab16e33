package io.caxton.spring.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void eachNumberEntersOnceInAnyOrderWithinTheWindow() {
        assertThat(window.enters(5)).isTrue();
        assertThat(window.enters(5)).isFalse();
        assertThat(window.enters(1)).isTrue();
        assertThat(window.enters(1)).isFalse();
        assertThat(window.isNew(2)).isTrue();
        assertThat(window.isNew(2)).as("asking changes nothing").isTrue();
    }

    @Test
    void numbersBelowOneNeverEnter() {
        assertThat(window.enters(0)).isFalse();
        assertThat(window.enters(-1)).isFalse();
        assertThat(window.enters(Long.MIN_VALUE)).isFalse();
    }

    @Test
    void whatFellOutOfTheWindowIsNotNewThoughItNeverCame() {
        assertThat(window.enters(ReplayWindow.SIZE + 10L)).isTrue();
        assertThat(window.isNew(10)).isFalse();
        assertThat(window.enters(11)).isTrue();
    }

    @Test
    void aLeapForgetsWhatCameBefore() {
        assertThat(window.enters(7)).isTrue();
        long far = 7 + 5L * ReplayWindow.SIZE;
        assertThat(window.enters(far)).isTrue();
        assertThat(window.enters(far)).isFalse();
        assertThat(window.enters(far - 1)).isTrue();
        assertThat(window.enters(7)).isFalse();
    }

    /** Beside a set that forgets nothing. */
    @Test
    void agreesWithASetOnAnyOrder() {
        Random random = new Random(42);
        Set<Long> seen = new HashSet<>();
        long newest = 0;
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            long number = Math.max(1, newest + 40 - random.nextInt(random.nextInt(20) == 0 ? 6_000 : 80));
            boolean expected = number > newest - ReplayWindow.SIZE && !seen.contains(number);
            assertThat(window.enters(number)).isEqualTo(expected);
            refused += expected ? 0 : 1;
            seen.add(number);
            newest = Math.max(newest, number);
        }
        assertThat(refused).isPositive();
    }
}
