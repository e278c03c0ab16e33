package io.caxton.spring.peer;

import io.caxton.spring.peer.PeerFrames.Letter;
import io.caxton.swim.ByteString;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What two nodes agreed on, at either side. Ends when its key leaves the ring. Safe for use by several threads. */
final class Session {
    /** Letters in a session, far below what AES-GCM allows with nonces that are counted (NIST SP 800-38D, 8.3). */
    static final long MOST_LETTERS = 1L << 30;

    private static final String PURPOSE = "caxton peer 1";

    private final ByteString id;
    private final String client;
    private final String server;
    private final Optional<ByteString> key;
    private final boolean http2;
    private final Seal requests;
    private final Seal answers;
    private final long madeAt;
    private final ReplayWindow window = new ReplayWindow();
    private final AtomicLong sent = new AtomicLong();

    private Session(
            Welcome welcome, Hello hello, Optional<ByteString> key, Seal requests, Seal answers, long madeAtNanos) {
        this.id = welcome.session();
        this.client = hello.client();
        this.server = hello.server();
        this.key = key;
        this.http2 = welcome.http2();
        this.requests = requests;
        this.answers = answers;
        this.madeAt = madeAtNanos;
    }

    /** Without protection. */
    static Session inTheClear(Hello hello, Welcome welcome, long now) {
        return new Session(welcome, hello, Optional.empty(), new Seal.InTheClear(), new Seal.InTheClear(), now);
    }

    static Session sealed(Hello hello, Welcome welcome, ByteString key, long now) {
        byte[] secret = secret(hello, welcome, key);
        return new Session(
                welcome,
                hello,
                Optional.of(key),
                new AesGcmSeal(Hkdf.expand(secret, info("request", hello, welcome), AesGcmSeal.KEY)),
                new AesGcmSeal(Hkdf.expand(secret, info("answer", hello, welcome), AesGcmSeal.KEY)),
                now);
    }

    /** What proves to the node that asked that this welcome is of who has the key, and is meant for its hello. */
    static byte[] proof(Hello hello, Welcome welcome, ByteString key) {
        byte[] proving = Hkdf.expand(secret(hello, welcome, key), info("welcome", hello, welcome), Hkdf.HASH);
        return Hkdf.mac(proving, hello.encoded(), welcome.head());
    }

    static boolean isProven(Hello hello, Welcome welcome, ByteString key) {
        return MessageDigest.isEqual(welcome.proof().toByteArray(), proof(hello, welcome, key));
    }

    private static byte[] secret(Hello hello, Welcome welcome, ByteString key) {
        byte[] salt = ByteBuffer.allocate(2 * Hello.NONCE)
                .put(hello.nonce().toByteArray())
                .put(welcome.nonce().toByteArray())
                .array();
        return Hkdf.extract(salt, key.toByteArray());
    }

    private static byte[] info(String use, Hello hello, Welcome welcome) {
        byte[] names = PeerFrames.context(PURPOSE, use, hello.client(), hello.server());
        return ByteBuffer.allocate(names.length + PeerFrames.SESSION_ID)
                .put(names)
                .put(welcome.session().toByteArray())
                .array();
    }

    ByteString id() {
        return id;
    }

    String client() {
        return client;
    }

    String server() {
        return server;
    }

    Optional<ByteString> key() {
        return key;
    }

    boolean http2() {
        return http2;
    }

    /** By a clock that only counts. */
    long madeAt() {
        return madeAt;
    }

    boolean isSpent() {
        return sent.get() >= MOST_LETTERS;
    }

    Seal requests() {
        return requests;
    }

    Seal answers() {
        return answers;
    }

    ReplayWindow window() {
        return window;
    }

    /** The next request of the node that asks. */
    Letter nextLetter(PeerOperation operation) {
        return letter(operation, sent.incrementAndGet());
    }

    Letter letter(PeerOperation operation, long number) {
        return new Letter(false, operation, client, server, number);
    }

    /** Only whose it is. */
    @Override
    public String toString() {
        return "Session[" + client + " to " + server + "]";
    }
}
