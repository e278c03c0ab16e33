package io.caxton.spring.copies;

import io.caxton.core.copies.Claim;
import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.CopyCodec;
import io.caxton.core.engine.Copies.Reconciled;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.gateway.NodeClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks nodes, one page after the other, what they keep of this node's messages and what they have adopted. */
final class Claims {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    /** Calls another node. */
    @FunctionalInterface
    interface Asking {
        CompletableFuture<byte[]> ask(String nodeId, byte[] claim);
    }

    private final LocalState state;
    private final DeliveryEngine engine;
    private final NodeClock clock;
    private final Ledger ledger;
    private final CopyListener listener;
    private final Asking asking;
    private final Executor executor;

    /** @param executor the one thread of the ledger */
    Claims(
            LocalState state,
            DeliveryEngine engine,
            NodeClock clock,
            Ledger ledger,
            CopyListener listener,
            Asking asking,
            Executor executor) {
        this.state = state;
        this.engine = engine;
        this.clock = clock;
        this.ledger = ledger;
        this.listener = listener;
        this.asking = asking;
        this.executor = executor;
    }

    /** Asks on until it is answered, for as long as the node is there: it may have adopted something. */
    void ask(Line line, String store, String after) {
        if (!line.open) {
            return;
        }
        var unused = asking.ask(line.nodeId, CopyCodec.encode(new Claim(store, after)))
                .thenApply(CopyCodec::decodeClaimed)
                .thenCompose(claimed -> reconcile(line, claimed))
                .whenCompleteAsync(
                        (claimed, failure) -> {
                            if (failure != null) {
                                LOG.debug("Node {} has not said what it keeps", line.nodeId, failure);
                                clock.after(Ledger.SILENCE, () -> executor.execute(() -> ask(line, store, after)));
                            } else if (claimed.size() < CopyCodec.MAX_ITEMS) {
                                line.asked.complete(true);
                            } else {
                                ask(line, store, claimed.get(claimed.size() - 1).messageId());
                            }
                        },
                        executor);
    }

    private CompletableFuture<List<Claimed>> reconcile(Line line, List<Claimed> claimed) {
        if (claimed.isEmpty()) {
            return CompletableFuture.completedFuture(claimed);
        }
        return state.write(tx -> engine.copies().reconcile(tx, clock.now(), line.nodeId, claimed))
                .thenApply(found -> {
                    tell(line, found);
                    return claimed;
                });
    }

    private void tell(Line line, Reconciled found) {
        if (found.moved() > 0) {
            LOG.info("Node {} has adopted {} messages of this node, and goes on with them", line.nodeId, found.moved());
            listener.left(found.moved());
        }
        executor.execute(() -> ledger.reconciled(line, found));
    }
}
