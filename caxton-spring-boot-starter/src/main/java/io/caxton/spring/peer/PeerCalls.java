package io.caxton.spring.peer;

import java.util.concurrent.CompletableFuture;

/** Asks other nodes. Safe for use by several threads. */
public interface PeerCalls {
    /**
     * Asks once; trying again is the caller's affair.
     *
     * @param body not to be changed until there is an answer
     * @return the answer, completed on a thread that other calls need: what follows must not block. Fails with {@link
     *     PeerUnavailableException} if there is none, in which case the other node may or may not have done what was asked
     */
    CompletableFuture<byte[]> call(String nodeId, PeerOperation operation, byte[] body);

    /** Bytes that one request, and one answer, may have. */
    int maxBytes();
}
