package io.caxton.spring.properties;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How nodes of a cluster call each other over HTTP.
 *
 * @param connectTimeout How long a connection to another node may take to be made.
 * @param callTimeout How long a call may take as a whole; the node that is called gives up after the same time.
 * @param maxBody Bytes that a request or an answer may have; never less than one message needs.
 * @param bodyMemory Bytes that bodies of other nodes' requests may have at once; with more they are told to come again.
 * @param maxCalls How many calls to one node may be in flight.
 * @param maxRequests How many requests of one node may be in work.
 * @param maxSessions How many sessions of other nodes are kept; the idlest gives way.
 * @param sessionAge How long a session and its keys are used.
 * @param failurePause How long a node that does not answer is not called, unless the cluster hears of it again.
 * @param sslBundle Name of the SSL bundle whose certificates are trusted, and whose own certificate is shown, when
 *     other nodes are called; without it what the platform trusts.
 * @param tls Whether other nodes call this one with TLS; as server.ssl says if not set. To be set if something before the
 *     node ends TLS.
 * @param http2 Whether other nodes may call this one with HTTP/2 from the first byte; as server.http2.enabled if not set.
 */
@Validated
@ConfigurationProperties("caxton.cluster.peer")
public record PeerProperties(
        @DurationMin(millis = 1) @DurationMax(minutes = 5) @DefaultValue("2s")
        Duration connectTimeout,

        @DurationMin(millis = 1) @DurationMax(minutes = 5) @DefaultValue("10s")
        Duration callTimeout,

        @DataSizeRange(min = "1KB") @DefaultValue("16MB") DataSize maxBody,

        @DataSizeRange(min = "1KB", max = "64GB") @DefaultValue("64MB")
        DataSize bodyMemory,

        @Min(1) @Max(1_000) @DefaultValue("64") int maxCalls,
        @Min(1) @Max(10_000) @DefaultValue("128") int maxRequests,
        @Min(1) @Max(1_000_000) @DefaultValue("4096") int maxSessions,

        @DurationMin(seconds = 1) @DurationMax(days = 7) @DefaultValue("1h")
        Duration sessionAge,

        @DurationMin(millis = 1) @DurationMax(hours = 1) @DefaultValue("5s")
        Duration failurePause,

        @Nullable String sslBundle,
        @Nullable Boolean tls,
        @Nullable Boolean http2) {
    private static final DataSize ENVELOPE = DataSize.ofMegabytes(1);

    /** What a request or an answer may have so that one message of this content fits. */
    public int maxBytes(DataSize maxContent) {
        long needed = maxContent.toBytes() + ENVELOPE.toBytes();
        return Math.toIntExact(Math.max(maxBody.toBytes(), needed));
    }
}
