package io.caxton.benchmarks.reply;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Connection;
import io.caxton.benchmarks.brokers.RabbitProcess;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** RabbitMQ with one quorum queue for requests and one for replies. A request is acknowledged once the reply is confirmed. */
final class RabbitSide implements Side {
    private static final byte[] CONTENT = new byte[1_024];

    private final Connection asker;
    private final Connection responder;
    private final ConfirmedChannel requests;
    private final Pending pending;
    private final String version;

    private RabbitSide(Connection asker, Connection responder, ConfirmedChannel requests, Pending pending) {
        this.asker = asker;
        this.responder = responder;
        this.requests = requests;
        this.pending = pending;
        this.version = String.valueOf(asker.getServerProperties().get("version"));
    }

    static RabbitSide open(RabbitProcess rabbit) throws Exception {
        Connection asker = rabbit.connect();
        Connection responder = rabbit.connect();
        Pending pending = new Pending();
        ConfirmedChannel requests = ConfirmedChannel.open(asker);
        ConfirmedChannel replies = ConfirmedChannel.open(responder);
        requests.declareQuorumQueue("question");
        requests.declareQuorumQueue("reply");
        replies.consume(
                "question",
                (question, acknowledge) -> replies.publish(
                        "reply", properties(question.getProperties().getCorrelationId()), CONTENT, acknowledge));
        requests.consume("reply", (reply, acknowledge) -> {
            pending.answered(reply.getProperties().getCorrelationId());
            acknowledge.run();
        });
        return new RabbitSide(asker, responder, requests, pending);
    }

    private static BasicProperties properties(String id) {
        return new BasicProperties.Builder().deliveryMode(2).correlationId(id).build();
    }

    @Override
    public String label() {
        return "RabbitMQ " + version + " quorum queues";
    }

    @Override
    public CompletableFuture<Void> ask() {
        Pending.Question question = pending.ask();
        try {
            requests.publish("question", properties(question.id()), CONTENT, () -> {});
        } catch (IOException broke) {
            pending.failed(question.id(), broke);
        }
        return question.reply();
    }

    @Override
    public void close() throws IOException {
        asker.abort();
        responder.abort();
    }
}
