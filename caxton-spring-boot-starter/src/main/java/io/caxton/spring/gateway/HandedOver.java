package io.caxton.spring.gateway;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.DirectDelivery.Handed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages that were handed over in memory, and how far their records have come: what is to be written, in which order,
 * and what is being written. A receiver may acknowledge at any time; that is written behind as well. Guarded by its owner.
 */
final class HandedOver {
    /** How many bytes of content may wait to be durable. */
    static final long MOST_BYTES = 64L << 20;

    private final int most;
    private final Map<String, Handed> waiting = new LinkedHashMap<>();
    private final Map<String, Handed> recording = new HashMap<>();
    /** Given to the local state, but not acknowledged; the eldest are forgotten, and then acknowledged there. */
    private final Map<String, Delivery> held = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Delivery> eldest) {
            return size() > most;
        }
    };
    /** After they were given to it, to be written. */
    private final Map<String, Acknowledged> acknowledged = new LinkedHashMap<>();

    private final Map<String, Acknowledged> acknowledging = new HashMap<>();
    private long bytes;

    HandedOver(int most) {
        this.most = most;
    }

    /** Something to be written. */
    sealed interface Step {
        String messageId();

        String conversationId();
    }

    /** A message and how far it has come. */
    record Message(Handed handed) implements Step {
        @Override
        public String messageId() {
            return handed.message().id();
        }

        @Override
        public String conversationId() {
            return handed.message().conversationId();
        }
    }

    /** That a message was handled of which a record was given to the local state before. */
    record Acknowledged(Delivery delivery, Instant at) implements Step {
        @Override
        public String messageId() {
            return delivery.messageId();
        }

        @Override
        public String conversationId() {
            return delivery.conversationId();
        }
    }

    /** Whether one more may be handed over before others are durable. */
    boolean hasRoom(long size) {
        boolean one = waiting.isEmpty() && recording.isEmpty();
        return waiting.size() + acknowledged.size() < most && (one || bytes + size <= MOST_BYTES);
    }

    void add(Handed handed) {
        waiting.put(handed.message().id(), handed);
        bytes += handed.submission().sizeBytes();
    }

    /** A message that the local state does not hold durably yet. */
    Optional<Handed> undurable(String messageId) {
        Handed handed = waiting.get(messageId);
        return Optional.ofNullable(handed != null ? handed : recording.get(messageId));
    }

    /** That a message was acknowledged which the local state holds, but as if it were not. */
    Optional<Acknowledged> acknowledgement(String messageId) {
        Acknowledged known = acknowledged.get(messageId);
        return Optional.ofNullable(known != null ? known : acknowledging.get(messageId));
    }

    /** A message that is in its receiver's hands as far as is known here. */
    Optional<Delivery> inHand(String messageId) {
        Handed handed = waiting.get(messageId);
        return handed != null && handed.acknowledgedAt().isEmpty()
                ? Optional.of(handed.delivery())
                : Optional.ofNullable(held.get(messageId));
    }

    /** A message that was acknowledged a moment ago. */
    Optional<Delivery> justAcknowledged(String messageId) {
        Handed handed = waiting.get(messageId);
        return handed != null && handed.acknowledgedAt().isPresent()
                ? Optional.of(handed.delivery())
                : acknowledgement(messageId).map(Acknowledged::delivery);
    }

    /** Notes that a message in hand was handled. Returns whether that is a step of its own to be written. */
    boolean acknowledge(String messageId, Instant at) {
        waiting.computeIfPresent(messageId, (id, handed) -> handed.acknowledged(at));
        recording.computeIfPresent(messageId, (id, handed) -> handed.acknowledged(at));
        @Nullable Delivery given = held.remove(messageId);
        if (given != null) {
            acknowledged.put(messageId, new Acknowledged(given, at));
        }
        return given != null;
    }

    /** A delivery has ended in the local state, or is in nobody's hands any more. */
    void ended(String messageId) {
        held.remove(messageId);
    }

    /** Everything ends up in the local state from now on. */
    void forgetHeld() {
        held.clear();
    }

    /** Whether anything is to be written. */
    boolean hasSteps() {
        return !waiting.isEmpty() || !acknowledged.isEmpty();
    }

    /** What is to be written of some conversations, in the order in which it is to be; it counts as being written. */
    List<Step> take(Predicate<String> conversation) {
        List<Step> steps = new ArrayList<>();
        // An earlier message of a lane is acknowledged before the next one was handed over.
        acknowledged.values().removeIf(done -> {
            boolean taken = conversation.test(done.conversationId());
            if (taken) {
                steps.add(done);
                acknowledging.put(done.messageId(), done);
            }
            return taken;
        });
        waiting.values().removeIf(handed -> {
            boolean taken = conversation.test(handed.message().conversationId());
            if (taken) {
                steps.add(new Message(handed));
                recording.put(handed.message().id(), handed);
                if (handed.acknowledgedAt().isEmpty()) {
                    held.put(handed.message().id(), handed.delivery());
                }
            }
            return taken;
        });
        return steps;
    }

    /** What was just taken could not be given to the local state; it comes before everything else. */
    void putBack(List<? extends Step> steps) {
        Map<String, Handed> others = new LinkedHashMap<>(waiting);
        waiting.clear();
        for (Step step : steps) {
            if (step instanceof Message message) {
                recording.remove(step.messageId());
                held.remove(step.messageId());
                waiting.put(step.messageId(), message.handed());
            } else if (step instanceof Acknowledged done) {
                acknowledging.remove(step.messageId());
                acknowledged.put(step.messageId(), done);
            }
        }
        waiting.putAll(others);
    }

    /** What was taken is durable, or never will be. */
    void written(List<? extends Step> steps, boolean done) {
        for (Step step : steps) {
            if (step instanceof Message message) {
                recording.remove(step.messageId());
                bytes -= message.handed().submission().sizeBytes();
                if (!done) {
                    held.remove(step.messageId());
                    acknowledged.remove(step.messageId());
                }
            } else {
                acknowledging.remove(step.messageId());
            }
        }
    }
}
