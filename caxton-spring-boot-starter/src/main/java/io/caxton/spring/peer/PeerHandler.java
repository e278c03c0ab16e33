package io.caxton.spring.peer;

import java.util.concurrent.CompletableFuture;

/** Answers one operation of other nodes. */
public interface PeerHandler {
    /** What it answers. */
    PeerOperation operation();

    /**
     * Answers a request. Called on a thread that other requests wait for: must not block for long.
     *
     * @param fromNode the node that asks; proven by its key or certificate if the cluster has any
     * @param body not to be changed
     * @return the answer; whatever it fails with, the other node hears only that it failed
     */
    CompletableFuture<byte[]> handle(String fromNode, byte[] body);
}
