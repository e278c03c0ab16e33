package io.caxton.benchmarks.reply;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** A channel with publisher confirms and manual acknowledgements. The client wants one publisher at a time. */
final class ConfirmedChannel {
    private static final int PREFETCH = 1_000;

    private final Channel publisher;
    private final Channel consumer;
    private final ConcurrentSkipListMap<Long, Runnable> unconfirmed = new ConcurrentSkipListMap<>();

    private ConfirmedChannel(Channel publisher, Channel consumer) {
        this.publisher = publisher;
        this.consumer = consumer;
    }

    static ConfirmedChannel open(Connection connection) throws IOException {
        ConfirmedChannel channel = new ConfirmedChannel(connection.createChannel(), connection.createChannel());
        channel.consumer.basicQos(PREFETCH);
        channel.publisher.confirmSelect();
        channel.publisher.addConfirmListener(channel::confirmed, (tag, multiple) -> {
            throw new IOException("RabbitMQ did not take a message");
        });
        return channel;
    }

    void declareQuorumQueue(String name) throws IOException {
        publisher.queueDeclare(name, true, false, false, Map.of("x-queue-type", "quorum"));
    }

    private void confirmed(long tag, boolean multiple) {
        Map<Long, Runnable> upTo = unconfirmed.subMap(multiple ? 0 : tag, true, tag, true);
        upTo.values().forEach(Runnable::run);
        upTo.clear();
    }

    /** Runs {@code then} once the message is confirmed. */
    void publish(String queue, BasicProperties properties, byte[] body, Runnable then) throws IOException {
        synchronized (publisher) {
            unconfirmed.put(publisher.getNextPublishSeqNo(), then);
            publisher.basicPublish("", queue, properties, body);
        }
    }

    interface Receiver {
        void on(Delivery delivery, Runnable acknowledge) throws IOException;
    }

    void consume(String queue, Receiver receiver) throws IOException {
        consumer.basicConsume(
                queue,
                false,
                (tag, delivery) -> receiver.on(
                        delivery, () -> acknowledge(delivery.getEnvelope().getDeliveryTag())),
                tag -> {});
    }

    private void acknowledge(long deliveryTag) {
        try {
            synchronized (consumer) {
                consumer.basicAck(deliveryTag, false);
            }
        } catch (IOException broke) {
            throw new UncheckedIOException(broke);
        }
    }
}
