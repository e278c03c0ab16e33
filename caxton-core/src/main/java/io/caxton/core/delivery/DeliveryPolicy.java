package io.caxton.core.delivery;

import java.time.Duration;

/**
 * The bounds of delivery.
 *
 * @param lease how long a receiver has to acknowledge
 * @param maxLease the longest lease an extension may ask for
 * @param retry when unacknowledged messages come again
 * @param timeToLive the deadline of a message whose sender set none
 * @param maxMailboxDepth how many unfinished messages an agent name may have
 * @param maxHops how many nodes may forward a message
 */
public record DeliveryPolicy(
        Duration lease, Duration maxLease, RetryPolicy retry, Duration timeToLive, int maxMailboxDepth, int maxHops) {
    public static final DeliveryPolicy DEFAULT = new DeliveryPolicy(
            Duration.ofSeconds(60), Duration.ofHours(1), RetryPolicy.DEFAULT, Duration.ofDays(7), 10_000, 8);
}
