package io.caxton.benchmarks.soak;

import io.caxton.benchmarks.wire.HttpConnections;
import io.caxton.benchmarks.wire.HttpExchange;
import io.caxton.benchmarks.wire.HttpRequests;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent that polls for its mail, and acknowledges each message while it polls again. */
final class Consumer {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long PAUSE_MILLIS = 200;

    private final String path;
    private final HttpConnections connections;
    private final Ledger ledger;
    private final IntConsumer arrived;
    private final AtomicLong troubles = new AtomicLong();
    private volatile boolean stopped;

    Consumer(String agentId, HttpConnections connections, Ledger ledger, IntConsumer arrived) {
        this.path = "/api/v1/agents/" + agentId + "/messages";
        this.connections = connections;
        this.ledger = ledger;
        this.arrived = arrived;
    }

    /** Polls, again and again, until stopped. */
    void poll() {
        if (stopped) {
            return;
        }
        connections.send(HttpRequests.get(path + "?max=100&wait=PT20S"), new HttpExchange() {
            @Override
            public void answered(int status, byte[] body, long nanos) {
                if (status == 200 && acknowledgeAll(body)) {
                    poll();
                } else {
                    pollLater();
                }
            }

            @Override
            public void failed(IOException reason) {
                pollLater();
            }
        });
    }

    private boolean acknowledgeAll(byte[] body) {
        try {
            for (JsonNode message : JSON.readTree(body).required("messages")) {
                int number = message.required("content").required("number").intValue();
                ledger.handedOut();
                arrived.accept(number);
                acknowledge(message.required("message_id").stringValue(), number);
            }
            return true;
        } catch (JacksonException | IllegalArgumentException unexpected) {
            return false;
        }
    }

    private void acknowledge(String messageId, int number) {
        connections.send(HttpRequests.post(path + "/" + messageId + "/ack", ""), new HttpExchange() {
            @Override
            public void answered(int status, byte[] body, long nanos) {
                if (status == 204) {
                    ledger.handled(number);
                } else {
                    troubles.incrementAndGet();
                }
            }

            @Override
            public void failed(IOException reason) {
                troubles.incrementAndGet();
            }
        });
    }

    private void pollLater() {
        troubles.incrementAndGet();
        CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS).execute(this::poll);
    }

    /** How many polls and acknowledgements did not go as they should. */
    long troubles() {
        return troubles.get();
    }

    void stop() {
        stopped = true;
    }
}
