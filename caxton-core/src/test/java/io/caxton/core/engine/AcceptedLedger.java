package io.caxton.core.engine;

import io.caxton.core.delivery.ReceiptStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The outside view of a node: what it acknowledged to senders and what a deduplicating consumer handled. After crashes
 * and a quiet end it tells which acknowledged messages have no recorded outcome. Safe for use by several threads.
 */
public final class AcceptedLedger {
    private final Set<String> accepted = new ConcurrentSkipListSet<>();
    private final ConcurrentHashMap<String, Integer> handOuts = new ConcurrentHashMap<>();
    private final Set<String> handled = ConcurrentHashMap.newKeySet();
    private final AtomicInteger effects = new AtomicInteger();

    /**
     * What a check found.
     *
     * @param handledOnce acknowledged and handled by the consumer exactly once
     * @param otherOutcome acknowledged, not handled, but with another recorded final status
     * @param handedOutAgain hand-outs of a message the consumer had handled before; deduplicated, so without effect
     * @param faults every acknowledged message for which neither holds, with what is known of it
     */
    public record Report(int accepted, int handledOnce, int otherOutcome, int handedOutAgain, List<String> faults) {}

    /** The node told the sender that this message is accepted. */
    public void accepted(String messageId) {
        accepted.add(messageId);
    }

    /** The consumer was handed a message. True if it is to be handled, false if it was handled before. */
    public boolean handedOut(String messageId) {
        handOuts.merge(messageId, 1, Integer::sum);
        if (!handled.add(messageId)) {
            return false;
        }
        effects.incrementAndGet();
        return true;
    }

    /** Every message that the node said it accepted. */
    public Set<String> acceptedIds() {
        return Set.copyOf(accepted);
    }

    /** Checks every acknowledged message against the status that the node gives for it; empty if the node does not know it. */
    public Report check(Function<String, Optional<ReceiptStatus>> statusOf) {
        int handledOnce = 0;
        int otherOutcome = 0;
        List<String> faults = new ArrayList<>();
        for (String id : new TreeSet<>(accepted)) {
            Optional<ReceiptStatus> status = statusOf.apply(id);
            if (status.isEmpty()) {
                faults.add(id + " was accepted and is unknown");
            } else if (!status.get().isFinal()) {
                faults.add(id + " was accepted and is still " + status.get());
            } else if (status.get() == ReceiptStatus.HANDLED && !handled.contains(id)) {
                faults.add(id + " is recorded as handled and never was");
            } else if (handled.contains(id)) {
                handledOnce++;
            } else {
                otherOutcome++;
            }
        }
        if (effects.get() != handled.size()) {
            faults.add("the consumer handled " + effects.get() + " times what are " + handled.size() + " messages");
        }
        int again = handOuts.values().stream().mapToInt(n -> n - 1).sum();
        return new Report(accepted.size(), handledOnce, otherOutcome, again, faults);
    }
}
