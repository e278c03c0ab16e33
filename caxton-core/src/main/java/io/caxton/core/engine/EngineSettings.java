package io.caxton.core.engine;

import io.caxton.core.conversation.ConversationPolicy;
import io.caxton.core.delivery.DeliveryPolicy;

/**
 * Everything about the engine that can be set.
 *
 * @param maxAgents how many instances may be registered
 */
public record EngineSettings(
        DeliveryPolicy delivery, ConversationPolicy conversation, RetentionPolicy retention, int maxAgents) {
    public static final EngineSettings DEFAULT =
            new EngineSettings(DeliveryPolicy.DEFAULT, ConversationPolicy.DEFAULT, RetentionPolicy.DEFAULT, 10_000);
}
