package io.caxton.spring.copies;

import io.caxton.core.engine.Copies.Adopted;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.MemberListener;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.swim.MemberStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Adopts what is kept here for others: when the cluster has forgotten the owner, when an operator has declared it lost, and when
 * it has come back with another disk. What this node had forwarded there goes elsewhere then as well.
 */
final class Adopter implements MemberListener {
    private static final Logger LOG = LoggerFactory.getLogger(Adopter.class);

    /** Copies of one transaction. */
    private static final int STEP = 128;

    /** Between looks for owners whom the cluster does not know any more. */
    static final Duration SWEEP = Duration.ofMinutes(1);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final LocalState state;
    private final DeliveryEngine engine;
    private final NodeClock clock;
    private final ObjectProvider<Copier> copier;
    private final CopyListener listener;
    private final Map<String, String> stores = new ConcurrentHashMap<>();
    private final Map<String, Instant> unknown = new HashMap<>();
    private volatile boolean closed;

    Adopter(
            LocalState state,
            DeliveryEngine engine,
            NodeClock clock,
            ObjectProvider<Copier> copier,
            CopyListener listener) {
        this.state = state;
        this.engine = engine;
        this.clock = clock;
        this.copier = copier;
        this.listener = listener;
    }

    @Override
    public void changed(ClusterMember member) {
        Optional<String> store = member.store();
        if (member.status() != MemberStatus.ALIVE || !member.isPeer() || store.isEmpty()) {
            return;
        }
        @Nullable String before = stores.put(member.nodeId(), store.get());
        if (before == null || !before.equals(store.get())) {
            var unused = adopt(member.nodeId(), store);
        }
        if (before != null && !before.equals(store.get())) {
            LOG.warn("Node {} has come back with another disk: what it had is handled without it", member.nodeId());
            takeBack(member.nodeId());
        }
    }

    @Override
    public void forgotten(String nodeId) {
        stores.remove(nodeId);
        var unused = adopt(nodeId, Optional.empty());
    }

    @Override
    public void alone() {
        LOG.debug("This node is alone, and adopts nothing from now on");
    }

    /** What was forwarded there waits here again. */
    private void takeBack(String nodeId) {
        var unused = state.write(tx -> engine.forwarding().peerForgotten(tx, clock.now(), nodeId, STEP))
                .whenComplete((more, failure) -> {
                    if (failure != null) {
                        retry(failure, () -> takeBack(nodeId));
                    } else if (more && !closed) {
                        takeBack(nodeId);
                    }
                });
    }

    /**
     * Adopts all copies of an owner.
     *
     * @param but those of the disk that it has
     */
    private CompletableFuture<Integer> adopt(String owner, Optional<String> but) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        begin(owner, but, done);
        return done;
    }

    private void begin(String owner, Optional<String> but, CompletableFuture<Integer> done) {
        var unused = state.write(tx -> {
                    forget(tx, owner, but);
                    return tx.copies().stores(owner).stream()
                            .filter(store -> but.filter(store::equals).isEmpty())
                            .toList();
                })
                .whenComplete((found, failure) -> {
                    if (failure != null) {
                        retry(failure, () -> begin(owner, but, done));
                    } else {
                        next(new Round(owner, but, done), found, 0, 0);
                    }
                });
    }

    /** Of a disk that is lost nobody will ask what was adopted. */
    private static void forget(Transaction tx, String owner, Optional<String> but) {
        but.ifPresent(store -> {
            while (tx.copies().forgetOtherStores(owner, store, STEP) == STEP) {
                // A small row each, and no more of them than were kept.
            }
        });
    }

    /** What is adopted together. */
    private record Round(String owner, Optional<String> but, CompletableFuture<Integer> done) {}

    private void next(Round round, List<String> left, long after, int before) {
        if (left.isEmpty() || closed) {
            if (before > 0) {
                LOG.warn("Adopted {} messages of node {}", before, round.owner());
            }
            round.done().complete(before);
            return;
        }
        var unused = state.write(tx -> {
                    Adopted step = engine.copies().adopt(tx, clock.now(), round.owner(), left.get(0), after, STEP);
                    forget(tx, round.owner(), round.but());
                    copier.ifAvailable(copies -> step.adopted().forEach(each -> {
                        var unusedCopy = copies.again(tx, each);
                    }));
                    return step;
                })
                .whenComplete((step, failure) -> {
                    if (failure != null) {
                        retry(failure, () -> next(round, left, after, before));
                        return;
                    }
                    int all = before + step.adopted().size();
                    listener.adopted(step.adopted().size());
                    step.last()
                            .ifPresentOrElse(
                                    last -> next(round, left, last, all),
                                    () -> next(round, left.subList(1, left.size()), 0, all));
                });
    }

    private void retry(Throwable failure, Runnable step) {
        if (!closed) {
            LOG.warn(
                    "What was lost elsewhere could not be taken over, and is tried again in {}",
                    AFTER_FAILURE,
                    failure);
            clock.after(AFTER_FAILURE, step);
        }
    }

    /** Looks now and then for owners that were forgotten while this node was down. */
    void sweep(Supplier<Set<String>> members, Duration forgetAfter) {
        if (closed) {
            return;
        }
        var unused = state.write(tx -> tx.copies().owners()).whenComplete((owners, failure) -> {
            if (failure == null) {
                lookFor(owners, members.get(), forgetAfter);
            }
            clock.after(SWEEP, () -> sweep(members, forgetAfter));
        });
    }

    private synchronized void lookFor(List<String> owners, Set<String> members, Duration forgetAfter) {
        Instant now = clock.now();
        unknown.keySet().removeIf(owner -> members.contains(owner) || !owners.contains(owner));
        owners.stream().filter(owner -> !members.contains(owner)).forEach(owner -> {
            Instant since = unknown.computeIfAbsent(owner, first -> now);
            if (!since.plus(forgetAfter).isAfter(now)) {
                unknown.remove(owner);
                forgotten(owner);
            }
        });
    }

    void close() {
        closed = true;
    }
}
