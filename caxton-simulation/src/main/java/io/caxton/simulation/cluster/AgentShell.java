package io.caxton.simulation.cluster;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.cluster.AgentProfile;
import io.caxton.core.cluster.Applied;
import io.caxton.core.cluster.ClusterCodec;
import io.caxton.core.cluster.ClusterEvent;
import io.caxton.core.cluster.ClusterEvent.AgentMoved;
import io.caxton.core.cluster.ClusterEvent.OwnEpochSpent;
import io.caxton.core.cluster.ClusterRegistry;
import io.caxton.core.cluster.Exchange;
import io.caxton.core.cluster.Gossip;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Stands in for the starter's directory and its replication: whom to tell and to ask is decided by {@link Gossip}, as there. */
final class AgentShell implements Gossip.Listener {
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Node node;
    private final ClusterRegistry registry;
    private final Gossip gossip;

    /** Instances that are registered here and that another node has by a higher fencing number, and since when that is known. */
    private final Map<String, Instant> fencedOff = new HashMap<>();

    private boolean telling;

    AgentShell(Node node) {
        this.node = node;
        this.registry = node.agents();
        this.gossip = new Gossip(registry, node.random(), this);
    }

    void start() {
        waitForNext();
    }

    private void waitForNext() {
        node.computer().after(gossip.pause(Tuning.COMPARE), () -> {
            told(registry.tick(node.now()));
            call(gossip.compare());
            waitForNext();
        });
    }

    /** Since when it is known here that an instance is another node's. */
    Optional<Instant> fencedOffSince(String agentId) {
        // Where the other node has left meanwhile, it is this one's again.
        return Optional.ofNullable(fencedOff.get(agentId)).filter(since -> isElsewhere(agentId));
    }

    void seen(String nodeId, long epoch) {
        told(registry.nodeSeen(node.now(), nodeId, epoch));
        call(gossip.appeared(nodeId));
    }

    void failed(String nodeId) {
        gossip.gone(nodeId);
        told(registry.nodeFailed(node.now(), nodeId));
    }

    void left(String nodeId) {
        gossip.gone(nodeId);
        told(registry.nodeLeft(node.now(), nodeId));
    }

    void reaped(String nodeId) {
        gossip.gone(nodeId);
        told(registry.nodeReaped(node.now(), nodeId));
    }

    void changed(AgentInstance agent) {
        long before = registry.ownCounter();
        told(registry.put(node.now(), AgentProfile.of(agent), agent.fence()));
        if (registry.view()
                .find(agent.agentId())
                .filter(known -> known.nodeId().equals(node.id()))
                .isPresent()) {
            fencedOff.remove(agent.agentId());
        }
        tellOthers(before);
    }

    void removed(String agentId) {
        long before = registry.ownCounter();
        told(registry.remove(node.now(), agentId));
        fencedOff.remove(agentId);
        tellOthers(before);
    }

    private void tellOthers(long before) {
        if (registry.ownCounter() != before && !telling) {
            telling = true;
            node.computer().after(Duration.ZERO, () -> {
                telling = false;
                call(gossip.ownChanged());
            });
        }
    }

    @Override
    public void applied(Applied applied) {
        told(applied.events());
    }

    @Override
    public void caughtUpWith(String nodeId) {
        // Nodes of the simulation are ready at once.
    }

    @Override
    public void told(List<ClusterEvent> events) {
        if (!events.isEmpty()) {
            node.forwarding().routesChanged();
        }
        for (ClusterEvent event : events) {
            if (event instanceof AgentMoved moved && moved.fromNode().equals(node.id())) {
                moved(moved.agentId());
            } else if (event instanceof OwnEpochSpent spent) {
                epochSpent(spent.freeEpoch());
            }
        }
    }

    private void moved(String agentId) {
        fencedOff.putIfAbsent(agentId, node.world().timeline().now());
        node.world().counts().add(Happening.AGENT_FENCED_OFF);
        if (node.world().sabotage() != Sabotage.FENCE_IGNORED) {
            letGo(agentId);
        }
    }

    /** Again and again, if it cannot be written down: what comes for it would wait here. */
    private void letGo(String agentId) {
        var unused = node.write(
                        tx -> isElsewhere(agentId) && node.engine().agents().deregister(tx, node.now(), agentId))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        node.computer().after(AFTER_FAILURE, () -> letGo(agentId));
                    }
                });
    }

    private boolean isElsewhere(String agentId) {
        return registry.view()
                .find(agentId)
                .filter(agent -> !agent.nodeId().equals(node.id()))
                .isPresent();
    }

    private void epochSpent(long freeEpoch) {
        node.machine().raiseEpoch(freeEpoch);
        registry.beginEpoch(node.now(), freeEpoch);
        call(gossip.epochBegan());
    }

    CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
        if (isDeaf()) {
            return CompletableFuture.completedFuture(ClusterCodec.encode(Exchange.NOTHING));
        }
        Gossip.Answer answer = gossip.answer(node.now(), fromNode, ClusterCodec.decode(body));
        call(gossip.passOn(fromNode, answer.toPassOn()));
        return CompletableFuture.completedFuture(ClusterCodec.encode(answer.said()));
    }

    private boolean isDeaf() {
        return node.world().sabotage() == Sabotage.DEAF_REGISTRY
                && node.machine().number() == 1;
    }

    private void call(List<Gossip.Call> calls) {
        for (Gossip.Call call : calls) {
            if (isDeaf()) {
                gossip.failed(call);
                continue;
            }
            var unused = node.world()
                    .calls()
                    .call(node, call.nodeId(), Calls.Operation.REGISTRY, ClusterCodec.encode(call.said()))
                    .whenComplete((bytes, failure) -> call(
                            failure == null
                                    ? gossip.answered(node.now(), call, ClusterCodec.decode(bytes))
                                    : gossip.failed(call)));
        }
    }
}
