package io.caxton.spring.copies;

import io.caxton.core.agent.AgentName;
import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.Copy;
import io.caxton.core.copies.Holders;
import io.caxton.core.engine.Copies.Reconciled;
import io.caxton.spring.copies.Entry.Placed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which message has its copy where, and what is to be said to whom. Used by one thread; sends nothing itself. */
final class Ledger {
    /** A message is offered to so many nodes. */
    private static final int MOST_ASKED = 2;

    /** A node that has not answered is not asked for so long, unless it is heard of again. */
    static final Duration SILENCE = Duration.ofSeconds(1);

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Line> lines = new HashMap<>();
    private final InstantSource clock;
    private final Consumer<Line> pump;

    /** @param pump told that there is something to be said to a node */
    Ledger(InstantSource clock, Consumer<Line> pump) {
        this.clock = clock;
        this.pump = pump;
    }

    Line line(String nodeId) {
        return lines.computeIfAbsent(nodeId, Line::new);
    }

    Collection<Line> lines() {
        return lines.values();
    }

    void forget(String nodeId) {
        lines.remove(nodeId);
    }

    int size() {
        return entries.size();
    }

    /** A message is durable here and needs a copy. */
    void add(String conversationId, Copy copy, CompletableFuture<Placed> placed) {
        Entry known = entries.get(copy.messageId());
        if (known != null && known.holder != null) {
            placed.complete(Placed.STORED);
            return;
        }
        if (known != null) {
            known.await(placed);
            return;
        }
        Entry entry = new Entry(copy.messageId(), conversationId, copy.names());
        entry.copy = copy;
        entry.await(placed);
        entries.put(copy.messageId(), entry);
        offer(entry);
    }

    private void offer(Entry entry) {
        Instant now = clock.instant();
        List<String> usable = lines.values().stream()
                .filter(line -> line.isUsable(now) && !entry.asked.contains(line.nodeId))
                .map(line -> line.nodeId)
                .toList();
        List<String> best = Holders.of(entry.conversationId, usable, 1);
        if (best.isEmpty() || entry.asked.size() >= MOST_ASKED) {
            entries.remove(entry.messageId);
            entry.closed = true;
            entry.tell(Placed.MISSING);
            return;
        }
        Line line = line(best.get(0));
        entry.asked.add(line.nodeId);
        line.add(entry);
        pump.accept(line);
    }

    /** Somebody has handled it, or another node has it. */
    void ended(String messageId, AgentName name) {
        Entry entry = entries.get(messageId);
        if (entry == null || !entry.open.remove(name) || !entry.open.isEmpty()) {
            return;
        }
        entries.remove(messageId);
        entry.closed = true;
        entry.tell(Placed.UNNEEDED);
        if (entry.holder != null) {
            drop(entry.holder, messageId);
        }
    }

    private void drop(String nodeId, String messageId) {
        @Nullable Line line = lines.get(nodeId);
        if (line != null) {
            line.drop(messageId);
            pump.accept(line);
        }
    }

    /** A node has answered a batch: for each copy whether it keeps it. */
    void answered(Line line, Line.Batch batch, List<Boolean> kept) {
        for (int i = 0; i < batch.entries().size(); i++) {
            Entry entry = batch.entries().get(i);
            if (kept.get(i)) {
                stored(entry, line);
            } else if (!entry.closed && entry.holder == null) {
                offer(entry);
            }
        }
    }

    private void stored(Entry entry, Line line) {
        if (entry.closed || (entry.holder != null && !entry.holder.equals(line.nodeId))) {
            drop(line.nodeId, entry.messageId);
            return;
        }
        entry.holder = line.nodeId;
        entry.copy = null;
        entry.tell(Placed.STORED);
    }

    /** A node has not answered a batch, and may have it all the same. What waits for it goes elsewhere too. */
    void unanswered(Line line, Line.Batch batch) {
        line.silentUntil = clock.instant().plus(SILENCE);
        batch.drops().forEach(line::drop);
        List<Entry> all = new ArrayList<>(batch.entries());
        all.addAll(line.takeAll());
        batch.entries().forEach(entry -> line.drop(entry.messageId));
        all.stream().filter(entry -> !entry.closed && entry.holder == null).forEach(this::offer);
    }

    /** A node is not there: what waits for it goes elsewhere. */
    void close(Line line) {
        line.open = false;
        line.takeAll().stream()
                .filter(entry -> !entry.closed && entry.holder == null)
                .forEach(this::offer);
    }

    /** What a node keeps has been held against what is known here. */
    void reconciled(Line line, Reconciled found) {
        found.drops().forEach(line::drop);
        for (Claimed needed : found.needed()) {
            @Nullable Entry known = entries.get(needed.messageId());
            if (known == null) {
                Entry entry = new Entry(needed.messageId(), "", needed.names());
                entry.holder = line.nodeId;
                entries.put(needed.messageId(), entry);
            } else {
                stored(known, line);
            }
        }
        pump.accept(line);
    }

    /** A node keeps nothing any more: the ids of what is without a copy now. */
    List<String> lost(String nodeId) {
        List<String> without = new ArrayList<>();
        entries.values().removeIf(entry -> {
            boolean gone = nodeId.equals(entry.holder);
            if (gone) {
                entry.closed = true;
                without.add(entry.messageId);
            }
            return gone;
        });
        return without;
    }

    /** The node stops. */
    void close() {
        entries.values().forEach(entry -> {
            entry.closed = true;
            entry.tell(Placed.MISSING);
        });
        entries.clear();
        lines.values().forEach(line -> line.open = false);
        lines.clear();
    }
}
