package io.caxton.spring.peer;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Posts bytes. Safe for use by several threads. */
interface PeerTransport extends AutoCloseable {
    /**
     * An answer.
     *
     * @param refusal what a node says of its refusal, if it is one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, Optional<Refusal> refusal, byte[] body) {}

    /**
     * Posts once. Cancelling gives the exchange up.
     *
     * @param http2 whether the other side understands it from the first byte on
     * @param maxBytes what the answer may have
     * @return fails if there is no answer
     */
    CompletableFuture<Reply> post(URI to, byte[] body, boolean http2, int maxBytes);

    /** Ends what is in flight. */
    @Override
    void close();
}
