package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What works have changed and no statement has written yet, each thing once and as it is now. */
final class Changes {
    final Map<String, NewMessage> messages = new LinkedHashMap<>();
    final Map<String, SortedMap<AgentName, Delivery>> deliveries = new LinkedHashMap<>();
    final Map<String, List<Receipt>> receipts = new LinkedHashMap<>();
    final Map<String, Optional<Instant>> finished = new LinkedHashMap<>();

    /** Messages of which a delivery has become a dead letter, or is one no more. */
    final Set<String> deadLetters = new LinkedHashSet<>();

    final Map<String, ConversationRow> conversations = new LinkedHashMap<>();
    final Map<IdempotencyKey, IdempotencyKey.Use> keys = new LinkedHashMap<>();

    /** Reports that are added or removed, in that order. */
    final List<Consumer<ReportTable>> reports = new ArrayList<>();

    boolean position;

    boolean isEmpty() {
        return !position
                && messages.isEmpty()
                && deliveries.isEmpty()
                && receipts.isEmpty()
                && finished.isEmpty()
                && deadLetters.isEmpty()
                && conversations.isEmpty()
                && keys.isEmpty()
                && reports.isEmpty();
    }

    void put(Delivery delivery) {
        deliveries.computeIfAbsent(delivery.messageId(), id -> new TreeMap<>()).put(delivery.agentName(), delivery);
    }

    void add(Receipt receipt) {
        receipts.computeIfAbsent(receipt.messageId(), id -> new ArrayList<>(2)).add(receipt);
    }

    /** Adds these changes to earlier ones, over which they go; not to be used after that. */
    void addTo(Changes earlier) {
        earlier.messages.putAll(messages);
        deliveries.forEach((id, changed) -> earlier.deliveries.merge(id, changed, (before, after) -> {
            before.putAll(after);
            return before;
        }));
        receipts.forEach((id, added) -> earlier.receipts.merge(id, added, (before, after) -> {
            before.addAll(after);
            return before;
        }));
        earlier.finished.putAll(finished);
        earlier.deadLetters.addAll(deadLetters);
        earlier.conversations.putAll(conversations);
        earlier.keys.putAll(keys);
        earlier.reports.addAll(reports);
        earlier.position |= position;
    }
}
