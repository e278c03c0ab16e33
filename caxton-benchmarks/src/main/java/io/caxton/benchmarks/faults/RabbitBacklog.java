package io.caxton.benchmarks.faults;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import io.caxton.benchmarks.brokers.RabbitProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Two RabbitMQ nodes and a durable queue at the second one; persistent messages with publisher confirms and the mandatory
 * flag. What comes back as unroutable is refused, what is confirmed otherwise is accepted.
 */
final class RabbitBacklog extends BrokerBacklog {
    private static final String QUEUE = "backlog";
    private static final int PREFETCH = 1_000;
    private static final long CONFIRM_MILLIS = 60_000;
    private static final BasicProperties DURABLE =
            new BasicProperties.Builder().deliveryMode(2).build();

    private final String type;
    private final List<RabbitProcess> cluster;
    private final Connection sender;
    private final Channel publisher;
    private final Set<Integer> unconfirmed = ConcurrentHashMap.newKeySet();
    private Connection recipient;

    /** @param type of the queue: classic or quorum */
    RabbitBacklog(Path scratch, String type, int nodes) throws Exception {
        this.type = type;
        this.cluster = RabbitProcess.cluster(scratch, nodes);
        this.sender = cluster.get(0).connect();
        this.publisher = sender.createChannel();
        publisher.confirmSelect();
        publisher.addReturnListener(returned -> {
            unconfirmed.remove(ByteBuffer.wrap(returned.getBody()).getInt());
            ledger.refused("returned: " + returned.getReplyText());
        });
        this.recipient = consume();
    }

    private Connection consume() throws Exception {
        Connection connection = cluster.get(1).connect();
        Channel channel = connection.createChannel();
        channel.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", type));
        channel.basicQos(PREFETCH);
        channel.basicConsume(QUEUE, false, (tag, delivery) -> handle(channel, delivery), tag -> {});
        return connection;
    }

    private void handle(Channel channel, Delivery delivery) throws IOException {
        arrived(delivery.getBody());
        channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
    }

    @Override
    public String label() {
        return "RabbitMQ " + sender.getServerProperties().get("version") + ", " + cluster.size() + " nodes, " + type
                + " queue";
    }

    @Override
    void kill() throws Exception {
        cluster.get(1).kill();
        recipient.abort();
    }

    @Override
    void send(int number, byte[] content) throws IOException {
        unconfirmed.add(number);
        publisher.basicPublish("", QUEUE, true, DURABLE, content);
    }

    /** A return comes before its confirm, so what was not returned by now was taken. */
    @Override
    void flush() throws Exception {
        publisher.waitForConfirmsOrDie(CONFIRM_MILLIS);
        unconfirmed.forEach(ledger::accepted);
    }

    @Override
    void restart() throws Exception {
        cluster.get(1).restart();
        recipient = consume();
    }

    @Override
    public void close() throws IOException {
        sender.abort();
        recipient.abort();
        for (RabbitProcess node : cluster) {
            node.close();
        }
    }
}
