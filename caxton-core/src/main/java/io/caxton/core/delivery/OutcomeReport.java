package io.caxton.core.delivery;

import io.caxton.core.agent.AgentName;
import java.time.Instant;
import java.util.Optional;

/**
 * How a delivery ended, kept for a node that it came from until that node has heard it.
 *
 * @param life which life of the delivery ended so: a redrive begins the next
 * @param outcome final
 */
public record OutcomeReport(
        String nodeId,
        String messageId,
        AgentName agentName,
        int life,
        DeliveryState outcome,
        Optional<String> reason,
        Instant at) {}
