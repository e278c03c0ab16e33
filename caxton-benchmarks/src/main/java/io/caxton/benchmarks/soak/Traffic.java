package io.caxton.benchmarks.soak;

import io.caxton.benchmarks.Quantiles;
import io.caxton.benchmarks.process.NodeProcess;
import io.caxton.benchmarks.wire.HttpConnections;
import io.caxton.benchmarks.wire.HttpExchange;
import io.caxton.benchmarks.wire.HttpRequests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.Recorder;

/** Senders and consumers of a run, over HTTP: sends of 1 KiB, long polls and acknowledgements. */
final class Traffic implements AutoCloseable {
    private static final int AGENTS = 4;
    private static final int CONNECTIONS = 32;
    private static final int MAX_IN_FLIGHT = 500;
    private static final int LANE = 8;
    private static final int LANES_OF = 4;
    private static final String PADDING = "x".repeat(1_000);

    private final Ledger ledger;
    private final Recorder acceptNanos = new Recorder(3);
    private final Recorder deliveryNanos = new Recorder(3);
    private final ConcurrentHashMap<Integer, Long> sentAt = new ConcurrentHashMap<>();
    private final HttpConnections senders;
    private final HttpConnections receivers;
    private final List<Consumer> consumers = new ArrayList<>();

    private Traffic(Ledger ledger, HttpConnections senders, HttpConnections receivers) {
        this.ledger = ledger;
        this.senders = senders;
        this.receivers = receivers;
    }

    /** Registers the agents and lets them wait for their mail. */
    static Traffic start(NodeProcess node, Ledger ledger) throws IOException, InterruptedException {
        Traffic traffic = new Traffic(
                ledger,
                HttpConnections.open(node.port(), CONNECTIONS),
                HttpConnections.open(node.port(), AGENTS + CONNECTIONS));
        for (int i = 0; i < AGENTS; i++) {
            String agentId = node.register("soak-" + i, MAX_IN_FLIGHT);
            Consumer consumer = new Consumer(agentId, traffic.receivers, ledger, traffic::arrived);
            traffic.consumers.add(consumer);
            consumer.poll();
        }
        return traffic;
    }

    /** Sends the next message and returns at once. One in four is part of a conversation, so that lanes work too. */
    void send() {
        int number = ledger.next();
        long now = System.nanoTime();
        sentAt.put(number, now);
        senders.send(HttpRequests.post("/api/v1/messages", message(number)), new HttpExchange() {
            @Override
            public void answered(int status, byte[] body, long nanos) {
                if (status == 202) {
                    acceptNanos.recordValue(System.nanoTime() - now);
                    ledger.accepted(number);
                } else {
                    sentAt.remove(number);
                    ledger.refused(number);
                }
            }

            @Override
            public void failed(IOException reason) {
                sentAt.remove(number);
                ledger.unknown(number);
            }
        });
    }

    private static String message(int number) {
        int block = number / LANE;
        String conversation = block % LANES_OF == 0 ? ",\"conversation_id\":\"soak-" + block + "\"" : "";
        return "{\"performative\":\"inform\",\"sender\":\"soak\",\"receiver\":\"soak-" + block % AGENTS
                + "\",\"content\":{\"number\":" + number + ",\"padding\":\"" + PADDING + "\"}" + conversation + "}";
    }

    private void arrived(int number) {
        Long at = sentAt.remove(number);
        if (at != null) {
            deliveryNanos.recordValue(System.nanoTime() - at);
        }
    }

    /** From a send to its 202, since the last call. */
    Quantiles accepts() {
        return Quantiles.of(acceptNanos.getIntervalHistogram());
    }

    /** From a send to the arrival at its consumer, since the last call. */
    Quantiles deliveries() {
        return Quantiles.of(deliveryNanos.getIntervalHistogram());
    }

    /** How many polls and acknowledgements did not go as they should. */
    long troubles() {
        return consumers.stream().mapToLong(Consumer::troubles).sum();
    }

    @Override
    public void close() throws IOException {
        consumers.forEach(Consumer::stop);
        senders.close();
        receivers.close();
    }
}
