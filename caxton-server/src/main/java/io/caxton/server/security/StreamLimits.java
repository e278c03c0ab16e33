package io.caxton.server.security;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many streams may be open: server-sent events, WebSocket links and the like.
 *
 * @param maxStreams How many streams may be open at this node.
 * @param maxStreamsPerPrincipal How many of them one principal may have; does not count where no credentials are asked for.
 */
@Validated
@ConfigurationProperties("caxton.limits")
record StreamLimits(
        @Min(1) @DefaultValue("10000") int maxStreams,
        @Min(1) @DefaultValue("1000") int maxStreamsPerPrincipal) {}
