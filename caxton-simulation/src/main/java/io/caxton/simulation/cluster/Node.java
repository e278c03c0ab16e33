package io.caxton.simulation.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.cluster.AgentProfile;
import io.caxton.core.cluster.ClusterRegistry;
import io.caxton.core.cluster.OwnAgent;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.message.Priority;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Work;
import io.caxton.simulation.swim.SwimCluster;
import io.caxton.swim.ByteString;
import io.caxton.swim.Member;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.NodeAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** One process of Caxton: what is pure is Caxton's own, what binds it together stands in for the starter's beans. */
final class Node implements EngineListener {
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

    private final World world;
    private final Machine machine;
    private final Computer computer;
    private final long epoch;
    private final Registry registry = new Registry();
    private final ClusterRegistry agents;
    private final DeliveryEngine engine;
    private final AgentShell directory;
    private final ForwardShell forwarding;
    private boolean ready;
    private boolean leaving;

    Node(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
        this.computer = new Computer(world.timeline());
        machine.disk().open(computer);
        this.epoch = machine.nextEpoch(now().getEpochSecond());
        List<OwnAgent> own = machine.disk().read(tx -> tx.agents().all()).stream()
                .map(agent -> new OwnAgent(AgentProfile.of(agent), agent.fence()))
                .toList();
        this.agents = new ClusterRegistry(id(), epoch, own, Tuning.DIRECTORY, world.random(), now());
        this.engine = new DeliveryEngine(world.engineSettings(), id(), registry, agents.view(), world.random(), this);
        this.directory = new AgentShell(this);
        this.forwarding = new ForwardShell(this);
    }

    static int number(String id) {
        return Integer.parseInt(id.substring(id.indexOf('-') + 1));
    }

    World world() {
        return world;
    }

    Machine machine() {
        return machine;
    }

    Computer computer() {
        return computer;
    }

    String id() {
        return machine.id();
    }

    NodeAddress address() {
        return SwimCluster.address(machine.number());
    }

    RandomGenerator random() {
        return world.random();
    }

    Instant now() {
        return machine.clock().read(world.timeline().now());
    }

    Registry registry() {
        return registry;
    }

    ClusterRegistry agents() {
        return agents;
    }

    DeliveryEngine engine() {
        return engine;
    }

    AgentShell directory() {
        return directory;
    }

    ForwardShell forwarding() {
        return forwarding;
    }

    /** Whether clients are served. */
    boolean isReady() {
        return ready && computer.isRunning();
    }

    boolean isLeaving() {
        return leaving;
    }

    <T> CompletableFuture<T> write(Work<T> work) {
        return machine.disk().write(work);
    }

    /** Reads what was kept, then joins the others. */
    void start(List<Integer> seeds) {
        var unused = write(tx -> {
                    engine.agents().restore(tx, now());
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        ready = true;
                        directory.start();
                        forwarding.start();
                        keepHouse();
                        world.swim()
                                .start(machine.number(), seeds, machine.clock(), ByteString.utf8(Long.toString(epoch)));
                    } else {
                        computer.stop();
                    }
                });
    }

    private void keepHouse() {
        var unused = write(tx -> {
                    Instant now = now();
                    boolean more = engine.housekeeping().tick(tx, now, 100);
                    return more ? now : engine.housekeeping().nextDeadline(tx).orElse(Instant.MAX);
                })
                .whenComplete((next, failure) ->
                        computer.after(failure == null ? pauseUntil(next) : LONGEST_PAUSE, this::keepHouse));
    }

    private Duration pauseUntil(Instant next) {
        Instant now = now();
        if (next.isAfter(now.plus(LONGEST_PAUSE))) {
            return LONGEST_PAUSE;
        }
        Duration pause = Duration.between(now, next);
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }

    /** Gives to others what they take, then says goodbye and ends. */
    void leave() {
        leaving = true;
        forwarding.drain(() -> {
            world.counts().add(Happening.MOVED_BY_DRAIN, engine.drain().moved());
            world.counts().add(Happening.LEFT);
            world.swim().leave(machine.number());
        });
    }

    /** Membership has something to tell. */
    void told(MembershipEvent event) {
        if (event instanceof MembershipEvent.Joined joined) {
            alive(joined.member());
        } else if (event instanceof MembershipEvent.Recovered recovered) {
            alive(recovered.member());
        } else if (event instanceof MembershipEvent.Updated updated) {
            alive(updated.member());
        } else if (event instanceof MembershipEvent.Failed failed && isOther(failed.member())) {
            directory.failed(failed.member().name());
            forwarding.gone(failed.member().name());
        } else if (event instanceof MembershipEvent.Left left && isOther(left.member())) {
            directory.left(left.member().name());
            forwarding.gone(left.member().name());
        } else if (event instanceof MembershipEvent.Forgotten forgotten) {
            world.counts().add(Happening.NODE_FORGOTTEN);
            directory.reaped(forgotten.member().name());
            forwarding.forgotten(forgotten.member().name());
        } else if (event instanceof MembershipEvent.Gone) {
            world.stopped(this);
        }
    }

    private boolean isOther(Member member) {
        return !member.name().equals(id());
    }

    private void alive(Member member) {
        if (isOther(member) && member.status().isPresent()) {
            directory.seen(
                    member.name(), Long.parseLong(new String(member.meta().toByteArray(), US_ASCII)));
            forwarding.alive(member.name());
        }
    }

    /** Another node asks. */
    CompletableFuture<byte[]> handle(Calls.Operation operation, String fromNode, byte[] body) {
        if (!isReady()) {
            return CompletableFuture.failedFuture(new IllegalStateException("is not ready"));
        }
        return switch (operation) {
            case REGISTRY -> directory.handle(fromNode, body);
            case FORWARD -> forwarding.receive(fromNode, body);
            case OUTCOMES -> forwarding.outcomes(fromNode, body);
        };
    }

    @Override
    public void waitsFor(String nodeId, Priority priority) {
        forwarding.waitsFor(nodeId, priority);
    }

    @Override
    public void reportsWaiting(String nodeId) {
        forwarding.reportsWaiting(nodeId);
    }

    @Override
    public void accepted(StoredMessage message) {
        world.invariants().accepted(this, message.message().id());
    }

    @Override
    public void returned(Delivery delivery) {
        // Where acknowledgements are dropped on purpose, that leases end is no excuse.
        if (world.sabotage() != Sabotage.ACKNOWLEDGEMENTS_DROPPED) {
            world.ledger().explain(delivery.messageId());
        }
    }

    @Override
    public void changed(AgentInstance agent) {
        directory.changed(agent);
    }

    @Override
    public void removed(String agentId) {
        directory.removed(agentId);
    }
}
