package io.caxton.swim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** When the suspicions run out. A suspicion that ended, or was confirmed, leaves an old time behind, which then means nothing. */
final class Suspicions {
    private static final Comparator<Watch> ORDER =
            Comparator.comparing(Watch::at).thenComparing(watch -> watch.entry().name());

    private record Watch(Instant at, Entry entry, Suspicion suspicion) {
        boolean isOld() {
            return entry.suspicion != suspicion || suspicion.deadline().isBefore(at);
        }
    }

    private PriorityQueue<Watch> watched = new PriorityQueue<>(ORDER);

    /** To be called when a suspicion begins, and when it is confirmed. */
    void watch(Entry entry, Suspicion suspicion) {
        watched.add(new Watch(suspicion.deadline(), entry, suspicion));
    }

    Instant due() {
        while (!watched.isEmpty() && watched.element().isOld()) {
            watched.remove();
        }
        return watched.isEmpty() ? Timed.NEVER : watched.element().at();
    }

    List<Entry> takeExpired(Instant now) {
        List<Entry> expired = new ArrayList<>();
        while (!due().isAfter(now)) {
            expired.add(watched.remove().entry());
        }
        return expired;
    }

    /** Lets all of them run out so much later. */
    void postpone(Duration by) {
        List<Watch> running = watched.stream()
                .filter(watch -> watch.entry().suspicion == watch.suspicion())
                .toList();
        running.stream().map(Watch::suspicion).distinct().forEach(suspicion -> suspicion.postpone(by));
        watched = new PriorityQueue<>(ORDER);
        running.forEach(watch -> watch(watch.entry(), watch.suspicion()));
    }
}
