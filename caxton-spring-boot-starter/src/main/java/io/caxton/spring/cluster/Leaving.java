package io.caxton.spring.cluster;

import io.caxton.spring.cluster.Departure.Drained;
import io.caxton.spring.properties.ClusterProperties;
import io.caxton.swim.net.MembershipNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a node goes: it gives others what they take, and says goodbye, once. Safe for use by several threads. */
final class Leaving {
    private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);
    /** What was accepted while clients were told to go elsewhere is waited for so long at most. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);
    /** Added to the time that draining has. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ClusterProperties properties;
    private final Departure departure;
    private final Runnable nobodyElse;
    private volatile boolean draining;
    private volatile boolean stopping;
    private volatile boolean left;
    private @Nullable CompletableFuture<Farewell> farewell;

    /** @param nobodyElse told when it has left */
    Leaving(ClusterProperties properties, Departure departure, Runnable nobodyElse) {
        this.properties = properties;
        this.departure = departure;
        this.nobodyElse = nobodyElse;
    }

    /**
     * Drains and leaves. Once asked, again is the same.
     *
     * @param node null if it has never been one of a cluster
     * @param drains whether it gives others what they take: of a node that was cut off from them nobody takes anything
     * @param stops whether clients are to go elsewhere then
     */
    synchronized CompletableFuture<Farewell> leave(@Nullable MembershipNode node, boolean drains, boolean stops) {
        if (farewell == null) {
            farewell = node == null
                    ? CompletableFuture.completedFuture(new Farewell(true, 0, 0))
                    : drain(drains, stops)
                            .thenCompose(drained -> goodbye(node)
                                    .thenApply(told -> new Farewell(told, drained.moved(), drained.left())));
        }
        return farewell.copy();
    }

    private CompletableFuture<Drained> drain(boolean drains, boolean stops) {
        Duration atMost = properties.drainTimeout();
        if (!drains || atMost.isZero()) {
            return CompletableFuture.completedFuture(Drained.NOTHING);
        }
        draining = true;
        return departure
                .drain(atMost)
                .thenCompose(drained -> {
                    stopping = stops;
                    return stops ? departure.drain(LAST_LOOK) : CompletableFuture.completedFuture(drained);
                })
                .orTimeout(atMost.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    LOG.warn("This node could not give to others what waits here; it stays on disk", failure);
                    return Drained.NOTHING;
                })
                .whenComplete((drained, none) -> tell(drained));
    }

    private static void tell(Drained drained) {
        if (!drained.complete()) {
            LOG.warn(
                    "The time to drain is over: other nodes took {} messages, {} are left here, and some of them others"
                            + " would have taken",
                    drained.moved(),
                    drained.left());
        } else if (drained.moved() > 0 || drained.left() > 0) {
            LOG.info(
                    "This node has drained: other nodes took {} messages, {} that nobody else takes are left here",
                    drained.moved(),
                    drained.left());
        }
    }

    private CompletableFuture<Boolean> goodbye(MembershipNode node) {
        return node.leave()
                .orTimeout(properties.leaveTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .handle((said, failure) -> failure == null)
                .thenApplyAsync(told -> {
                    left = true;
                    node.close();
                    nobodyElse.run();
                    if (told) {
                        LOG.info("This node has left its cluster");
                    } else {
                        LOG.warn(
                                "This node has left its cluster, and could not tell the others within {}: they will take it"
                                        + " for a failure",
                                properties.leaveTimeout());
                    }
                    return told;
                });
    }

    /** Whether it gives others what they take, or has done so. */
    boolean isDraining() {
        return draining;
    }

    /** Whether clients are to go elsewhere. */
    boolean isStopping() {
        return stopping;
    }

    boolean hasLeft() {
        return left;
    }

    /** How long it may take as a whole. */
    Duration patience() {
        return properties.drainTimeout().plus(properties.leaveTimeout()).plus(PATIENCE.multipliedBy(2));
    }

    /** How many messages others took before this node left; 0 until it has. */
    synchronized long moved() {
        return farewell == null || !farewell.isDone() || farewell.isCompletedExceptionally()
                ? 0
                : farewell.join().moved();
    }
}
