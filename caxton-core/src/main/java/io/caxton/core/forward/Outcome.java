package io.caxton.core.forward;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Receipt;
import java.util.List;
import java.util.Optional;

/**
 * How a forwarded delivery ended, and what happened to it on the way.
 *
 * @param life which life of it
 * @param outcome final
 * @param history at the node that tells it and those after that
 */
public record Outcome(
        String messageId,
        AgentName agentName,
        int life,
        DeliveryState outcome,
        Optional<String> reason,
        List<Receipt> history) {
    public Outcome {
        history = List.copyOf(history);
        if (!outcome.isFinal()) {
            throw new IllegalArgumentException(outcome + " is no outcome");
        }
    }
}
