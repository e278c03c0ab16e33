package io.caxton.core.delivery;

import io.caxton.core.agent.AgentName;
import io.caxton.core.message.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One message on its way to one agent. The deliveries of one (agent name, conversation) form a lane in the order of
 * their positions, and only the first unfinished one of a lane, its head, is ever handed out: that is what keeps a
 * conversation in order whatever is retried, nacked or moved to another instance.
 *
 * @param agentId the instance whose mailbox holds it, or the {@link Outbox} of the node that it goes or went to; empty while
 *     no instance of the name can take it
 * @param position place in its lane; the accept order of the node
 * @param head whether it is the first unfinished delivery of its lane; false once finished
 * @param attempt how often it has been handed out
 * @param availableAt when a queued one may be handed out (retry backoff)
 * @param leaseExpiresAt present exactly while leased
 * @param expiresAt the deadline after which it is not handed out again
 * @param reason why it was last returned, or why it ended so
 * @param dismissed a dead letter that an operator has put away
 * @param origins the nodes that forwarded it to this one and wait for its outcome; none if it was accepted here
 * @param life how often it was redriven
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
        boolean dismissed,
        List<String> origins,
        int life) {

    public Delivery {
        origins = List.copyOf(origins);
    }

    /** One that was accepted at this node and never redriven. */
    public Delivery(
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
        this(
                messageId,
                agentName,
                agentId,
                conversationId,
                position,
                priority,
                state,
                head,
                attempt,
                maxAttempts,
                availableAt,
                leaseExpiresAt,
                expiresAt,
                reason,
                dismissed,
                List.of(),
                0);
    }

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
        return anew(newPosition, asHead, now, newExpiry, Optional.empty(), life + 1);
    }

    public Delivery asHead() {
        return change(state, true, attempt, availableAt, leaseExpiresAt, reason);
    }

    /** The same behind another one in its lane. */
    public Delivery asFollower() {
        return change(state, false, attempt, availableAt, leaseExpiresAt, reason);
    }

    /** Taken by another node; out of its lane here. */
    public Delivery forwarded() {
        return change(DeliveryState.FORWARDED, false, attempt, availableAt, Optional.empty(), Optional.empty());
    }

    /** Back in a lane, at this position, as if it had never been handed out. */
    public Delivery returned(long newPosition, boolean asHead, Instant now, Optional<String> why) {
        return anew(newPosition, asHead, now, expiresAt, why, life);
    }

    private Delivery anew(
            long newPosition, boolean asHead, Instant now, Instant newExpiry, Optional<String> why, int newLife) {
        return copy(
                agentId,
                newPosition,
                DeliveryState.QUEUED,
                asHead,
                0,
                now,
                Optional.empty(),
                newExpiry,
                why,
                false,
                origins,
                newLife);
    }

    /** The same at this place of its lane. */
    public Delivery placed(long newPosition, boolean asHead) {
        return copy(
                agentId,
                newPosition,
                state,
                asHead,
                attempt,
                availableAt,
                leaseExpiresAt,
                expiresAt,
                reason,
                dismissed,
                origins,
                life);
    }

    /** The same with one more node that waits for its outcome. */
    public Delivery withOrigin(String nodeId) {
        if (origins.contains(nodeId)) {
            return this;
        }
        return with(Stream.concat(origins.stream(), Stream.of(nodeId)).toList(), life);
    }

    /** The same in this life. */
    public Delivery inLife(int other) {
        return with(origins, other);
    }

    private Delivery with(List<String> newOrigins, int newLife) {
        return copy(
                agentId,
                position,
                state,
                head,
                attempt,
                availableAt,
                leaseExpiresAt,
                expiresAt,
                reason,
                dismissed,
                newOrigins,
                newLife);
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
        return copy(
                instance,
                position,
                newState,
                newHead,
                newAttempt,
                available,
                lease,
                expiresAt,
                why,
                away,
                origins,
                life);
    }

    /** The same message for the same name, in all else as said. */
    private Delivery copy(
            Optional<String> instance,
            long newPosition,
            DeliveryState newState,
            boolean newHead,
            int newAttempt,
            Instant available,
            Optional<Instant> lease,
            Instant newExpiry,
            Optional<String> why,
            boolean away,
            List<String> newOrigins,
            int newLife) {
        return new Delivery(
                messageId,
                agentName,
                instance,
                conversationId,
                newPosition,
                priority,
                newState,
                newHead,
                newAttempt,
                maxAttempts,
                available,
                lease,
                newExpiry,
                why,
                away,
                newOrigins,
                newLife);
    }
}
