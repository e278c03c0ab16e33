package io.caxton.core.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a message's history.
 *
 * @param status what the message became
 * @param nodeId the node that saw it
 * @param agentName the receiver concerned; empty for the message as a whole
 * @param agentId the instance concerned
 */
public record Receipt(
        String messageId,
        ReceiptStatus status,
        Instant at,
        String nodeId,
        Optional<String> agentName,
        Optional<String> agentId,
        Optional<String> reason) {}
