package io.caxton.core.delivery;

import io.caxton.core.agent.AgentName;
import io.caxton.core.message.Priority;
import java.time.Instant;
import java.util.Optional;

/**
 * One message on its way to one agent. The deliveries of one (agent name, conversation) form a lane in the order of
 * their positions, and only the first unfinished one of a lane, its head, is ever handed out: that is what keeps a
 * conversation in order whatever is retried, nacked or moved to another instance.
 *
 * @param agentId the instance whose mailbox holds it; empty while no instance of the name can take it
 * @param position place in its lane; the accept order of the node
 * @param head whether it is the first unfinished delivery of its lane; false once finished
 * @param attempt how often it has been handed out
 * @param availableAt when a queued one may be handed out (retry backoff)
 * @param leaseExpiresAt present exactly while leased
 * @param expiresAt the deadline after which it is not handed out again
 * @param reason why it was last returned, or why it ended so
 * @param dismissed a dead letter that an operator has put away
 */
public record Delivery(
        String messageId,
        AgentName agentName,
        Optional<String> agentId,
        String conversationId,
        long position,
        Priority priority,
        DeliveryState state,
        boolean head,
        int attempt,
        int maxAttempts,
        Instant availableAt,
        Optional<Instant> leaseExpiresAt,
        Instant expiresAt,
        Optional<String> reason,
        boolean dismissed) {

    /** Handed out once more until {@code until}. */
    public Delivery leased(Instant until) {
        return change(DeliveryState.LEASED, head, attempt + 1, availableAt, Optional.of(until), reason);
    }

    /** The running lease ends at {@code until} instead. */
    public Delivery extended(Instant until) {
        return change(state, head, attempt, availableAt, Optional.of(until), reason);
    }

    /** Back in the queue, to be handed out from {@code from} on. */
    public Delivery requeued(Instant from, String why) {
        return change(DeliveryState.QUEUED, head, attempt, from, Optional.empty(), Optional.of(why));
    }

    /** Back in the queue as if it had not been handed out, to be handed out from {@code from} on. */
    public Delivery withdrawn(Instant from, String why) {
        return change(DeliveryState.QUEUED, head, attempt - 1, from, Optional.empty(), Optional.of(why));
    }

    /** At the end of its life; no longer the head of its lane. */
    public Delivery finished(DeliveryState outcome, Optional<String> why) {
        return change(outcome, false, attempt, availableAt, Optional.empty(), why);
    }

    /** A dead letter alive again at the end of its lane. */
    public Delivery redriven(long newPosition, boolean asHead, Instant now, Instant newExpiry) {
        return new Delivery(
                messageId,
                agentName,
                agentId,
                conversationId,
                newPosition,
                priority,
                DeliveryState.QUEUED,
                asHead,
                0,
                maxAttempts,
                now,
                Optional.empty(),
                newExpiry,
                Optional.empty(),
                false);
    }

    public Delivery asHead() {
        return change(state, true, attempt, availableAt, leaseExpiresAt, reason);
    }

    public Delivery assignedTo(Optional<String> instance) {
        return change(instance, state, head, attempt, availableAt, leaseExpiresAt, reason, dismissed);
    }

    public Delivery putAway() {
        return change(agentId, state, head, attempt, availableAt, leaseExpiresAt, reason, true);
    }

    private Delivery change(
            DeliveryState newState,
            boolean newHead,
            int newAttempt,
            Instant available,
            Optional<Instant> lease,
            Optional<String> why) {
        return change(agentId, newState, newHead, newAttempt, available, lease, why, dismissed);
    }

    private Delivery change(
            Optional<String> instance,
            DeliveryState newState,
            boolean newHead,
            int newAttempt,
            Instant available,
            Optional<Instant> lease,
            Optional<String> why,
            boolean away) {
        return new Delivery(
                messageId,
                agentName,
                instance,
                conversationId,
                position,
                priority,
                newState,
                newHead,
                newAttempt,
                maxAttempts,
                available,
                lease,
                expiresAt,
                why,
                away);
    }
}
