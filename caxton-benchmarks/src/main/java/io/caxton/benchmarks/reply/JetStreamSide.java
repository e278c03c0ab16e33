package io.caxton.benchmarks.reply;

import io.caxton.benchmarks.brokers.NatsProcess;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * JetStream on files, one work queue for requests and one for replies. A request is acknowledged once the stream has the
 * reply.
 */
final class JetStreamSide implements Side {
    private static final byte[] CONTENT = new byte[1_024];
    private static final String ID = "Id";
    private static final int IN_FLIGHT = 1_000;

    private final Connection connection;
    private final Connection responder;
    private final JetStream requests;
    private final Pending pending = new Pending();
    private final String promise;

    private JetStreamSide(Connection connection, Connection responder, String promise) throws IOException {
        this.connection = connection;
        this.responder = responder;
        this.requests = connection.jetStream();
        this.promise = promise;
    }

    static JetStreamSide open(NatsProcess nats) throws Exception {
        Connection asker = nats.connect();
        Connection responder = nats.connect();
        workQueue(asker, "question");
        workQueue(asker, "reply");
        String promise = nats.isSynced() ? "every write synced" : "synced now and then only: not equal";
        JetStreamSide side = new JetStreamSide(asker, responder, promise);
        JetStream replies = responder.jetStream();
        consume(responder, "question", question -> {
            var unused = replies.publishAsync("js.reply", question.getHeaders(), CONTENT)
                    .thenAccept(stored -> question.ack());
        });
        consume(asker, "reply", reply -> {
            side.pending.answered(reply.getHeaders().getFirst(ID));
            reply.ack();
        });
        return side;
    }

    private static void workQueue(Connection connection, String name) throws IOException, JetStreamApiException {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects("js." + name)
                        .storageType(StorageType.File)
                        .retentionPolicy(RetentionPolicy.WorkQueue)
                        .build());
    }

    private interface Receiver {
        void on(Message message);
    }

    private static void consume(Connection connection, String name, Receiver receiver)
            throws IOException, JetStreamApiException {
        PushSubscribeOptions options = PushSubscribeOptions.builder().stream(name)
                .durable(name + "-consumer")
                .configuration(ConsumerConfiguration.builder()
                        .ackPolicy(AckPolicy.Explicit)
                        .maxAckPending(IN_FLIGHT)
                        .build())
                .build();
        connection.jetStream().subscribe("js." + name, connection.createDispatcher(), receiver::on, false, options);
    }

    @Override
    public String label() {
        return "JetStream " + connection.getServerInfo().getVersion() + ", " + promise;
    }

    @Override
    public CompletableFuture<Void> ask() {
        Pending.Question question = pending.ask();
        Headers headers = new Headers().add(ID, question.id());
        var unused = requests.publishAsync("js.question", headers, CONTENT).whenComplete((stored, failure) -> {
            if (failure != null) {
                pending.failed(question.id(), failure);
            }
        });
        return question.reply();
    }

    @Override
    public void close() throws InterruptedException {
        connection.close();
        responder.close();
    }
}
