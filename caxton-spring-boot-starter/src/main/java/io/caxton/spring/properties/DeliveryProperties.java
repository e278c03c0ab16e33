package io.caxton.spring.properties;

import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.RetryPolicy;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of delivery.
 *
 * @param lease How long a receiver has to acknowledge a message.
 * @param maxLease Longest lease that an extension may ask for.
 * @param maxAttempts How often a message is handed out before it is dead.
 * @param initialBackoff Wait after the first attempt that failed.
 * @param multiplier What each further wait grows by.
 * @param maxBackoff Longest wait between two attempts.
 * @param jitter Share of a wait that is left to chance, 0 to 1.
 * @param timeToLive Deadline of a message whose sender set none.
 * @param maxMailboxDepth How many unfinished messages an agent name may have; one more is refused.
 * @param maxHops How many nodes may forward a message.
 */
@Validated
@ConfigurationProperties("caxton.delivery")
public record DeliveryProperties(
        @DurationMin(millis = 10) @DefaultValue("60s") Duration lease,
        @DurationMin(millis = 10) @DefaultValue("1h") Duration maxLease,
        @Min(1) @Max(1_000) @DefaultValue("5") int maxAttempts,
        @DurationMin @DefaultValue("1s") Duration initialBackoff,

        @DecimalMin("1.0") @DecimalMax("100.0") @DefaultValue("2.0")
        double multiplier,

        @DurationMin @DefaultValue("5m") Duration maxBackoff,

        @DecimalMin("0.0") @DecimalMax("1.0") @DefaultValue("0.2")
        double jitter,

        @DurationMin(millis = 10) @DefaultValue("7d") Duration timeToLive,
        @Min(1) @DefaultValue("10000") int maxMailboxDepth,
        @Min(0) @Max(255) @DefaultValue("8") int maxHops) {

    @AssertTrue(message = "caxton.delivery.max-lease must not be shorter than caxton.delivery.lease") boolean isLeaseWithinMaxLease() {
        return maxLease.compareTo(lease) >= 0;
    }

    @AssertTrue(message = "caxton.delivery.max-backoff must not be shorter than caxton.delivery.initial-backoff") boolean isInitialBackoffWithinMaxBackoff() {
        return maxBackoff.compareTo(initialBackoff) >= 0;
    }

    /** The same for the delivery engine. */
    public DeliveryPolicy toPolicy() {
        return new DeliveryPolicy(
                lease,
                maxLease,
                new RetryPolicy(maxAttempts, initialBackoff, multiplier, maxBackoff, jitter),
                timeToLive,
                maxMailboxDepth,
                maxHops);
    }
}
