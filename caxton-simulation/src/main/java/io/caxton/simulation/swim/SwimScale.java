package io.caxton.simulation.swim;

import io.caxton.swim.MembershipEvent;
import io.caxton.swim.SwimSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** How fast a large cluster notices failures, how often it is wrong, and what it sends for that; in virtual time. */
public final class SwimScale {
    /** So long the nodes run before anything is measured. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    /** A paused node stops and goes on at times like these. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Setting setting;
    private final SwimCluster cluster;
    private final SplittableRandom random;
    private final Set<String> killed = new HashSet<>();
    private final Set<String> paused = new HashSet<>();
    private final FalsePositives.Tally tally = new FalsePositives.Tally(paused);
    private final List<Duration> suspected = new ArrayList<>();
    private final List<Duration> failed = new ArrayList<>();
    private final List<Duration> known = new ArrayList<>();
    private final Set<String> informed = new HashSet<>();
    private String victim = "";
    private Instant diedAt = Instant.EPOCH;

    /**
     * What is measured.
     *
     * @param loss share of packets that are lost
     * @param paused share of nodes that stop for ten seconds again and again
     * @param kills how many nodes are killed, one after the other
     * @param between how long it is waited after each
     */
    public record Setting(
            SwimSettings swim, int members, double loss, double paused, int kills, Duration between, long seed) {}

    /**
     * What came of it.
     *
     * @param suspected from each death to the first suspicion
     * @param failed to the first who declares it
     * @param known until the last node knows; only of deaths that all came to know
     * @param falsePositives live nodes declared dead; those paused are the impaired ones
     * @param bytesPerNodePerSecond in packets, with their headers
     * @param streamBytesPerNodePerSecond in exchanges
     */
    public record Figures(
            List<Duration> suspected,
            List<Duration> failed,
            List<Duration> known,
            FalsePositives falsePositives,
            double bytesPerNodePerSecond,
            double streamBytesPerNodePerSecond,
            double packetsPerNodePerSecond) {}

    private SwimScale(Setting setting) {
        this.setting = setting;
        this.random = new SplittableRandom(setting.seed());
        this.cluster = new SwimCluster(setting.swim(), random, false);
    }

    public static Figures measure(Setting setting) {
        return new SwimScale(setting).run();
    }

    private Figures run() {
        cluster.startAll(setting.members());
        cluster.run(WARM_UP);
        cluster.listen(this::told);
        cluster.setLoss(setting.loss());
        pauseSome();
        Traffic traffic = cluster.traffic();
        long bytes = traffic.packetBytes();
        long streamBytes = traffic.streamBytes();
        long packets = traffic.packets();
        Instant start = cluster.timeline().now();
        for (int i = 0; i < setting.kills(); i++) {
            kill(i);
            cluster.run(setting.between());
        }
        double nodeSeconds = setting.members()
                * (Duration.between(start, cluster.timeline().now()).toNanos() / 1e9);
        return new Figures(
                List.copyOf(suspected),
                List.copyOf(failed),
                List.copyOf(known),
                tally.result(),
                (traffic.packetBytes() - bytes) / nodeSeconds,
                (traffic.streamBytes() - streamBytes) / nodeSeconds,
                (traffic.packets() - packets) / nodeSeconds);
    }

    private void kill(int number) {
        cluster.kill(number);
        victim = cluster.node(number).name();
        killed.add(victim);
        diedAt = cluster.timeline().now();
        informed.clear();
    }

    private void told(String node, MembershipEvent event) {
        Duration since = Duration.between(diedAt, cluster.timeline().now());
        if (event instanceof MembershipEvent.Suspected suspicion) {
            boolean first = informed.isEmpty() && suspected.size() < killed.size();
            if (first && suspicion.member().name().equals(victim)) {
                suspected.add(since);
            }
        } else if (event instanceof MembershipEvent.Failed failure) {
            failed(node, failure.member().name(), since);
        }
    }

    private void failed(String node, String name, Duration since) {
        if (!killed.contains(name)) {
            tally.declared(node, name);
        } else if (name.equals(victim) && informed.add(node)) {
            if (informed.size() == 1) {
                failed.add(since);
            }
            if (informed.size() == setting.members() - killed.size()) {
                known.add(since);
            }
        }
    }

    /** The last ones, so that those killed are others. */
    private void pauseSome() {
        int count = (int) Math.round(setting.paused() * setting.members());
        for (int i = 0; i < count; i++) {
            VirtualNode node = cluster.node(setting.members() - 1 - i);
            paused.add(node.name());
            Duration wait = Duration.ofMillis(random.nextInt((int) PAUSE.toMillis()));
            cluster.timeline().after(wait, () -> pause(node));
        }
    }

    private void pause(VirtualNode node) {
        node.pause();
        cluster.timeline().after(PAUSE, () -> {
            node.resume();
            cluster.timeline().after(PAUSE, () -> pause(node));
        });
    }
}
