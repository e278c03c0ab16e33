package io.caxton.spring.copies;

import io.caxton.core.copies.Claim;
import io.caxton.core.copies.CopyBatch;
import io.caxton.core.copies.CopyCodec;
import io.caxton.core.copies.CopyLimits;
import io.caxton.core.copies.MalformedCopyException;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerHandler;
import io.caxton.spring.peer.PeerOperation;
import java.util.concurrent.CompletableFuture;

/** Keeps copies for other nodes; answers once they are durable. */
record CopyHandlers(LocalState state, DeliveryEngine engine, NodeClock clock, CopyLimits limits) {
    /** Copies, and what is to be forgotten. */
    record Keeping(CopyHandlers all) implements PeerHandler {
        @Override
        public PeerOperation operation() {
            return PeerOperation.COPY;
        }

        @Override
        public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
            CopyBatch batch;
            try {
                batch = CopyCodec.decodeBatch(body, all.clock.now());
            } catch (MalformedCopyException e) {
                return CompletableFuture.failedFuture(e);
            }
            return all.state
                    .write(tx -> all.engine.copies().keep(tx, fromNode, batch, all.limits))
                    .thenApply(CopyCodec::encodeKept);
        }
    }

    /** An owner that asks what is kept for it. */
    record Claims(CopyHandlers all) implements PeerHandler {
        @Override
        public PeerOperation operation() {
            return PeerOperation.CLAIM;
        }

        @Override
        public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
            Claim claim;
            try {
                claim = CopyCodec.decodeClaim(body);
            } catch (MalformedCopyException e) {
                return CompletableFuture.failedFuture(e);
            }
            return all.state
                    .write(tx -> all.engine.copies().claimed(tx, all.clock.now(), fromNode, claim))
                    .thenApply(CopyCodec::encodeClaimed);
        }
    }
}
