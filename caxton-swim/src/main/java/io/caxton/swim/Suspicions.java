package io.caxton.swim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** When the suspicions run out; one of each suspect. */
final class Suspicions {
    private static final Comparator<Watch> ORDER =
            Comparator.comparing(Watch::at).thenComparing(watch -> watch.entry().name());

    private record Watch(Instant at, Entry entry) {
        static Watch of(Entry entry, Suspicion suspicion) {
            return new Watch(suspicion.deadline(), entry);
        }
    }

    private final TreeSet<Watch> watched = new TreeSet<>(ORDER);

    void begin(Entry entry, Suspicion suspicion) {
        end(entry);
        entry.suspicion = suspicion;
        watched.add(Watch.of(entry, suspicion));
    }

    /** Another accuses it as well. Returns whether that is news and still matters. */
    boolean confirm(Entry entry, Suspicion running, String accuser) {
        Watch before = Watch.of(entry, running);
        boolean matters = running.confirm(accuser);
        if (matters) {
            watched.remove(before);
            watched.add(Watch.of(entry, running));
        }
        return matters;
    }

    /** It is suspected no more, if it was. */
    void end(Entry entry) {
        @Nullable Suspicion running = entry.suspicion;
        if (running != null) {
            watched.remove(Watch.of(entry, running));
            entry.suspicion = null;
        }
    }

    Instant due() {
        return watched.isEmpty() ? Timed.NEVER : watched.first().at();
    }

    /** They are to be declared dead, which ends their suspicions. */
    List<Entry> expired(Instant now) {
        return watched.stream()
                .takeWhile(watch -> !watch.at().isAfter(now))
                .map(Watch::entry)
                .toList();
    }

    /** Lets all of them run out so much later. */
    void postpone(Duration by) {
        List<Watch> running = new ArrayList<>(watched);
        watched.clear();
        for (Watch watch : running) {
            @Nullable Suspicion suspicion = watch.entry().suspicion;
            if (suspicion != null) {
                suspicion.postpone(by);
                watched.add(Watch.of(watch.entry(), suspicion));
            }
        }
    }
}
