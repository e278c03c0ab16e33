package io.caxton.spring.properties;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the agents of this process run.
 *
 * @param threads How many handlers run at once on a JDK before 24; from 24 on each message in work has a virtual thread.
 * @param pollWait How long one poll of a mailbox waits for a message.
 * @param handlingTimeout How long a handler may take: past it its lease is no longer extended and the message is handed
 *     out again.
 * @param shutdownTimeout How long stopping waits for handlers; what is unfinished then is handed out again after the
 *     restart.
 */
@Validated
@ConfigurationProperties("caxton.agents")
public record AgentsProperties(
        @Min(1) @Max(10_000) @DefaultValue("64") int threads,
        @DurationMin(millis = 10) @DefaultValue("20s") Duration pollWait,
        @DurationMin(millis = 10) @DefaultValue("1h") Duration handlingTimeout,
        @DurationMin @DefaultValue("20s") Duration shutdownTimeout) {}
