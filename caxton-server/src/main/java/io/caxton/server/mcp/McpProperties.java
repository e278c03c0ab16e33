package io.caxton.server.mcp;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The MCP door.
 *
 * @param agentLease How long an agent that lives behind MCP may be silent before it is lost.
 * @param waitingThreads How many calls of MCP tools may wait at once on a JDK before 21, where each holds a thread.
 */
@Validated
@ConfigurationProperties("caxton.mcp")
public record McpProperties(
        @DurationMin(seconds = 1) @DefaultValue("5m") Duration agentLease,
        @Min(1) @Max(10_000) @DefaultValue("100") int waitingThreads) {}
