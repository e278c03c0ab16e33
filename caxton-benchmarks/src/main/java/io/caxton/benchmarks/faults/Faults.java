package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.cluster.NodeCluster;
import io.caxton.benchmarks.relay.LinkQuality;
import io.caxton.benchmarks.relay.Relay;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Makes faults happen, one after the other, each until it is over. */
final class Faults {
    private static final LinkQuality SLOW =
            new LinkQuality(true, 0.02, 0.2, Duration.ofMillis(20), Duration.ofMillis(30), 1_000_000);

    private final NodeCluster cluster;
    private final double loss;

    /** @param loss share of packets that are lost while packets are lost */
    Faults(NodeCluster cluster, double loss) {
        this.cluster = cluster;
        this.loss = loss;
    }

    /** Returns when it is over: the links are perfect again, and all nodes run and are ready. */
    void happen(Fault fault) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case KILL -> kill(fault);
            case FREEZE -> freeze(fault);
            case LEAVE -> leave(fault);
            case ROLLING -> rolling();
            case PARTITION, ONE_WAY, LOSS, SLOW -> links(fault);
        }
    }

    private void kill(Fault fault) throws IOException, InterruptedException {
        cluster.kill(fault.node());
        Thread.sleep(fault.hold().toMillis());
        cluster.restart(fault.node());
    }

    private void freeze(Fault fault) throws IOException, InterruptedException {
        cluster.freeze(fault.node());
        try {
            Thread.sleep(fault.hold().toMillis());
        } finally {
            cluster.thaw(fault.node());
        }
    }

    private void leave(Fault fault) throws IOException, InterruptedException {
        HttpResponse<String> answer = cluster.node(fault.node()).post("/api/v1/cluster/leave", "");
        if (answer.statusCode() >= 300) {
            throw new IOException("leaving was answered " + answer.statusCode() + " " + answer.body());
        }
        Thread.sleep(fault.hold().toMillis());
        cluster.terminate(fault.node());
        cluster.restart(fault.node());
    }

    private void rolling() throws IOException, InterruptedException {
        for (int i = 0; i < cluster.size(); i++) {
            cluster.terminate(i);
            cluster.restart(i);
        }
    }

    private void links(Fault fault) throws InterruptedException {
        Relay relay = cluster.relay();
        switch (fault.kind()) {
            case PARTITION -> part(fault);
            case ONE_WAY -> cut(fault.node(), fault.other(), fault.resets());
            case LOSS -> relay.setAll(LinkQuality.losing(loss));
            default -> relay.setAll(SLOW);
        }
        Thread.sleep(fault.hold().toMillis());
        relay.setAll(LinkQuality.PERFECT);
    }

    private void part(Fault fault) {
        for (int i = 0; i < cluster.size(); i++) {
            for (int j = 0; j < cluster.size(); j++) {
                if (fault.side().contains(i) != fault.side().contains(j)) {
                    cut(i, j, fault.resets());
                }
            }
        }
    }

    private void cut(int from, int to, boolean resets) {
        cluster.relay().set(from, to, LinkQuality.CUT);
        if (resets) {
            cluster.relay().reset(from, to);
        }
    }
}
