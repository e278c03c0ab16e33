package io.caxton.core.storage;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.message.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deliveries: at most one for each message and agent name. Part of one {@link Transaction}. */
public interface DeliveryStore {
    /** Adds a delivery or replaces the one with the same message and agent name. */
    void save(Delivery delivery);

    Optional<Delivery> find(String messageId, AgentName agentName);

    /** All deliveries of a message, by agent name. */
    List<Delivery> ofMessage(String messageId);

    /** The delivery with the lowest position of those in a lane, queued or leased. */
    Optional<Delivery> firstUnfinished(AgentName agentName, String conversationId);

    /** The one that comes after a delivery of a lane; empty if it is the last, or not in its lane. */
    Optional<Delivery> next(Delivery delivery);

    /**
     * Queued heads with a position above {@code after} that an instance holds, or none if empty, by position; those of one
     * message stay together, also beyond the limit.
     */
    List<Delivery> heads(Optional<String> agentId, long after, int limit);

    /** The ids of {@link io.caxton.core.delivery.Outbox outboxes} that hold deliveries which have not ended, sorted. */
    List<String> outboxes();

    /** Forwarded deliveries of an outbox, by position. */
    List<Delivery> forwardedTo(String outbox, int limit);

    /** Forwarded deliveries whose deadline is at or before an instant, earliest first. */
    List<Delivery> forwardedUntil(Instant deadline, int limit);

    /** The earliest deadline of a forwarded delivery. */
    Optional<Instant> nextForwardedDeadline();

    /** Queued heads assigned to an instance and available, highest priority first, then by position. */
    List<Delivery> available(String agentId, Instant now, int limit);

    /** The earliest instant at which a queued head of this instance is available; may lie in the past. */
    Optional<Instant> nextAvailableAt(String agentId);

    /** The same of one priority: those whose head has it, whatever comes behind in their lanes. */
    List<Delivery> available(String agentId, Priority priority, Instant now, int limit);

    /** The same of one priority. */
    Optional<Instant> nextAvailableAt(String agentId, Priority priority);

    /** How many deliveries an instance has leased. */
    int leasedCount(String agentId);

    /** How many deliveries of an instance have not ended; of an outbox, forwarded ones too. */
    int backlog(String agentId);

    /** How many deliveries of an agent name are queued or leased, assigned or not. */
    int depth(AgentName agentName);

    /** How many of those an outbox holds. */
    int outgoing(AgentName agentName);

    /** Leases that ended at or before {@code now}, earliest first. */
    List<Delivery> leasesEnded(Instant now, int limit);

    /** Queued deliveries whose deadline is at or before {@code now}, earliest first. */
    List<Delivery> deadlinesPassed(Instant now, int limit);

    /** The earliest end of a lease or deadline of a queued delivery. */
    Optional<Instant> nextDeadline();

    /** Deliveries leased to an instance. */
    List<Delivery> leasedTo(String agentId, int limit);

    /** Conversations of an agent name with unfinished deliveries held by this instance, or by none if empty; sorted. */
    List<String> conversationsHeldBy(AgentName agentName, Optional<String> agentId, int limit);

    /** Moves all queued deliveries of one lane to an instance (or to none), a leased one stays; returns how many moved. */
    int assign(AgentName agentName, String conversationId, Optional<String> agentId);

    /** Dead letters that are not dismissed with a position above {@code after}, in order; of one agent if given. */
    List<Delivery> deadLetters(Optional<AgentName> agentName, long after, int limit);

    /** How many deliveries there are in each unfinished state, and how many dead letters that are not dismissed. */
    Map<DeliveryState, Long> counts();
}
