package io.caxton.spring.copies;

import io.caxton.core.agent.AgentName;
import io.caxton.core.copies.Copy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message of this node that has a copy elsewhere, or is to have one. Used by one thread. */
final class Entry {
    /** What became of a message that waited for its copy. */
    enum Placed {
        STORED,
        UNNEEDED,
        MISSING
    }

    final String messageId;
    final String conversationId;

    /** Who is still to handle it. */
    final Set<AgentName> open;

    /** The nodes that were asked to keep it. */
    final List<String> asked = new ArrayList<>();

    /** Until it is stored. */
    @Nullable Copy copy;

    /** Who keeps it. */
    @Nullable String holder;

    /** It has ended, and needs no copy any more. */
    boolean closed;

    private final List<CompletableFuture<Placed>> waiting = new ArrayList<>();

    Entry(String messageId, String conversationId, Collection<AgentName> open) {
        this.messageId = messageId;
        this.conversationId = conversationId;
        this.open = new HashSet<>(open);
    }

    void await(CompletableFuture<Placed> future) {
        waiting.add(future);
    }

    void tell(Placed placed) {
        List<CompletableFuture<Placed>> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(future -> future.complete(placed));
    }
}
