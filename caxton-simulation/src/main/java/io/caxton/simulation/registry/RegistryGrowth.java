package io.caxton.simulation.registry;

import io.caxton.core.cluster.AgentProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How soon all nodes of a cluster know an agent, and what they send for that, in virtual time. */
public final class RegistryGrowth {
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    /** A restarting node is away and there at times like these. */
    private static final Duration AWAY = Duration.ofSeconds(5);

    private static final Duration THERE = Duration.ofSeconds(30);

    private final Setting setting;
    private final RegistryCluster cluster;
    private final Set<RegistryNode> restarting = new HashSet<>();
    private final Map<String, Registration> open = new HashMap<>();
    private final List<Duration> known = new ArrayList<>();
    private final List<Duration> knownOfRestarted = new ArrayList<>();

    /**
     * What is measured.
     *
     * @param agentsOfANode that all know from the beginning
     * @param loss share of calls that are lost
     * @param restarting share of nodes that start again and again, each time with one agent more; what they learn does not count
     * @param registrations one a second
     * @param patience how long the last of them may take
     * @param changes agents of all nodes that change, each second, while that is measured
     * @param changing for how long; nothing is measured without changes and registrations if it is zero
     */
    public record Setting(
            int nodes,
            int agentsOfANode,
            double loss,
            double restarting,
            int registrations,
            Duration patience,
            int changes,
            Duration changing,
            long seed) {}

    /**
     * What came of it.
     *
     * @param known from each registration until the last node knew it, of those that all came to know
     * @param knownOfRestarted from each restart until the last node knew the agent that its node has now
     * @param idle what a node sent each second while nothing changed
     * @param changing while agents changed
     */
    public record Figures(List<Duration> known, List<Duration> knownOfRestarted, PerNode idle, PerNode changing) {}

    /** What a node sends and answers in a second: calls, and bytes of their bodies. */
    public record PerNode(double requests, double bytes) {}

    private static final class Registration {
        private final Instant at;
        private final List<Duration> counted;
        private int missing;

        Registration(Instant at, int missing, List<Duration> counted) {
            this.at = at;
            this.counted = counted;
            this.missing = missing;
        }
    }

    private Instant lastRestart = Instant.EPOCH;

    private RegistryGrowth(Setting setting) {
        this.setting = setting;
        this.cluster = new RegistryCluster(setting.nodes(), setting.agentsOfANode(), setting.seed());
    }

    public static Figures measure(Setting setting) {
        return new RegistryGrowth(setting).run();
    }

    private Figures run() {
        cluster.run(WARM_UP);
        boolean traffic = !setting.changing().isZero();
        PerNode idle = traffic ? sent(IDLE) : new PerNode(0, 0);
        PerNode changing = traffic ? whileAgentsChange() : new PerNode(0, 0);
        cluster.setLoss(setting.loss());
        cluster.listen(this::appeared);
        lastRestart = cluster.timeline().now().plus(BETWEEN.multipliedBy(setting.registrations()));
        restartSome();
        for (int i = 0; i < setting.registrations(); i++) {
            register();
            cluster.run(BETWEEN);
        }
        cluster.run(setting.patience());
        return new Figures(List.copyOf(known), List.copyOf(knownOfRestarted), idle, changing);
    }

    private PerNode whileAgentsChange() {
        long changes = setting.changes() * setting.changing().toSeconds();
        for (long i = 0; i < changes; i++) {
            cluster.timeline().after(setting.changing().multipliedBy(i).dividedBy(changes), this::change);
        }
        return sent(setting.changing());
    }

    private void change() {
        RegistryNode node = cluster.nodes().get(cluster.random().nextInt(setting.nodes()));
        node.change(cluster.random().nextInt(node.own().size()));
    }

    private PerNode sent(Duration time) {
        Traffic before = cluster.traffic();
        cluster.run(time);
        Traffic sent = cluster.traffic().since(before);
        double nodeSeconds = setting.nodes() * (time.toNanos() / 1e9);
        return new PerNode(sent.requests() / nodeSeconds, sent.bytes() / nodeSeconds);
    }

    private void register() {
        int stable = setting.nodes() - restarting.size();
        RegistryNode node = cluster.nodes().get(cluster.random().nextInt(stable));
        AgentProfile agent = Agents.random(cluster.random());
        open.put(agent.agentId(), new Registration(cluster.timeline().now(), stable - 1, known));
        node.register(agent);
    }

    private void appeared(RegistryNode at, String agentId) {
        Registration one = open.get(agentId);
        if (one == null || restarting.contains(at)) {
            return;
        }
        one.missing--;
        if (one.missing == 0) {
            open.remove(agentId);
            one.counted.add(Duration.between(one.at, cluster.timeline().now()));
        }
    }

    /** The last ones, so that those that register are others. */
    private void restartSome() {
        int count = (int) Math.ceil(setting.restarting() * setting.nodes());
        for (int i = 0; i < count; i++) {
            RegistryNode node = cluster.nodes().get(setting.nodes() - 1 - i);
            restarting.add(node);
            Duration wait = Duration.ofMillis(cluster.random().nextInt((int) THERE.toMillis()));
            cluster.timeline().after(wait, () -> restart(node));
        }
    }

    private void restart(RegistryNode node) {
        AgentProfile agent = Agents.random(cluster.random());
        Instant back = cluster.timeline().now().plus(AWAY);
        open.put(agent.agentId(), new Registration(back, setting.nodes() - restarting.size(), knownOfRestarted));
        node.own().add(agent);
        cluster.restart(node, AWAY);
        if (cluster.timeline().now().isBefore(lastRestart)) {
            cluster.timeline().after(AWAY.plus(THERE), () -> restart(node));
        }
    }
}
