package io.caxton.simulation.registry;

import io.caxton.core.cluster.Gossip.Call;
import io.caxton.simulation.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Nodes that replicate their registries among each other, each of them whole; membership is told, not played. */
final class RegistryCluster implements RegistryNode.World {
    /** Until the last node hears from membership that another one is there, or not. */
    private static final int MEMBERSHIP_MILLIS = 1_000;

    private final Timeline timeline = new Timeline();
    private final SplittableRandom random;
    private final CallNetwork network;
    private final List<RegistryNode> nodes = new ArrayList<>();
    private final Map<String, RegistryNode> byId = new HashMap<>();
    private BiConsumer<RegistryNode, String> listener = (node, agent) -> {};

    /** Nodes that have so many agents each and all know all of them. */
    RegistryCluster(int size, int agentsOfANode, long seed) {
        random = new SplittableRandom(seed);
        network = new CallNetwork(timeline, random);
        for (int i = 0; i < size; i++) {
            RegistryNode node = new RegistryNode(name(i), this, random);
            for (int agent = 0; agent < agentsOfANode; agent++) {
                node.have(Agents.random(random));
            }
            nodes.add(node);
            byId.put(node.id(), node);
        }
        introduce();
    }

    static String name(int node) {
        return "4f9c2b7e-0000-4000-8000-" + String.format(Locale.ROOT, "%012d", node);
    }

    private void introduce() {
        for (RegistryNode node : nodes) {
            nodes.stream().filter(other -> other != node).forEach(node::isMember);
        }
        RegistryNode first = nodes.get(0);
        nodes.forEach(first::copy);
        for (RegistryNode node : nodes) {
            node.copy(first);
            node.hasMet(nodes);
            node.begin();
        }
    }

    @Override
    public Timeline timeline() {
        return timeline;
    }

    @Override
    public void call(RegistryNode from, Call call) {
        RegistryNode to = byId.get(call.nodeId());
        if (to == null) {
            throw new IllegalStateException("there is no node " + call.nodeId());
        }
        network.call(from, to, call);
    }

    @Override
    public void appeared(RegistryNode at, String agentId) {
        listener.accept(at, agentId);
    }

    /** Is told of each agent that a node did not know. */
    void listen(BiConsumer<RegistryNode, String> to) {
        listener = to;
    }

    void setLoss(double share) {
        network.loss = share;
    }

    SplittableRandom random() {
        return random;
    }

    List<RegistryNode> nodes() {
        return nodes;
    }

    Traffic traffic() {
        return network.traffic();
    }

    void run(Duration time) {
        timeline.runUntil(timeline.now().plus(time));
    }

    /** Kills a node; it is back after that time. */
    void restart(RegistryNode node, Duration away) {
        node.stop();
        int life = node.life();
        others(node, other -> {
            if (node.life() == life) {
                other.misses(node);
            }
        });
        timeline.after(away, () -> {
            node.startAgain();
            nodes.stream().filter(other -> other != node && other.isUp()).forEach(node::meets);
            others(node, other -> other.meets(node));
        });
    }

    private void others(RegistryNode node, Consumer<RegistryNode> hears) {
        for (RegistryNode other : nodes) {
            int life = other.life();
            if (other != node) {
                timeline.after(Duration.ofMillis(random.nextInt(MEMBERSHIP_MILLIS)), () -> {
                    if (other.isIn(life)) {
                        hears.accept(other);
                    }
                });
            }
        }
    }
}
