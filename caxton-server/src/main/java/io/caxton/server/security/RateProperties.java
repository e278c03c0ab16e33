package io.caxton.server.security;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How fast a caller may go.
 *
 * @param requestsPerSecond How many requests a principal may make each second in the long run, every message of a batch
 *     counted; 0 sets no limit.
 * @param burst How many requests a principal may make at once after a pause.
 * @param failedAuthentications How many times an address may fail to authenticate at once; 0 sets no limit. An IPv6
 *     network of 64 bits counts as one address.
 * @param failedAuthenticationsEvery How long an address waits for each further try.
 */
@Validated
@ConfigurationProperties("caxton.limits.rate")
record RateProperties(
        @Min(0) @Max(1_000_000) @DefaultValue("0") int requestsPerSecond,
        @Min(1) @Max(10_000_000) @DefaultValue("1000") int burst,
        @Min(0) @Max(1_000_000) @DefaultValue("20") int failedAuthentications,
        @DurationMin(millis = 1) @DefaultValue("3s") Duration failedAuthenticationsEvery) {}
