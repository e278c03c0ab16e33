package io.caxton.simulation.swim;

import io.caxton.simulation.FaultCounts;
import io.caxton.simulation.SkewedClock;
import io.caxton.simulation.Timeline;
import io.caxton.simulation.VirtualNetwork;
import io.caxton.swim.ByteString;
import io.caxton.swim.Member;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.NodeState;
import io.caxton.swim.Swim;
import io.caxton.swim.SwimSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Nodes on one virtual network. */
public final class SwimCluster {
    private static final int PORT = 7946;

    private final SwimSettings settings;
    private final RandomGenerator random;
    private final boolean looksAround;
    private final Timeline timeline = new Timeline();
    private final FaultCounts faults = new FaultCounts();
    private final Traffic traffic = new Traffic();
    private final VirtualNetwork network;
    private final Invariants invariants;
    /** The newest process at each address; some are dead. */
    private final Map<NodeAddress, VirtualNode> nodes = new LinkedHashMap<>();

    /** @param looksAround whether nodes ask seeds again, as the shell does; it costs time in large clusters */
    public SwimCluster(SwimSettings settings, RandomGenerator random, boolean looksAround) {
        this.looksAround = looksAround;
        this.settings = settings;
        this.random = random;
        this.network = new VirtualNetwork(timeline, random, faults);
        this.invariants = new Invariants(this, settings);
    }

    boolean looksAround() {
        return looksAround;
    }

    public Timeline timeline() {
        return timeline;
    }

    public FaultCounts faults() {
        return faults;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** Everything that every node learns from now on, with its name. */
    public void listen(Listener listener) {
        invariants.listen(listener);
    }

    /** Is told what nodes learn. */
    public interface Listener {
        void told(String node, MembershipEvent event);
    }

    Invariants invariants() {
        return invariants;
    }

    /** What carries its packets. */
    public VirtualNetwork network() {
        return network;
    }

    RandomGenerator random() {
        return random;
    }

    /** Where a node talks to others. */
    public static NodeAddress address(int number) {
        return NodeAddress.of(new byte[] {10, 0, (byte) (number >> 8), (byte) number}, PORT);
    }

    /** What a node is called. */
    public static String name(int number) {
        return "node-" + number;
    }

    /** Starts a node; one that was at its address before must be dead. */
    public void start(int number, List<Integer> seeds) {
        start(number, seeds, SkewedClock.RIGHT);
    }

    void start(int number, List<Integer> seeds, SkewedClock clock) {
        start(number, seeds, clock, ByteString.utf8("meta of " + name(number)));
    }

    /** The same with a clock of its own, and what it says of itself. */
    public void start(int number, List<Integer> seeds, SkewedClock clock, ByteString meta) {
        NodeAddress address = address(number);
        VirtualNode node = new VirtualNode(this, settings, name(number), address, clock, random, meta);
        nodes.put(address, node);
        invariants.started(node);
        node.start(seeds.stream().map(SwimCluster::address).toList());
    }

    /** Starts so many nodes that know each other already. */
    public void startAll(int nodes) {
        List<NodeState> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            start(i, List.of());
            Member me = swim(i).self();
            all.add(new NodeState(me.name(), me.address(), me.meta(), me.state(), me.versions()));
        }
        nodes().forEach(node -> node.swim().recall(timeline.now(), all));
    }

    /** As by kill -9. */
    public void kill(int number) {
        node(number).kill();
    }

    /** Whether a node was started and has not ended. */
    public boolean isRunning(int number) {
        @Nullable VirtualNode node = nodes.get(address(number));
        return node != null && node.isRunning();
    }

    public void leave(int number) {
        node(number).leave();
    }

    public void pause(int number) {
        node(number).pause();
    }

    public void resume(int number) {
        node(number).resume();
    }

    public void setLoss(double share) {
        network.lose(share);
    }

    /** Those with these numbers reach only each other, and the others each other. */
    public void partition(List<Integer> side) {
        Map<NodeAddress, Integer> sides = new LinkedHashMap<>();
        side.forEach(number -> sides.put(address(number), 1));
        network.partition(sides);
    }

    public void heal() {
        network.heal();
    }

    public void run(Duration time) {
        timeline.runUntil(timeline.now().plus(time));
    }

    VirtualNode node(int number) {
        @Nullable VirtualNode node = nodes.get(address(number));
        if (node == null) {
            throw new IllegalArgumentException("there is no node " + number);
        }
        return node;
    }

    /** Running nodes that one does not know, as a look into the DNS would find them. */
    List<NodeAddress> strangersTo(VirtualNode node) {
        Set<NodeAddress> known = node.swim().members().stream()
                .filter(member -> member.status().isPresent())
                .map(Member::address)
                .collect(Collectors.toSet());
        return nodes.values().stream()
                .filter(VirtualNode::isRunning)
                .map(VirtualNode::address)
                .filter(address -> !known.contains(address))
                .toList();
    }

    List<VirtualNode> nodes() {
        return new ArrayList<>(nodes.values());
    }

    /** What a node knows. */
    public Swim swim(int number) {
        return node(number).swim();
    }

    void sendPacket(VirtualNode from, NodeAddress to, Consumer<VirtualNode> arrival) {
        network.packet(from.address(), to, () -> at(to, arrival));
    }

    void openStream(VirtualNode from, NodeAddress to, Consumer<VirtualNode> arrival) {
        network.openStream(from.address(), to, () -> at(to, arrival));
    }

    void answerStream(VirtualNode from, NodeAddress to, Consumer<VirtualNode> arrival) {
        network.answerStream(from.address(), to, () -> at(to, arrival));
    }

    private void at(NodeAddress to, Consumer<VirtualNode> arrival) {
        @Nullable VirtualNode node = nodes.get(to);
        if (node != null && node.isRunning()) {
            arrival.accept(node);
        }
    }
}
