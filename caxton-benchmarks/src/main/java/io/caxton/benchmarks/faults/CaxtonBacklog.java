package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.cluster.NodeCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Two nodes. The sender says the next message of a conversation when the one before was accepted. */
final class CaxtonBacklog implements BacklogSide {
    private final Run run;
    private final NodeCluster cluster;
    private final Load load;
    private final Ledger ledger = new Ledger(2);

    CaxtonBacklog(Run run) throws IOException, InterruptedException {
        this.run = run;
        List<String> arguments =
                List.of("--caxton.cluster.profile=local", "--caxton.delivery.max-mailbox-depth=1000000");
        this.cluster = NodeCluster.start(
                run.scratch(), 2, new NodeCluster.Options(run.integer("heap", 384, 256), 1, arguments));
        this.load = Load.start(cluster, "b-", new Load.Shape(0, 1), ledger);
        cluster.awaitListed(0, "recipient-1");
    }

    @Override
    public String label() {
        return "Caxton";
    }

    @Override
    public Fate measure(int messages, Duration down, Duration patience) throws Exception {
        Backlog backlog = Backlog.measure(run, cluster, load, ledger, messages, down);
        Ledger.Totals totals = ledger.totals();
        return new Fate(
                totals,
                backlog.acceptedAfter(),
                totals.lost() == 0 ? Optional.of(backlog.emptyAfter()) : Optional.empty());
    }

    @Override
    public void close() throws IOException {
        load.close();
        cluster.close();
    }
}
