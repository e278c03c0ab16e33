package io.caxton.core.cluster;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another node: what membership says of it and what is known of its agents. To be guarded by its owner. */
final class KnownNode {
    /** What membership says. */
    enum Presence {
        ALIVE,
        /** Or it has left. */
        FAILED,
        /** Nothing: others told of its agents first, or it is long gone and they have not heard. */
        STRANGER
    }

    private final String id;
    private final Instant since;
    private Presence presence;
    private Instant presenceSince;

    /** The latest epoch that membership has told of. */
    private long toldEpoch;

    private @Nullable Replica shown;

    /** A whole copy that is being received, to replace what is shown. */
    private @Nullable Replica incoming;

    KnownNode(String id, Presence presence, Instant since) {
        this.id = id;
        this.presence = presence;
        this.since = since;
        this.presenceSince = since;
    }

    String id() {
        return id;
    }

    Instant since() {
        return since;
    }

    Presence presence() {
        return presence;
    }

    void become(Presence other, Instant now) {
        if (presence != other) {
            presence = other;
            presenceSince = now;
        }
    }

    Instant presenceSince() {
        return presenceSince;
    }

    /** Whether it has failed or left. */
    boolean isGone() {
        return presence == Presence.FAILED;
    }

    void isInEpoch(long epoch) {
        toldEpoch = Math.max(toldEpoch, epoch);
    }

    boolean isStranger() {
        return presence == Presence.STRANGER;
    }

    boolean isReachable() {
        return presence == Presence.ALIVE;
    }

    Optional<Replica> shown() {
        return Optional.ofNullable(shown);
    }

    Optional<Replica> incoming() {
        return Optional.ofNullable(incoming);
    }

    /** Begins to receive a whole copy, instead of one that was being received before. */
    Replica receive(Delta first, Instant now) {
        Replica copy = new Replica(id, first.epoch(), first.floor(), now);
        incoming = copy;
        return copy;
    }

    void giveUpCopy() {
        incoming = null;
    }

    /** The whole copy is there. */
    void showCopy() {
        shown = incoming;
        incoming = null;
    }

    /** The latest epoch heard of, 0 if none. */
    long epoch() {
        long received = incoming().or(this::shown).map(Replica::epoch).orElse(0L);
        return Math.max(toldEpoch, received);
    }

    int agents() {
        return shown().map(Replica::agents).orElse(0)
                + incoming().map(Replica::agents).orElse(0);
    }

    long weight() {
        return shown().map(Replica::weight).orElse(0L)
                + incoming().map(Replica::weight).orElse(0L);
    }

    /** What this node wants to hear of that one: the rest of the copy that is being received, else what is new. */
    Digest.Line line() {
        return incoming().or(this::shown).map(Replica::line).orElseGet(() -> new Digest.Line(id, 0, 0, 0));
    }

    /**
     * Whether a whole copy that begins with this delta says more than what is shown and than one that is being received.
     */
    boolean wantsCopy(Delta first) {
        if (first.after() != 0) {
            return false;
        }
        boolean beyondShown = shown == null
                || first.epoch() > shown.epoch()
                || (first.epoch() == shown.epoch() && first.floor() > shown.counter());
        boolean beyondIncoming = incoming == null
                || first.epoch() > incoming.epoch()
                || (first.epoch() == incoming.epoch() && first.floor() > incoming.floor());
        return beyondShown && beyondIncoming;
    }

    /** Whether everything up to the end of this delta is known. */
    boolean knows(Delta delta) {
        return shown().filter(replica -> covers(replica, delta)).isPresent()
                || incoming().filter(copy -> covers(copy, delta)).isPresent();
    }

    private static boolean covers(Replica replica, Delta delta) {
        return replica.epoch() > delta.epoch()
                || (replica.epoch() == delta.epoch() && replica.counter() >= delta.upTo());
    }
}
