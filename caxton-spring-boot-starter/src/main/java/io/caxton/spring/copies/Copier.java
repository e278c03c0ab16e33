package io.caxton.spring.copies;

import io.caxton.core.agent.AgentName;
import io.caxton.core.copies.Copy;
import io.caxton.core.copies.CopyBatch;
import io.caxton.core.copies.CopyCodec;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.MessageStatus;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.Copies;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.engine.Submission;
import io.caxton.core.storage.DamagedMessageException;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.autoconfigure.CaxtonPhases;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.MemberListener;
import io.caxton.spring.copies.Entry.Placed;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.SecondCopies;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerOperation;
import io.caxton.spring.properties.CopiesProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * Lets another node keep each message that this one accepts, until it has ended. What is known of copies belongs to one thread; a
 * batch forms for a node while the one before is on its way.
 */
final class Copier implements SecondCopies, SmartLifecycle, MemberListener, EngineListener, CopyFigures {
    private static final Logger LOG = LoggerFactory.getLogger(Copier.class);

    /** How long drops wait for copies to go with. */
    private static final Duration DROP_PATIENCE = Duration.ofSeconds(1);

    /** Messages of one step when copies are made anew. */
    private static final int STEP = 256;

    private final LocalState state;
    private final ObjectProvider<PeerCalls> calls;
    private final NodeClock clock;
    private final CopiesProperties properties;
    private final HandOutGate gate;
    private final Placing placing;
    private final Ledger ledger;
    private final Claims claims;
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread daemon = new Thread(task, "caxton-copies");
                daemon.setDaemon(true);
                return daemon;
            });
    private volatile int nodes;
    private volatile @Nullable PeerCalls peers;
    private volatile String store = "";

    Copier(
            LocalState state,
            DeliveryEngine engine,
            ObjectProvider<PeerCalls> calls,
            NodeClock clock,
            CopiesProperties properties,
            CopyListener listener,
            HandOutGate gate) {
        this.state = state;
        this.calls = calls;
        this.clock = clock;
        this.properties = properties;
        this.gate = gate;
        this.placing = new Placing(properties, listener);
        this.ledger = new Ledger(clock::now, this::pump);
        this.claims = new Claims(
                state,
                engine,
                clock,
                ledger,
                listener,
                (nodeId, claim) -> call(nodeId, PeerOperation.CLAIM, claim),
                this::run);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void start() {
        store = state.read(tx -> tx.copies().storeId());
        peers = calls.getIfAvailable();
        gate.start(this::asked);
    }

    @Override
    public void stop() {
        peers = null;
        run(ledger::close);
        executor.shutdown();
    }

    @Override
    public boolean isRunning() {
        return peers != null;
    }

    /** As messages cross nodes. */
    @Override
    public int getPhase() {
        return CaxtonPhases.DIRECTORY + 1;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public CompletableFuture<AcceptResult> accepted(Transaction tx, Submission submission, AcceptResult result) {
        if (!(result instanceof Accepted accepted)) {
            return CompletableFuture.completedFuture(result);
        }
        Optional<Copy> copy = Copies.of(tx, submission, accepted);
        if (copy.isEmpty()) {
            return CompletableFuture.completedFuture(result);
        }
        CompletableFuture<Placed> placed = new CompletableFuture<>();
        tx.afterCommit(() -> place(accepted.message().conversationId(), copy.get(), placed));
        return placed.thenApply(how -> placing.answer(accepted, how));
    }

    private void place(String conversationId, Copy copy, CompletableFuture<Placed> placed) {
        boolean room = placing.begin(copy, placed);
        if (!room || peers == null || !run(() -> ledger.add(conversationId, copy, placed))) {
            placed.complete(Placed.MISSING);
        }
    }

    @Override
    public void finished(Delivery delivery) {
        ended(delivery);
    }

    @Override
    public void forwarded(Delivery delivery) {
        ended(delivery);
    }

    private void ended(Delivery delivery) {
        String messageId = delivery.messageId();
        AgentName name = delivery.agentName();
        run(() -> ledger.ended(messageId, name));
    }

    @Override
    public void changed(ClusterMember member) {
        Optional<String> itsStore = member.store();
        if (member.self() || !member.isPeer() || itsStore.isEmpty()) {
            return;
        }
        run(() -> {
            Line line = ledger.line(member.nodeId());
            switch (member.status()) {
                case ALIVE -> opened(line, itsStore.get());
                case SUSPECT -> LOG.debug("Node {} does not answer; copies go there for as long as it may", member);
                case DEAD -> close(line);
                case LEFT -> {
                    close(line);
                    copyAgain(ledger.lost(line.nodeId));
                }
            }
        });
    }

    private void opened(Line line, String itsStore) {
        if (!line.store.isEmpty() && !line.store.equals(itsStore)) {
            LOG.warn("Node {} has lost its disk: what it kept for this node is copied again", line.nodeId);
            copyAgain(ledger.lost(line.nodeId));
        }
        boolean ask = !line.open || !line.store.equals(itsStore);
        line.store = itsStore;
        line.open = true;
        line.silentUntil = Instant.MIN;
        countNodes();
        if (ask) {
            claims.ask(line, store, "");
        }
        pump(line);
    }

    private void close(Line line) {
        ledger.close(line);
        countNodes();
    }

    private void countNodes() {
        nodes = (int) ledger.lines().stream().filter(line -> line.open).count();
    }

    @Override
    public void forgotten(String nodeId) {
        run(() -> {
            List<String> without = ledger.lost(nodeId);
            close(ledger.line(nodeId));
            ledger.forget(nodeId);
            copyAgain(without);
        });
    }

    @Override
    public void alone() {
        run(() -> ledger.lines().forEach(this::close));
    }

    /** What waited elsewhere for a copy that is gone gets another one; nobody waits for that. */
    private void copyAgain(List<String> messageIds) {
        if (messageIds.isEmpty()) {
            return;
        }
        List<String> step = messageIds.subList(0, Math.min(STEP, messageIds.size()));
        List<String> rest = messageIds.subList(step.size(), messageIds.size());
        var unused = state.write(
                        tx -> new Step(step.stream().map(id -> again(tx, id)).toList()))
                .thenCompose(Step::placed)
                .whenComplete((done, failure) -> run(() -> copyAgain(rest)));
    }

    /** What is copied again together; the next follows when these have their copies, or cannot have any. */
    private record Step(List<CompletableFuture<Placed>> each) {
        CompletableFuture<?> placed() {
            return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new));
        }
    }

    private CompletableFuture<Placed> again(Transaction tx, String messageId) {
        try {
            return tx.messages()
                    .find(messageId)
                    .map(stored -> {
                        List<Delivery> deliveries = tx.deliveries().ofMessage(messageId);
                        return again(
                                tx, new Accepted(stored.message(), MessageStatus.of(deliveries), deliveries, true));
                    })
                    .orElseGet(() -> CompletableFuture.completedFuture(Placed.UNNEEDED));
        } catch (DamagedMessageException damaged) {
            LOG.warn("The message {} is damaged and cannot be copied again", messageId);
            return CompletableFuture.completedFuture(Placed.UNNEEDED);
        }
    }

    /** In a work: a message that was accepted before, and that nobody waits for, gets a copy. */
    CompletableFuture<Placed> again(Transaction tx, Accepted accepted) {
        CompletableFuture<Placed> placed = new CompletableFuture<>();
        Copies.of(tx, accepted)
                .ifPresentOrElse(
                        copy -> tx.afterCommit(() -> place(accepted.message().conversationId(), copy, placed)),
                        () -> placed.complete(Placed.UNNEEDED));
        return placed;
    }

    /** Completes once these nodes have said what they keep, or cannot. */
    private CompletableFuture<Boolean> asked(List<String> nodeIds) {
        CompletableFuture<Boolean> all = new CompletableFuture<>();
        boolean runs = run(() -> {
            List<CompletableFuture<Boolean>> each = new ArrayList<>();
            nodeIds.forEach(id -> each.add(ledger.line(id).asked));
            var unused = CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                    .whenComplete((done, failure) -> all.complete(failure == null));
        });
        if (!runs) {
            all.complete(false);
        }
        return all;
    }

    private void pump(Line line) {
        if (line.inFlight || !line.open || peers == null) {
            return;
        }
        if (!line.isUsable(clock.now())) {
            later(line, Ledger.SILENCE);
            return;
        }
        if (!line.hasCopies() && line.drops() < Line.MOST_DROPS) {
            if (line.drops() > 0) {
                later(line, DROP_PATIENCE);
            }
            return;
        }
        send(line);
    }

    private void later(Line line, Duration wait) {
        if (!line.flushing) {
            line.flushing = true;
            clock.after(
                    wait,
                    () -> run(() -> {
                        line.flushing = false;
                        if (!line.inFlight && line.isUsable(clock.now())) {
                            send(line);
                        }
                    }));
        }
    }

    private void send(Line line) {
        Line.Batch batch = line.take();
        if (batch.isEmpty()) {
            return;
        }
        line.inFlight = true;
        List<Copy> copies = batch.entries().stream()
                .flatMap(entry -> Optional.ofNullable(entry.copy).stream())
                .toList();
        byte[] bytes = CopyCodec.encode(new CopyBatch(store, copies, batch.drops()), clock.now());
        var unused = call(line.nodeId, PeerOperation.COPY, bytes)
                .thenApply(CopyCodec::decodeKept)
                .whenCompleteAsync((kept, failure) -> answered(line, batch, kept, failure), this::run);
    }

    private void answered(Line line, Line.Batch batch, @Nullable List<Boolean> kept, @Nullable Throwable failure) {
        line.inFlight = false;
        if (kept != null && kept.size() == batch.entries().size()) {
            ledger.answered(line, batch, kept);
        } else {
            LOG.debug(
                    "Node {} has not stored {} copies",
                    line.nodeId,
                    batch.entries().size(),
                    failure);
            ledger.unanswered(line, batch);
        }
        pump(line);
    }

    private CompletableFuture<byte[]> call(String nodeId, PeerOperation operation, byte[] body) {
        PeerCalls current = peers;
        if (current == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the node stops"));
        }
        try {
            return current.call(nodeId, operation, body)
                    .copy()
                    .orTimeout(properties.copyTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean run(Runnable step) {
        try {
            executor.execute(() -> {
                try {
                    step.run();
                } catch (RuntimeException e) {
                    LOG.error("A step of copying messages has failed", e);
                }
            });
            return true;
        } catch (RejectedExecutionException closed) {
            LOG.debug("Nothing more is copied");
            return false;
        }
    }

    @Override
    public int nodes() {
        return nodes;
    }

    @Override
    public int waiting() {
        return placing.waiting();
    }

    @Override
    public long missing() {
        return placing.missing();
    }
}
