package io.caxton.spring.copies;

import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.cluster.ClusterState;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.swim.MemberStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Holds back what waited here before this start until the others were asked what they have adopted of it: until the first join is over
 * and for one copy timeout more, at most.
 */
final class HandOutGate {
    private static final Logger LOG = LoggerFactory.getLogger(HandOutGate.class);

    /** Between two looks whether the first join is over. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final LocalState state;
    private final DeliveryEngine engine;
    private final ObjectProvider<ClusterNode> clusters;
    private final NodeClock clock;
    private final Duration patience;

    HandOutGate(
            LocalState state,
            DeliveryEngine engine,
            ObjectProvider<ClusterNode> clusters,
            NodeClock clock,
            Duration patience) {
        this.state = state;
        this.engine = engine;
        this.clusters = clusters;
        this.clock = clock;
        this.patience = patience;
        engine.copies().holdBack();
    }

    /** @param ask completes once these nodes have answered */
    void start(Function<List<String>, CompletableFuture<Boolean>> ask) {
        var counts = state.read(tx -> tx.deliveries().counts());
        if (counts.getOrDefault(DeliveryState.QUEUED, 0L) + counts.getOrDefault(DeliveryState.LEASED, 0L) == 0) {
            open();
        } else {
            look(ask);
        }
    }

    private void look(Function<List<String>, CompletableFuture<Boolean>> ask) {
        ClusterNode cluster = clusters.getObject();
        if (!cluster.isReady() || !cluster.isRunning()) {
            clock.after(PAUSE, () -> look(ask));
            return;
        }
        ask(ask, cluster, clock.now().plus(patience), Set.of());
    }

    /** Members become known one after the other, so it looks again until there is nobody else to be asked. */
    private void ask(
            Function<List<String>, CompletableFuture<Boolean>> ask,
            ClusterNode cluster,
            Instant until,
            Set<String> answered) {
        List<ClusterMember> others = cluster.members().stream()
                .filter(member -> !member.self() && member.status() == MemberStatus.ALIVE)
                .toList();
        List<String> holders = others.stream()
                .filter(member -> member.isPeer() && member.store().isPresent())
                .map(ClusterMember::nodeId)
                .filter(nodeId -> !answered.contains(nodeId))
                .toList();
        Duration left = Duration.between(clock.now(), until);
        boolean expected = others.isEmpty() && cluster.status().state() != ClusterState.ALONE;
        if (left.isNegative() || left.isZero() || (holders.isEmpty() && !expected)) {
            LOG.debug("{} have said what they have adopted", answered);
            open();
        } else if (holders.isEmpty()) {
            clock.after(PAUSE, () -> ask(ask, cluster, until, answered));
        } else {
            Set<String> all = new HashSet<>(answered);
            all.addAll(holders);
            var unused = ask.apply(holders)
                    .completeOnTimeout(false, left.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((done, failure) -> clock.after(PAUSE, () -> ask(ask, cluster, until, all)));
        }
    }

    private void open() {
        var unused = state.write(tx -> {
                    engine.copies().release(tx);
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        clock.after(PAUSE, this::open);
                    }
                });
    }
}
