package io.caxton.spring.properties;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * WebSocket links between agents and their node.
 *
 * @param heartbeat How often the node says on a link that it is there.
 * @param idleTimeout How long a link may hear nothing from its client before it is closed.
 * @param maxCredit How many deliveries a client may grant in advance.
 * @param maxOutstandingSends How many messages a client may have sent that are not answered yet.
 * @param maxBuffered What may wait to be written to one client: with more messages it is handed no other, with more answers
 *     it is closed as too slow.
 * @param sendTimeout How long one write to a client may take before it is closed as too slow.
 * @param maxMistakes How many frames of a link may be wrong before it is closed.
 */
@Validated
@ConfigurationProperties("caxton.link")
public record LinkProperties(
        @DurationMin(millis = 10) @DefaultValue("20s") Duration heartbeat,
        @DurationMin(millis = 10) @DefaultValue("60s") Duration idleTimeout,
        @Min(1) @Max(1_000_000) @DefaultValue("10000") int maxCredit,
        @Min(1) @Max(1_000_000) @DefaultValue("1000") int maxOutstandingSends,
        @DataSizeRange @DefaultValue("16MB") DataSize maxBuffered,
        @DurationMin(millis = 10) @DefaultValue("30s") Duration sendTimeout,
        @Min(0) @Max(1_000_000) @DefaultValue("16") int maxMistakes) {

    @AssertTrue(message = "caxton.link.idle-timeout must be longer than caxton.link.heartbeat") boolean isIdleTimeoutLongerThanHeartbeat() {
        return idleTimeout.compareTo(heartbeat) > 0;
    }
}
