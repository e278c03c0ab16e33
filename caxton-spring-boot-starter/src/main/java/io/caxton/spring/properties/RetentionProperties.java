package io.caxton.spring.properties;

import io.caxton.core.engine.RetentionPolicy;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How long finished things are kept.
 *
 * @param finishedMessages Age at which finished messages are removed.
 * @param deadLetters Age at which dead letters are removed.
 * @param maxFinishedSize What finished messages may take on disk before the oldest are removed early; dead letters are
 *     spared.
 * @param idempotencyKeys How long a repeated request is recognised by its key.
 * @param lostAgents How long an instance that is lost stays listed and its mailbox stays its own.
 */
@Validated
@ConfigurationProperties("caxton.retention")
public record RetentionProperties(
        @DurationMin @DefaultValue("7d") Duration finishedMessages,
        @DurationMin @DefaultValue("30d") Duration deadLetters,
        @DataSizeRange(max = "1024TB") @DefaultValue("1GB") DataSize maxFinishedSize,
        @DurationMin @DefaultValue("24h") Duration idempotencyKeys,
        @DurationMin @DefaultValue("24h") Duration lostAgents) {

    /** The same for the delivery engine. */
    public RetentionPolicy toPolicy() {
        return new RetentionPolicy(
                finishedMessages, deadLetters, maxFinishedSize.toBytes(), idempotencyKeys, lostAgents);
    }
}
