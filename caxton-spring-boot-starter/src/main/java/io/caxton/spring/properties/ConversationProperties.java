package io.caxton.spring.properties;

import io.caxton.core.conversation.ConversationPolicy;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of a conversation.
 *
 * @param maxMessages Budget of a conversation; one more message is refused and the conversation is halted.
 * @param maxParticipants How many different agents may take part in a conversation.
 * @param idleTimeout How long nobody may speak before a conversation is expired.
 */
@Validated
@ConfigurationProperties("caxton.conversation")
public record ConversationProperties(
        @Min(1) @DefaultValue("1000") int maxMessages,
        @Min(2) @DefaultValue("100") int maxParticipants,
        @DurationMin(millis = 10) @DefaultValue("24h") Duration idleTimeout) {

    /** The same for the delivery engine. */
    public ConversationPolicy toPolicy() {
        return new ConversationPolicy(maxMessages, maxParticipants, idleTimeout);
    }
}
