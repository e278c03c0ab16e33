package io.caxton.spring.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private static final Duration AGE = Duration.ofMinutes(10);

    private final SessionTable table = new SessionTable(3, AGE);

    private static Session session(int number, long now) {
        ByteString id = ByteString.of(
                ByteBuffer.allocate(PeerFrames.SESSION_ID).putInt(number).array());
        ByteString nonce = ByteString.of(new byte[Hello.NONCE]);
        return Session.inTheClear(
                new Hello(nonce, "a", "b", List.of()),
                new Welcome(id, nonce, false, Welcome.NO_KEY, ByteString.EMPTY),
                now);
    }

    private Session proven(int number, long now) {
        Session session = session(number, now);
        table.add(session, now);
        table.proved(session);
        return session;
    }

    @Test
    void theIdlestGivesWay() {
        Session first = proven(1, 0);
        Session second = proven(2, 0);
        Session third = proven(3, 0);
        assertThat(table.find(first.id(), 0)).contains(first);
        proven(4, 0);
        assertThat(table.find(second.id(), 0)).isEmpty();
        assertThat(table.find(first.id(), 0)).contains(first);
        assertThat(table.find(third.id(), 0)).contains(third);
        assertThat(table.size()).isEqualTo(3);
    }

    @Test
    void hellosThatProveNothingDriveNoSessionOut() {
        Session inUse = proven(1, 0);
        for (int i = 2; i < 1_000; i++) {
            table.add(session(i, 0), 0);
        }
        assertThat(table.find(inUse.id(), 0)).contains(inUse);
        assertThat(table.size()).isEqualTo(4);
    }

    @Test
    void aSessionEndsWithItsAge() {
        Session session = proven(1, 5);
        assertThat(table.find(session.id(), 5 + AGE.toNanos())).contains(session);
        assertThat(table.find(session.id(), 6 + AGE.toNanos())).isEmpty();
        assertThat(table.size()).isZero();
    }

    @Test
    void whoeverNeverProvesAnythingHasLessTime() {
        long patience = SessionTable.PROOF_PATIENCE.toNanos();
        Session session = session(1, 0);
        table.add(session, 0);
        assertThat(table.find(session.id(), patience)).contains(session);
        assertThat(table.find(session.id(), patience + 1)).isEmpty();
        table.add(session(2, patience + 1), patience + 1);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void whatIsRemovedIsGone() {
        Session session = proven(1, 0);
        table.remove(session);
        assertThat(table.find(session.id(), 0)).isEmpty();
    }
}
