package io.caxton.core.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a message that was not handled is handed out again: exponential backoff with jitter.
 *
 * @param maxAttempts how often a message is handed out at most
 * @param initialBackoff the wait after the first attempt
 * @param multiplier what each further wait grows by
 * @param maxBackoff the longest wait
 * @param jitter the share of a wait that is left to chance, 0 to 1: a wait w lasts between w·(1-jitter) and w
 */
public record RetryPolicy(
        int maxAttempts, Duration initialBackoff, double multiplier, Duration maxBackoff, double jitter) {
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(5, Duration.ofSeconds(1), 2.0, Duration.ofMinutes(5), 0.2);

    /** The wait after the given attempt, counted from 1. */
    public Duration backoff(int attempt, RandomGenerator random) {
        double full = (double) initialBackoff.toMillis() * Math.pow(multiplier, Math.max(0, attempt - 1.0));
        double bounded = Math.min(full, (double) maxBackoff.toMillis());
        return Duration.ofMillis(Math.round(bounded * (1 - jitter * random.nextDouble())));
    }
}
