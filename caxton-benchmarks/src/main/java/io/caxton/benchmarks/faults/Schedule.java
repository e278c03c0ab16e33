package io.caxton.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The faults of a run, in the order and with the victims that a seed gives. */
final class Schedule {
    private final int nodes;
    private final Times times;
    private final Random chance;

    /**
     * How long faults last.
     *
     * @param freeze each SIGSTOP
     * @param shortest of a partition
     * @param longest of a partition; the first one lasts so long
     * @param trouble each of the other troubles of links
     * @param down at most, until a node that was killed is started again
     */
    record Times(Duration freeze, Duration shortest, Duration longest, Duration trouble, Duration down) {}

    private Schedule(int nodes, Times times, long seed) {
        this.nodes = nodes;
        this.times = times;
        this.chance = new Random(seed);
    }

    /** @param counts how many there are of each kind */
    static List<Fault> of(Map<FaultKind, Integer> counts, int nodes, Times times, long seed) {
        if (nodes < 2) {
            throw new IllegalArgumentException("--nodes must be at least 2: one node has nobody to lose");
        }
        if (times.longest().compareTo(times.shortest()) < 0) {
            throw new IllegalArgumentException("--longest must not be shorter than --shortest");
        }
        Schedule schedule = new Schedule(nodes, times, seed);
        List<Fault> faults = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            for (int i = 0; i < counts.getOrDefault(kind, 0); i++) {
                faults.add(schedule.draw(kind, i == 0));
            }
        }
        Collections.shuffle(faults, schedule.chance);
        return List.copyOf(faults);
    }

    private Fault draw(FaultKind kind, boolean isFirst) {
        int node = chance.nextInt(nodes);
        int other = (node + 1 + chance.nextInt(nodes - 1)) % nodes;
        Duration hold = switch (kind) {
            case KILL, LEAVE -> between(Duration.ZERO, times.down());
            case FREEZE -> times.freeze();
            case PARTITION -> isFirst ? times.longest() : between(times.shortest(), times.longest());
            case ONE_WAY, LOSS, SLOW -> times.trouble();
            case ROLLING -> Duration.ZERO;
        };
        return new Fault(kind, node, other, side(), hold, chance.nextBoolean());
    }

    /** Neither nobody nor all. */
    private Set<Integer> side() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            all.add(i);
        }
        Collections.shuffle(all, chance);
        return Set.copyOf(new HashSet<>(all.subList(0, 1 + chance.nextInt(nodes - 1))));
    }

    private Duration between(Duration least, Duration most) {
        return least.plusMillis(chance.nextLong(most.minus(least).toMillis() + 1));
    }
}
