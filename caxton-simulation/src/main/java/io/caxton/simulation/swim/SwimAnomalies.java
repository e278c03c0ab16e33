package io.caxton.simulation.swim;

import io.caxton.swim.MembershipEvent;
import io.caxton.swim.SwimSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The experiment by which Lifeguard's paper (arXiv 1707.00788, section V) shows what Lifeguard is good for, in virtual time: some
 * members cannot keep up with their messages, all of them at the same times, and blame those that they do not hear.
 */
public final class SwimAnomalies {
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final Setting setting;
    private final SwimCluster cluster;
    private final List<VirtualNode> slow;
    private final FalsePositives.Tally tally;

    /**
     * What is measured.
     *
     * @param slow how many members are blocked at a time, always the same ones
     * @param blocked for how long they neither send nor receive, while their clocks run on
     * @param between for how long they do between two such times
     * @param time how long this goes on at least; the last time of being blocked is over then
     */
    public record Setting(
            SwimSettings swim, int members, int slow, Duration blocked, Duration between, Duration time, long seed) {}

    private SwimAnomalies(Setting setting) {
        this.setting = setting;
        cluster = new SwimCluster(setting.swim(), new SplittableRandom(setting.seed()), false);
        cluster.startAll(setting.members());
        slow = IntStream.range(0, setting.slow()).mapToObj(cluster::node).toList();
        Set<String> names = new HashSet<>();
        slow.forEach(node -> names.add(node.name()));
        tally = new FalsePositives.Tally(names);
    }

    /** How often live members were declared dead; those that were blocked are the impaired ones. */
    public static FalsePositives measure(Setting setting) {
        return new SwimAnomalies(setting).run();
    }

    private FalsePositives run() {
        cluster.run(WARM_UP);
        cluster.listen((node, event) -> {
            if (event instanceof MembershipEvent.Failed failure) {
                tally.declared(node, failure.member().name());
            }
        });
        Duration passed = Duration.ZERO;
        while (passed.compareTo(setting.time()) < 0) {
            slow.forEach(VirtualNode::block);
            cluster.run(setting.blocked());
            slow.forEach(VirtualNode::unblock);
            cluster.run(setting.between());
            passed = passed.plus(setting.blocked()).plus(setting.between());
        }
        return tally.result();
    }
}
