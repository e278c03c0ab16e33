package io.caxton.spring.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.spring.peer.PeerFrames.Head;
import io.caxton.spring.peer.PeerFrames.Letter;
import io.caxton.spring.peer.PeerServer.Opened;
import io.caxton.swim.ByteString;
import io.caxton.swim.wire.KeyRing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Both sides without a network. */
class PeerServerTest {
    private static final ByteString ONE = ByteString.of(new byte[16]);
    private static final ByteString TWO = ByteString.utf8("0123456789abcdef0123456789abcdef");
    private static final byte[] BODY = "hand it over".getBytes(StandardCharsets.UTF_8);

    private final Random random = new Random(7);
    private Optional<KeyRing> ring = Optional.of(KeyRing.of(ONE));
    private long now;
    private final PeerServer server =
            new PeerServer("b", () -> ring, new SessionTable(100, Duration.ofHours(1)), this::bytes, () -> now, true);

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private Hello hello(String client, String server, ByteString... keys) {
        return Hello.of(ByteString.of(bytes(Hello.NONCE)), client, server, List.of(keys));
    }

    private Session greet(ByteString... keys) throws RefusedException {
        Hello hello = hello("a", "b", keys);
        Welcome welcome = Welcome.decode(server.welcome(hello.encoded(), "127.0.0.1"));
        if (welcome.key() == Welcome.NO_KEY) {
            return Session.inTheClear(hello, welcome, now);
        }
        assertThat(Session.isProven(hello, welcome, keys[welcome.key()])).isTrue();
        return Session.sealed(hello, welcome, keys[welcome.key()], now);
    }

    private static byte[] seal(Session session, Letter letter, byte[] body) {
        return PeerFrames.request(
                session.id(), letter.number(), session.requests().seal(letter, body));
    }

    private Opened open(PeerOperation operation, byte[] request) throws RefusedException {
        Head head = PeerFrames.head(request);
        return server.open(server.session(head), operation, head, request);
    }

