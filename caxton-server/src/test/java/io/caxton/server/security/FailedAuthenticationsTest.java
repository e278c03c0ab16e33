package io.caxton.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedAuthenticationsTest {
    private static final int TRIES = 5;
    private static final int GUESSES = 200;
    private static final String ADDRESS = "198.51.100.9";
    private static final KeyHash RIGHT = KeyHash.of("right");

    private final FailedAuthentications failures =
            new FailedAuthentications(new RateProperties(0, 1, TRIES, Duration.ofHours(1)), TimeMeter.SYSTEM_NANOTIME);

    private static KeyHash guess(int number) {
        return KeyHash.of("guess-" + number);
    }

    @Test
    void guessesThatPassedTheCheckTogetherAreNotAllAnswered() {
        // All of them ask before the first has failed.
        assertThat(IntStream.range(0, GUESSES)
                        .filter(i -> failures.refusal(ADDRESS, guess(i)).isEmpty())
                        .count())
                .isEqualTo(GUESSES);
        assertThat(IntStream.range(0, GUESSES)
                        .parallel()
                        .filter(i -> failures.failed(ADDRESS, guess(i)).isEmpty())
                        .count())
                .isEqualTo(TRIES);
    }

    @Test
    void aRightGuessIsNotToldFromWrongOnesOnceTheTriesAreUsedUp() {
        assertThat(failures.refusal(ADDRESS, RIGHT)).isEmpty();
        for (int i = 0; i < TRIES; i++) {
            assertThat(failures.failed(ADDRESS, guess(i))).isEmpty();
        }
        assertThat(failures.succeeded(ADDRESS, RIGHT)).isPresent();
        assertThat(failures.refusal(ADDRESS, RIGHT)).isPresent();
    }

    @Test
    void whoCameInBeforeAndManyAtOnceWhoAreRightGoOn() {
        assertThat(failures.succeeded(ADDRESS, RIGHT)).isEmpty();
        for (int i = 0; i <= TRIES; i++) {
            failures.failed(ADDRESS, guess(i));
        }
        assertThat(failures.refusal(ADDRESS, RIGHT)).isEmpty();
        assertThat(failures.succeeded(ADDRESS, RIGHT)).isEmpty();
        assertThat(IntStream.range(0, GUESSES)
                        .parallel()
                        .filter(i ->
                                failures.succeeded("198.51.100.10", guess(i)).isEmpty())
                        .count())
                .isEqualTo(GUESSES);
    }
}
