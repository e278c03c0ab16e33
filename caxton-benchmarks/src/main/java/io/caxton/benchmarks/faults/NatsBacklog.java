package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.brokers.NatsCluster;
import io.nats.client.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two core NATS servers. What the first one has read without an error (a flush) counts as accepted: it says no more. */
final class NatsBacklog extends BrokerBacklog {
    private static final String SUBJECT = "backlog";
    private static final Duration FLUSH = Duration.ofSeconds(30);

    private final NatsCluster cluster;
    private final Connection sender;
    private final List<Integer> sent = new ArrayList<>();
    private Connection recipient;

    NatsBacklog(Path scratch) throws Exception {
        this.cluster = NatsCluster.start(scratch, 2);
        this.sender = cluster.connect(0);
        this.recipient = subscribe();
    }

    private Connection subscribe() throws Exception {
        Connection connection = cluster.connect(1);
        connection.createDispatcher(message -> arrived(message.getData())).subscribe(SUBJECT);
        connection.flush(FLUSH);
        return connection;
    }

    @Override
    public String label() {
        return "NATS " + sender.getServerInfo().getVersion() + ", core";
    }

    @Override
    void kill() throws Exception {
        cluster.kill(1);
        recipient.close();
    }

    @Override
    void send(int number, byte[] content) {
        sender.publish(SUBJECT, content);
        sent.add(number);
    }

    @Override
    void flush() throws Exception {
        sender.flush(FLUSH);
        sent.forEach(ledger::accepted);
    }

    @Override
    void restart() throws Exception {
        cluster.restart(1);
        recipient = subscribe();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        sender.close();
        recipient.close();
        cluster.close();
    }
}
