package io.caxton.spring.peer;

import io.caxton.swim.ByteString;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions that other nodes have with this one. Those that nothing was sealed in yet have a room of their own, so that
 * whoever sends an old hello again and again drives out no session in use. Where a room is full the session that was idle
 * longest goes. Safe for use by several threads.
 */
final class SessionTable {
    /** How long a node may take from the answer to its hello to its first request. */
    static final Duration PROOF_PATIENCE = Duration.ofSeconds(30);

    private final int most;
    private final long ageNanos;
    private final Map<ByteString, Session> unproven = new LinkedHashMap<>();
    private final Map<ByteString, Session> proven = new LinkedHashMap<>(16, 0.75f, true);

    SessionTable(int most, Duration age) {
        this.most = most;
        this.ageNanos = age.toNanos();
    }

    synchronized void add(Session session, long now) {
        expire(unproven, now, PROOF_PATIENCE.toNanos());
        put(unproven, session);
    }

    private void put(Map<ByteString, Session> room, Session session) {
        if (room.size() >= most) {
            Iterator<ByteString> idlest = room.keySet().iterator();
            idlest.next();
            idlest.remove();
        }
        room.put(session.id(), session);
    }

    private static void expire(Map<ByteString, Session> room, long now, long age) {
        Iterator<Session> oldest = room.values().iterator();
        while (oldest.hasNext() && now - oldest.next().madeAt() > age) {
            oldest.remove();
        }
    }

    /** Empty if it never was, or has ended. */
    synchronized Optional<Session> find(ByteString id, long now) {
        Session session = proven.get(id);
        if (session == null) {
            session = unproven.get(id);
            return Optional.ofNullable(session).filter(s -> now - s.madeAt() <= PROOF_PATIENCE.toNanos());
        }
        if (now - session.madeAt() > ageNanos) {
            proven.remove(id);
            return Optional.empty();
        }
        return Optional.of(session);
    }

    /** Something came that only the other node can have sealed. */
    synchronized void proved(Session session) {
        if (unproven.remove(session.id()) != null) {
            put(proven, session);
        }
    }

    synchronized void remove(Session session) {
        unproven.remove(session.id());
        proven.remove(session.id());
    }

    synchronized int size() {
        return proven.size() + unproven.size();
    }
}
