package io.caxton.spring.peer;

import io.caxton.spring.peer.PeerFrames.Head;
import io.caxton.spring.peer.PeerFrames.Letter;
import io.caxton.swim.ByteString;
import io.caxton.swim.wire.KeyRing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The side that is called, without HTTP: who may have a session, and what was sealed in it. Safe for use by several threads. */
final class PeerServer {
    private static final Logger LOG = LoggerFactory.getLogger(PeerServer.class);

    private final String self;
    private final Supplier<Optional<KeyRing>> ring;
    private final SessionTable sessions;
    private final IntFunction<byte[]> random;
    private final LongSupplier nanos;
    private final boolean http2;
    private final LogGate gate;

    /** @param random so many bytes that nobody can foresee */
    PeerServer(
            String self,
            Supplier<Optional<KeyRing>> ring,
            SessionTable sessions,
            IntFunction<byte[]> random,
            LongSupplier nanos,
            boolean http2) {
        this.self = self;
        this.ring = ring;
        this.sessions = sessions;
        this.random = random;
        this.nanos = nanos;
        this.http2 = http2;
        this.gate = new LogGate(nanos);
    }

    /** What was received and by whom it was sent. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Opened(Session session, Letter letter, byte[] body) {}

    boolean isEncrypted() {
        return ring.get().isPresent();
    }

    /** Answers a hello with a session, if both nodes have a key in common, or neither has any. */
    byte[] welcome(byte[] request, String remoteAddress) throws RefusedException {
        Hello hello = Hello.decode(request);
        if (!hello.server().equals(self)) {
            throw new RefusedException(Refusal.OTHER_NODE);
        }
        List<ByteString> keys = ring.get().map(KeyRing::keys).orElse(List.of());
        if (keys.isEmpty() && hello.proofs().isEmpty()) {
            return open(hello, Optional.empty(), Welcome.NO_KEY);
        }
        for (ByteString key : keys) {
            OptionalInt proof = hello.provenBy(key);
            if (proof.isPresent()) {
                return open(hello, Optional.of(key), proof.getAsInt());
            }
        }
        if (gate.opensFor(hello.client())) {
            LOG.warn(
                    "Who calls itself node {} and calls from {} has none of the keys of this node: its calls are refused."
                            + " Compare caxton.cluster.encryption-keys on both nodes; GET /api/v1/cluster/keys says who has"
                            + " which",
                    hello.client(),
                    remoteAddress);
        }
        throw new RefusedException(Refusal.WRONG_KEY);
    }

    private byte[] open(Hello hello, Optional<ByteString> key, int proof) {
        Welcome plain = new Welcome(
                ByteString.of(random.apply(PeerFrames.SESSION_ID)),
                ByteString.of(random.apply(Hello.NONCE)),
                http2,
                proof,
                ByteString.EMPTY);
        Welcome welcome =
                key.map(k -> plain.proven(Session.proof(hello, plain, k))).orElse(plain);
        long now = nanos.getAsLong();
        sessions.add(
                key.map(k -> Session.sealed(hello, welcome, k, now))
                        .orElseGet(() -> Session.inTheClear(hello, welcome, now)),
                now);
        return welcome.encoded();
    }

    /** The session a request belongs to; asked before its body is read. */
    Session session(Head head) throws RefusedException {
        Session session = sessions.find(head.session(), nanos.getAsLong())
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_SESSION));
        if (!isCurrent(session, ring.get())) {
            sessions.remove(session);
            throw new RefusedException(Refusal.UNKNOWN_SESSION);
        }
        if (head.number() > Session.MOST_LETTERS) {
            throw new RefusedException(Refusal.UNKNOWN_SESSION);
        }
        if (!session.window().isNew(head.number())) {
            throw new RefusedException(Refusal.REPLAYED);
        }
        return session;
    }

    /** Whether its key is still one of the ring's; one without a key ends as soon as there are keys. */
    static boolean isCurrent(Session session, Optional<KeyRing> ring) {
        return session.key()
                .map(key -> ring.filter(r -> r.keys().contains(key)).isPresent())
                .orElse(ring.isEmpty());
    }

    /** The body of a request, proven to be of this session, for this operation, and new. */
    Opened open(Session session, PeerOperation operation, Head head, byte[] request) throws RefusedException {
        Letter letter = session.letter(operation, head.number());
        byte[] body = session.requests().open(letter, request, PeerFrames.HEAD);
        if (!session.window().enters(head.number())) {
            throw new RefusedException(Refusal.REPLAYED);
        }
        sessions.proved(session);
        return new Opened(session, letter, body);
    }

    byte[] answer(Opened request, byte[] body) {
        return request.session().answers().seal(request.letter().answered(), body);
    }

    int sessions() {
        return sessions.size();
    }
}
