package io.caxton.spring.properties;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What a node lets its clients and agents do at most.
 *
 * @param maxAgents How many agent instances may be registered.
 * @param maxWaiting How many callers may wait for a mailbox, and as many again for a reply.
 * @param longestWait Longest wait a caller may ask for.
 * @param maxContentSize Largest content of a message, as JSON in UTF-8.
 * @param maxBatch How many messages one batch may hold.
 * @param maxPage How many entries one page of a listing may hold, and how many messages one poll may bring.
 * @param bodyPatience How long the body of a request may take to arrive, besides a second for every 32 KB of it.
 * @param maxUnrecorded How many at-most-once messages that were handed over in memory may wait to be recorded, with at most 64 MiB of content; with more,
 *     the next are stored before they are handed over.
 */
@Validated
@ConfigurationProperties("caxton.limits")
public record LimitsProperties(
        @Min(1) @DefaultValue("10000") int maxAgents,
        @Min(1) @DefaultValue("10000") int maxWaiting,
        @DurationMin(millis = 1) @DefaultValue("60s") Duration longestWait,
        @DataSizeRange @DefaultValue("10MB") DataSize maxContentSize,
        @Min(1) @Max(100_000) @DefaultValue("1000") int maxBatch,
        @Min(1) @Max(100_000) @DefaultValue("1000") int maxPage,
        @DurationMin(millis = 1) @DefaultValue("10s") Duration bodyPatience,
        @Min(0) @Max(1_000_000) @DefaultValue("10000") int maxUnrecorded) {}
