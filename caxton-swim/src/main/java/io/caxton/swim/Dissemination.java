package io.caxton.swim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is to be spread: each broadcast rides on so many packets as it takes to reach all, those that were sent least first
 * (SWIM, section 4.1: infection-style dissemination). What is said of members goes before what users say. A newer broadcast about the
 * same subject takes the place of an older one.
 */
final class Dissemination {
    /** Parts of a packet are counted in a byte; one of them may be what the broadcasts ride on. */
    static final int MOST_PARTS = 254;

    private static final Comparator<Broadcast> ORDER = Comparator.comparing(Broadcast::isUsers)
            .thenComparingInt(Broadcast::transmits)
            .thenComparing(Comparator.comparingInt(Broadcast::size).reversed())
            .thenComparing(Comparator.comparingLong(Broadcast::number).reversed());

    /** @param subject what it is about; empty if about nothing that another could be about */
    private record Broadcast(
            Optional<String> subject, boolean isUsers, SwimMessage message, int size, int transmits, long number) {
        Broadcast sentOnceMore() {
            return new Broadcast(subject, isUsers, message, size, transmits + 1, number);
        }
    }

    private final int multiplier;
    private final int most;
    private final int largest;
    private final Members members;
    private final ToIntFunction<SwimMessage> sizes;
    private final Counters counters;
    private final TreeSet<Broadcast> waiting = new TreeSet<>(ORDER);
    private final Map<String, Broadcast> bySubject = new HashMap<>();
    private long numbers;

    Dissemination(SwimSettings settings, Members members, ToIntFunction<SwimMessage> sizes, Counters counters) {
        this.multiplier = settings.retransmitMultiplier();
        this.most = settings.maxBroadcasts();
        this.largest = settings.packetBytes();
        this.members = members;
        this.sizes = sizes;
        this.counters = counters;
    }

    /** Spreads the news of a member; what was to be spread of it before is old. */
    void spread(String node, SwimMessage news) {
        add(Optional.of("member " + node), false, news);
    }

    /**
     * Spreads a user's message.
     *
     * @param subject an older one with the same is spread no more
     * @throws IllegalArgumentException if it does not fit into a packet
     */
    void spreadUsers(Optional<String> subject, SwimMessage.User message) {
        requireFits(message);
        add(subject.map(name -> "user " + name), true, message);
    }

    void requireFits(SwimMessage.User message) {
        int size = sizes.applyAsInt(message);
        if (size + PacketOverhead.PART > largest) {
            throw new IllegalArgumentException("a message of " + size + " bytes does not fit into a packet");
        }
    }

    private void add(Optional<String> subject, boolean users, SwimMessage message) {
        Broadcast added = new Broadcast(subject, users, message, sizes.applyAsInt(message), 0, numbers++);
        subject.ifPresent(name -> {
            @Nullable Broadcast older = bySubject.put(name, added);
            if (older != null) {
                waiting.remove(older);
            }
        });
        waiting.add(added);
        while (waiting.size() > most) {
            forget(waiting.last());
            counters.add(Counter.BROADCASTS_DROPPED);
        }
    }

    private void forget(Broadcast broadcast) {
        waiting.remove(broadcast);
        broadcast.subject().ifPresent(name -> bySubject.remove(name, broadcast));
    }

    /** Whether news of a member still waits to be spread. */
    boolean isSpreading(String node) {
        return bySubject.containsKey("member " + node);
    }

    int size() {
        return waiting.size();
    }

    /** What rides on the next packet, in so many bytes and parts. It counts as sent. */
    List<SwimMessage> take(int bytes, int parts) {
        int limit = ClusterScale.transmits(multiplier, members.present());
        List<SwimMessage> taken = new ArrayList<>();
        List<Broadcast> sent = new ArrayList<>();
        int free = bytes;
        @Nullable Broadcast next = waiting.isEmpty() ? null : waiting.first();
        while (next != null && taken.size() < parts && free > PacketOverhead.PART) {
            if (next.size() + PacketOverhead.PART > free) {
                next = waiting.higher(fitting(next, free - PacketOverhead.PART));
            } else {
                taken.add(next.message());
                sent.add(next);
                free -= next.size() + PacketOverhead.PART;
                next = waiting.higher(next);
            }
        }
        for (Broadcast broadcast : sent) {
            waiting.remove(broadcast);
            Broadcast again = broadcast.sentOnceMore();
            if (again.transmits() < limit) {
                waiting.add(again);
                again.subject().ifPresent(name -> bySubject.put(name, again));
            } else {
                broadcast.subject().ifPresent(name -> bySubject.remove(name, broadcast));
            }
        }
        return taken;
    }

    /** Stands right before those sent as often as this one that are small enough. */
    private static Broadcast fitting(Broadcast tooLarge, int size) {
        return new Broadcast(
                Optional.empty(), tooLarge.isUsers(), tooLarge.message(), size, tooLarge.transmits(), Long.MAX_VALUE);
    }
}