    private static void isRefused(Refusal refusal, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    @Test
    void aRequestAndItsAnswerArriveAndNobodyElseCanReadThem() throws Exception {
        Session session = greet(ONE);
        assertThat(session.http2()).isTrue();
        Letter letter = session.nextLetter(PeerOperation.FORWARD);
        byte[] request = seal(session, letter, BODY);
        assertThat(new String(request, StandardCharsets.ISO_8859_1)).doesNotContain("hand");
        Opened opened = open(PeerOperation.FORWARD, request);
        assertThat(opened.body()).isEqualTo(BODY);
        assertThat(opened.session().client()).isEqualTo("a");
        byte[] answer = server.answer(opened, BODY);
        assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("hand");
        assertThat(session.answers().open(letter.answered(), answer, 0)).isEqualTo(BODY);
        isRefused(
                Refusal.FORGED,
                () -> session.answers()
                        .open(session.letter(PeerOperation.FORWARD, 2).answered(), answer, 0));
        isRefused(Refusal.FORGED, () -> session.requests().open(letter, answer, 0));
    }

    @Test
    void whatWasSentOnceIsNotTakenTwice() throws Exception {
        Session session = greet(ONE);
        byte[] request = seal(session, session.nextLetter(PeerOperation.FORWARD), BODY);
        open(PeerOperation.FORWARD, request);
        isRefused(Refusal.REPLAYED, () -> open(PeerOperation.FORWARD, request));
    }

    @Test
    void everyChangedBitIsNoticed() throws Exception {
        Session session = greet(ONE);
        byte[] request = seal(session, session.nextLetter(PeerOperation.FORWARD), BODY);
        for (int bit = 0; bit < request.length * Byte.SIZE; bit++) {
            byte[] changed = request.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThatThrownBy(() -> open(PeerOperation.FORWARD, changed)).isInstanceOf(RefusedException.class);
        }
        isRefused(Refusal.FORGED, () -> open(PeerOperation.OUTCOMES, request));
        assertThat(open(PeerOperation.FORWARD, request).body())
                .as("what was forged has not spent the number")
                .isEqualTo(BODY);
    }

    @Test
    void aSessionOfOneNodeIsNoneOfAnother() throws Exception {
        Session session = greet(ONE);
        Letter letter = session.nextLetter(PeerOperation.FORWARD);
        Letter pretended = new Letter(false, letter.operation(), "c", letter.server(), letter.number());
        byte[] request = PeerFrames.request(
                session.id(), letter.number(), session.requests().seal(pretended, BODY));
        isRefused(Refusal.FORGED, () -> open(PeerOperation.FORWARD, request));
    }

    @Test
    void aHelloProvesItsNodeIds() {
        byte[] hello = hello("a", "b", ONE).encoded();
        byte[] forged = hello.clone();
        forged[4 + Hello.NONCE + 1] = 'c';
        isRefused(Refusal.WRONG_KEY, () -> server.welcome(forged, "127.0.0.1"));
        isRefused(Refusal.OTHER_NODE, () -> server.welcome(hello("a", "c", ONE).encoded(), "127.0.0.1"));
    }

    @Test
    void keysMustBeOfBothOrOfNeither() throws Exception {
        isRefused(Refusal.WRONG_KEY, () -> greet(TWO));
        isRefused(Refusal.WRONG_KEY, this::greet);
        ring = Optional.empty();
        isRefused(Refusal.WRONG_KEY, () -> greet(ONE));
        assertThat(greet().key()).isEmpty();
    }

    @Test
    void anyKeyOfTheRingWillDo() throws Exception {
        ring = Optional.of(KeyRing.of(TWO).install(ONE));
        assertThat(greet(ONE).key()).contains(ONE);
        assertThat(greet(ONE, TWO).key()).contains(TWO);
    }

    @Test
    void aKeyThatLeavesTheRingEndsItsSessions() throws Exception {
        ring = Optional.of(KeyRing.of(ONE).install(TWO));
        Session session = greet(ONE);
        open(PeerOperation.FORWARD, seal(session, session.nextLetter(PeerOperation.FORWARD), BODY));
        ring = ring.map(keys -> keys.use(TWO).remove(ONE));
        byte[] late = seal(session, session.nextLetter(PeerOperation.FORWARD), BODY);
        isRefused(Refusal.UNKNOWN_SESSION, () -> open(PeerOperation.FORWARD, late));
        assertThat(server.sessions()).isZero();
    }

    @Test
    void aSessionInTheClearEndsWhenThereAreKeys() throws Exception {
        ring = Optional.empty();
        Session session = greet();
        byte[] request = seal(session, session.nextLetter(PeerOperation.LOOKUP), BODY);
        assertThat(open(PeerOperation.LOOKUP, request).body()).isEqualTo(BODY);
        ring = Optional.of(KeyRing.of(ONE));
        byte[] late = seal(session, session.nextLetter(PeerOperation.LOOKUP), BODY);
        isRefused(Refusal.UNKNOWN_SESSION, () -> open(PeerOperation.LOOKUP, late));
    }

    @Test
    void anOldHelloSentAgainGivesNothingToWhoHasNoKey() throws Exception {
        byte[] hello = hello("a", "b", ONE).encoded();
        Welcome first = Welcome.decode(server.welcome(hello, "127.0.0.1"));
        Welcome second = Welcome.decode(server.welcome(hello, "127.0.0.1"));
        assertThat(second.session()).isNotEqualTo(first.session());
        assertThat(second.nonce()).isNotEqualTo(first.nonce());
        byte[] guess = PeerFrames.request(second.session(), 1, new byte[64]);
        isRefused(Refusal.FORGED, () -> open(PeerOperation.FORWARD, guess));
    }

    @Test
    void aWelcomeFromAnotherIsNotBelieved() throws Exception {
        Hello mine = hello("a", "b", ONE);
        Welcome other = Welcome.decode(server.welcome(hello("a", "b", ONE).encoded(), "127.0.0.1"));
        assertThat(Session.isProven(mine, other, ONE)).isFalse();
        assertThat(Session.isProven(mine, other, TWO)).isFalse();
    }

    /** Nothing but a refusal comes of what is not a hello, and of a hello that was cut or changed. */
    @Test
    void garbageIsRefused() {
        byte[] hello = hello("node-a", "b", ONE).encoded();
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = random.nextBoolean() ? bytes(random.nextInt(200)) : hello.clone();
            if (garbage.length > 0) {
                garbage[random.nextInt(garbage.length)] ^= (byte) (1 + random.nextInt(255));
            }
            byte[] sent = Arrays.copyOf(garbage, random.nextInt(garbage.length + 3));
            assertThatThrownBy(() -> server.welcome(sent, "127.0.0.1")).isInstanceOf(RefusedException.class);
            if (!Arrays.equals(sent, hello)) {
                assertThatThrownBy(() -> Welcome.decode(sent)).isInstanceOf(RefusedException.class);
            }
        }
        assertThat(server.sessions()).isZero();
    }
}
