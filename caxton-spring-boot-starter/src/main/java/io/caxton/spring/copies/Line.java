package io.caxton.spring.copies;

import io.caxton.core.copies.Copy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What is to be said to one node about copies. Used by one thread. */
final class Line {
    /** Copies of one batch. */
    static final int MOST_COPIES = 500;

    /** Their bytes; a single larger message still goes. */
    static final long MOST_BYTES = 1L << 20;

    /** Drops of one batch; so many that wait go without waiting for copies. */
    static final int MOST_DROPS = 500;

    /** Drops that wait for a node; of more the oldest is forgotten, and that copy goes when the node is next asked or by its age. */
    static final int REMEMBERED_DROPS = 50_000;

    /** What goes in one call. */
    record Batch(List<Entry> entries, List<String> drops) {
        boolean isEmpty() {
            return entries.isEmpty() && drops.isEmpty();
        }
    }

    final String nodeId;
    String store = "";
    boolean open;
    boolean inFlight;
    boolean flushing;
    Instant silentUntil = Instant.MIN;

    /** Completed once what the node keeps is known. */
    final CompletableFuture<Boolean> asked = new CompletableFuture<>();

    private final Deque<Entry> queue = new ArrayDeque<>();
    private final Set<String> drops = new LinkedHashSet<>();

    Line(String nodeId) {
        this.nodeId = nodeId;
    }

    boolean isUsable(Instant now) {
        return open && !silentUntil.isAfter(now);
    }

    void add(Entry entry) {
        // What is wanted there again must not go with an earlier word.
        drops.remove(entry.messageId);
        queue.add(entry);
    }

    void drop(String messageId) {
        if (drops.size() >= REMEMBERED_DROPS) {
            Iterator<String> oldest = drops.iterator();
            oldest.next();
            oldest.remove();
        }
        drops.add(messageId);
    }

    boolean hasCopies() {
        return !queue.isEmpty();
    }

    int drops() {
        return drops.size();
    }

    /** Empties the queue. */
    List<Entry> takeAll() {
        List<Entry> all = List.copyOf(queue);
        queue.clear();
        return all;
    }

    Batch take() {
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        while (!queue.isEmpty() && entries.size() < MOST_COPIES) {
            Entry next = queue.element();
            if (next.closed || next.holder != null || next.copy == null) {
                queue.remove();
                continue;
            }
            Copy copy = Objects.requireNonNull(next.copy);
            bytes += copy.sizeBytes();
            if (!entries.isEmpty() && bytes > MOST_BYTES) {
                break;
            }
            entries.add(queue.remove());
        }
        List<String> told = new ArrayList<>();
        for (Iterator<String> each = drops.iterator(); each.hasNext() && told.size() < MOST_DROPS; ) {
            told.add(each.next());
            each.remove();
        }
        return new Batch(entries, told);
    }
}
