package io.caxton.spring.peer;

import io.caxton.spring.peer.PeerFrames.Letter;
import java.util.Arrays;

/** What protects the requests, or the answers, of one session. Safe for use by several threads. */
sealed interface Seal permits AesGcmSeal, Seal.InTheClear {
    /** Bytes by which it makes a body longer at most. */
    int OVERHEAD = 16;

    /** The body as it travels. Each letter is sealed once: its number is the nonce. */
    byte[] seal(Letter letter, byte[] body);

    /**
     * The body as it was.
     *
     * @param travelled read from {@code offset} on
     * @throws RefusedException if it was not sealed so by the other side for this letter
     */
    byte[] open(Letter letter, byte[] travelled, int offset) throws RefusedException;

    /** No protection, on a machine that trusts itself. */
    record InTheClear() implements Seal {
        @Override
        public byte[] seal(Letter letter, byte[] body) {
            return body;
        }

        @Override
        public byte[] open(Letter letter, byte[] travelled, int offset) {
            return Arrays.copyOfRange(travelled, offset, travelled.length);
        }
    }
}
