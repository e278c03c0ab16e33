package io.caxton.server.webhook;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How messages are posted to agents.
 *
 * @param allowedPorts Ports a URL may name; any if empty.
 * @param allowedTargets Networks (10.0.0.0/8), addresses and host names that may be posted to although they are not public.
 * @param connectTimeout How long connecting may take, and again the TLS handshake.
 * @param lostAfter How many posts in a row may fail before the instance is lost.
 * @param maxInFlight How many posts run at once on this node.
 * @param maxInFlightPerAgent How many posts to one instance run at once, at most its own max_in_flight.
 * @param maxProbeInterval Longest wait between two trials of an instance that is lost.
 * @param maxResponseSize How much of an answer's body is read, to keep its connection; the rest is cut off.
 * @param maxRetryAfter Longest wait that a Retry-After may ask for.
 * @param probeInterval Wait before an instance that is lost is tried again; doubles with each trial that fails.
 * @param shutdownTimeout How long stopping waits for posts; what is unfinished then is queued again.
 * @param sslBundle Name of the SSL bundle whose trust store verifies receivers.
 * @param timeout How long a whole post may take, from looking up the host to the end of the answer.
 */
@Validated
@ConfigurationProperties("caxton.webhook")
record WebhookProperties(
        @DefaultValue List<@Min(1) @Max(65_535) Integer> allowedPorts,
        @DefaultValue List<String> allowedTargets,
        @DurationMin(millis = 1) @DefaultValue("5s") Duration connectTimeout,
        @Min(1) @Max(1_000_000) @DefaultValue("10") int lostAfter,
        @Min(1) @Max(10_000) @DefaultValue("64") int maxInFlight,
        @Min(1) @Max(10_000) @DefaultValue("16") int maxInFlightPerAgent,
        @DurationMin(millis = 1) @DefaultValue("15m") Duration maxProbeInterval,
        @DefaultValue("64KB") DataSize maxResponseSize,
        @DurationMin @DefaultValue("10m") Duration maxRetryAfter,
        @DurationMin(millis = 1) @DefaultValue("30s") Duration probeInterval,
        @DurationMin @DefaultValue("20s") Duration shutdownTimeout,
        @Nullable String sslBundle,
        @DurationMin(millis = 1) @DefaultValue("30s") Duration timeout) {}
