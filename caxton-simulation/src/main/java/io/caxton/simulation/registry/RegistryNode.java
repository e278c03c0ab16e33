package io.caxton.simulation.registry;

import io.caxton.core.cluster.AgentProfile;
import io.caxton.core.cluster.Applied;
import io.caxton.core.cluster.ClusterCodec;
import io.caxton.core.cluster.ClusterEvent;
import io.caxton.core.cluster.ClusterLimits;
import io.caxton.core.cluster.ClusterRegistry;
import io.caxton.core.cluster.Exchange;
import io.caxton.core.cluster.Gossip;
import io.caxton.core.cluster.Gossip.Call;
import io.caxton.core.cluster.OwnAgent;
import io.caxton.simulation.Timeline;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A node with the registry and the gossip that real ones have; does what their shell does. */
final class RegistryNode implements Gossip.Listener {
    /** How often nodes compare by default. */
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();

    /** Where a node sends its calls, and who hears what it learns. */
    interface World {
        Timeline timeline();

        void call(RegistryNode from, Call call);

        default void appeared(RegistryNode at, String agentId) {}
    }

    private final String id;
    private final World world;
    private final RandomGenerator random;
    private final NodeLine line = new NodeLine();
    private final List<AgentProfile> own = new ArrayList<>();
    private ClusterRegistry registry;
    private Gossip gossip;
    private int life = 1;
    private boolean up = true;
    private long processorNanos;

    RegistryNode(String id, World world, RandomGenerator random) {
        this.id = id;
        this.world = world;
        this.random = random;
        this.registry = registry(List.of());
        this.gossip = new Gossip(registry, random, this);
    }

    private ClusterRegistry registry(List<OwnAgent> restored) {
        return new ClusterRegistry(id, life, restored, ClusterLimits.DEFAULT, random, now());
    }

    private Instant now() {
        return world.timeline().now();
    }

    String id() {
        return id;
    }

    int life() {
        return life;
    }

    boolean isUp() {
        return up;
    }

    /** Whether it runs, and has not started again since. */
    boolean isIn(int then) {
        return up && life == then;
    }

    NodeLine line() {
        return line;
    }

    ClusterRegistry registry() {
        return registry;
    }

    List<AgentProfile> own() {
        return own;
    }

    /** Registers an agent here, without a word to anybody. */
    void have(AgentProfile agent) {
        own.add(agent);
        registry.put(now(), agent, 1);
    }

    void register(AgentProfile agent) {
        have(agent);
        obey(gossip.ownChanged());
    }

    /** One of its agents says something else. */
    void change(int which) {
        AgentProfile after = Agents.changed(own.get(which));
        own.set(which, after);
        registry.put(now(), after, 1);
        obey(gossip.ownChanged());
    }

    /** One of its agents is removed, and another one registered. */
    void replace(int which, AgentProfile by) {
        registry.remove(now(), own.remove(which).agentId());
        register(by);
    }

    void tick() {
        registry.tick(now());
    }

    /** Learns all that another node knows, in no time. */
    void copy(RegistryNode other) {
        while (registry.isBehind(other.registry.digest())) {
            other.registry.answer(registry.digest()).forEach(delta -> registry.apply(now(), delta));
        }
    }

    void isMember(RegistryNode other) {
        registry.nodeSeen(now(), other.id, other.life);
    }

    /** Has met the others long ago, and knows all that they do. */
    void hasMet(Collection<RegistryNode> others) {
        for (RegistryNode other : others) {
            if (other != this) {
                gossip.appeared(other.id).forEach(call -> gossip.answered(now(), call, Exchange.NOTHING));
            }
        }
    }

    /** Begins to compare now and then. */
    void begin() {
        int begun = life;
        world.timeline().after(gossip.pause(INTERVAL), () -> {
            if (isIn(begun)) {
                tick();
                obey(timed(gossip::compare));
                begin();
            }
        });
    }

    /** Membership says that another node is alive. */
    void meets(RegistryNode other) {
        isMember(other);
        obey(timed(() -> gossip.appeared(other.id)));
    }

    /** Membership says that another node has failed. */
    void misses(RegistryNode other) {
        registry.nodeFailed(now(), other.id);
        gossip.gone(other.id);
    }

    void stop() {
        up = false;
    }

    /** Starts again, with its own agents and nothing else. */
    void startAgain() {
        life++;
        up = true;
        registry = registry(own.stream().map(agent -> new OwnAgent(agent, 1)).toList());
        gossip = new Gossip(registry, random, this);
        begin();
    }

    /** What it sends for a call. */
    byte[] ask(Call call) {
        return timed(() -> ClusterCodec.encode(call.said()));
    }

    byte[] answer(String from, byte[] asked) {
        Gossip.Answer answer = timed(() -> gossip.answer(now(), from, ClusterCodec.decode(asked)));
        obey(timed(() -> gossip.passOn(from, answer.toPassOn())));
        return timed(() -> ClusterCodec.encode(answer.said()));
    }

    void answered(Call call, byte[] answer) {
        obey(timed(() -> gossip.answered(now(), call, ClusterCodec.decode(answer))));
    }

    void failed(Call call) {
        obey(gossip.failed(call));
    }

    /** What all it did with what others said took. */
    long processorNanos() {
        return processorNanos;
    }

    void forgetProcessorTime() {
        processorNanos = 0;
    }

    private <T> T timed(Supplier<T> work) {
        long start = PROCESSOR.getCurrentThreadCpuTime();
        T result = work.get();
        processorNanos += PROCESSOR.getCurrentThreadCpuTime() - start;
        return result;
    }

    private void obey(List<Call> calls) {
        calls.forEach(call -> world.call(this, call));
    }

    @Override
    public void applied(Applied applied) {
        told(applied.events());
    }

    @Override
    public void told(List<ClusterEvent> events) {
        for (ClusterEvent event : events) {
            if (event instanceof ClusterEvent.AgentAppeared news) {
                world.appeared(this, news.agent().agentId());
            }
        }
    }

    @Override
    public void caughtUpWith(String nodeId) {
        // What is measured is what it knows.
    }
}
