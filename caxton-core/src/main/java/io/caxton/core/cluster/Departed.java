package io.caxton.core.cluster;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that are not waited for any more, with their last epoch, so that peers who have not heard do not bring their agents
 * back. Bounded by number, the oldest is forgotten first, and by age. To be guarded by its owner.
 */
final class Departed {
    private record Mark(long epoch, Instant at) {}

    private final int most;
    private final Map<String, Mark> marks = new LinkedHashMap<>();

    Departed(int most) {
        this.most = most;
    }

    void add(String nodeId, long epoch, Instant now) {
        @Nullable Mark previous = marks.remove(nodeId);
        marks.put(nodeId, new Mark(previous == null ? epoch : Math.max(epoch, previous.epoch()), now));
        if (marks.size() > most) {
            Iterator<String> oldest = marks.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    boolean has(String nodeId) {
        return marks.containsKey(nodeId);
    }

    /** Whether it left in this epoch or a later one. */
    boolean covers(String nodeId, long epoch) {
        @Nullable Mark mark = marks.get(nodeId);
        return mark != null && epoch <= mark.epoch();
    }

    /** Membership says that it is alive in this epoch; answers whether that is news, not an echo from before it left. */
    boolean welcome(String nodeId, long epoch) {
        @Nullable Mark mark = marks.get(nodeId);
        if (mark != null && epoch != 0 && epoch < mark.epoch()) {
            return false;
        }
        marks.remove(nodeId);
        return true;
    }

    void forget(Instant upTo) {
        marks.values().removeIf(mark -> !mark.at().isAfter(upTo));
    }

    Optional<Instant> oldest() {
        return marks.values().stream().findFirst().map(Mark::at);
    }

    int size() {
        return marks.size();
    }

    /** Lines that ask for nothing. */
    Stream<Digest.Line> lines() {
        return marks.entrySet().stream()
                .map(e -> new Digest.Line(e.getKey(), e.getValue().epoch(), Digest.Line.FORGOTTEN, 0));
    }
}
