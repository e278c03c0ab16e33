package io.caxton.simulation.cluster;

import io.caxton.simulation.SkewedClock;
import io.caxton.simulation.swim.SwimCluster;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stays of a node while its process ends and starts: its id, its disk, the number of its starts, its clock. */
final class Machine {
    private final int number;
    private final Disk disk;
    private final SkewedClock clock;
    private long epoch;
    private boolean lost;
    private @Nullable Node process;

    Machine(int number, Disk disk, SkewedClock clock) {
        this.number = number;
        this.disk = disk;
        this.clock = clock;
    }

    int number() {
        return number;
    }

    String id() {
        return SwimCluster.name(number);
    }

    Disk disk() {
        return disk;
    }

    SkewedClock clock() {
        return clock;
    }

    /** The epoch of the next start: the first is the time of day, as a data directory has it. */
    long nextEpoch(long seconds) {
        epoch = epoch == 0 ? Math.max(1, seconds) : epoch + 1;
        return epoch;
    }

    void raiseEpoch(long atLeast) {
        epoch = Math.max(epoch, atLeast);
    }

    /** Its disk is gone, and with it its id: it does not come back. */
    void lose() {
        disk.lose();
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    void runs(Node node) {
        process = node;
    }

    Optional<Node> process() {
        return Optional.ofNullable(process).filter(node -> node.computer().isRunning());
    }
}
