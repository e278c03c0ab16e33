package io.caxton.spring.directory;

import io.caxton.core.cluster.ClusterCodec;
import io.caxton.core.cluster.MalformedClusterMessageException;
import io.caxton.spring.peer.PeerHandler;
import io.caxton.spring.peer.PeerOperation;
import java.util.concurrent.CompletableFuture;

/** Answers what other nodes say of agents with what they lack. */
final class RegistryHandler implements PeerHandler {
    private final Replicator replicator;
    private final ReplicationFigures figures;

    RegistryHandler(Replicator replicator, ReplicationFigures figures) {
        this.replicator = replicator;
        this.figures = figures;
    }

    @Override
    public PeerOperation operation() {
        return PeerOperation.REGISTRY;
    }

    @Override
    public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
        try {
            return CompletableFuture.completedFuture(
                    ClusterCodec.encode(replicator.answer(fromNode, ClusterCodec.decode(body))));
        } catch (MalformedClusterMessageException e) {
            figures.malformed(fromNode, e.getMessage());
            return CompletableFuture.failedFuture(e);
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
