package io.caxton.spring.peer;

import io.caxton.swim.ByteString;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The answer to a hello.
 *
 * @param session the id of the session
 * @param nonce made for this session
 * @param http2 whether the node understands HTTP/2 from its first byte on
 * @param key which of the hello's proofs was understood; -1 if nothing is encrypted
 * @param proof that the node has that key and made this answer for that hello; empty if nothing is encrypted
 */
record Welcome(ByteString session, ByteString nonce, boolean http2, int key, ByteString proof) {
    /** No welcome is longer. */
    static final int MAX_BYTES = 128;

    static final int NO_KEY = -1;
    private static final byte[] MAGIC = {'C', 'X', 'W', '1'};
    private static final int HEAD = MAGIC.length + PeerFrames.SESSION_ID + Hello.NONCE + 2;

    /** What is proven: all but the proof. */
    byte[] head() {
        return ByteBuffer.allocate(HEAD)
                .put(MAGIC)
                .put(session.toByteArray())
                .put(nonce.toByteArray())
                .put((byte) (http2 ? 1 : 0))
                .put((byte) key)
                .array();
    }

    Welcome proven(byte[] by) {
        return new Welcome(session, nonce, http2, key, ByteString.of(by));
    }

    /** As it travels. */
    byte[] encoded() {
        return ByteBuffer.allocate(HEAD + proof.size())
                .put(head())
                .put(proof.toByteArray())
                .array();
    }

    static Welcome decode(byte[] bytes) throws RefusedException {
        if (bytes.length < HEAD || !Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, MAGIC.length, bytes.length - MAGIC.length);
        byte[] session = new byte[PeerFrames.SESSION_ID];
        byte[] nonce = new byte[Hello.NONCE];
        buffer.get(session).get(nonce);
        boolean http2 = buffer.get() == 1;
        int key = buffer.get();
        byte[] proof = new byte[buffer.remaining()];
        buffer.get(proof);
        if (key < NO_KEY || proof.length != (key == NO_KEY ? 0 : Hkdf.HASH)) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return new Welcome(ByteString.of(session), ByteString.of(nonce), http2, key, ByteString.of(proof));
    }
}
