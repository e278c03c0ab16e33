package io.caxton.benchmarks.reply;

import io.caxton.benchmarks.brokers.NatsProcess;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** NATS request and reply: at most once, in memory. */
final class NatsSide implements Side {
    private static final byte[] CONTENT = new byte[1_024];

    private final Connection asker;
    private final Connection responder;

    private NatsSide(Connection asker, Connection responder) {
        this.asker = asker;
        this.responder = responder;
    }

    static NatsSide open(NatsProcess nats) throws Exception {
        Connection responder = nats.connect();
        Dispatcher dispatcher = responder.createDispatcher(request -> responder.publish(request.getReplyTo(), CONTENT));
        dispatcher.subscribe("question");
        responder.flush(null);
        return new NatsSide(nats.connect(), responder);
    }

    @Override
    public String label() {
        return "NATS " + asker.getServerInfo().getVersion() + " request and reply";
    }

    @Override
    public CompletableFuture<Void> ask() {
        return asker.request("question", CONTENT).thenApply(reply -> null);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        asker.close();
        responder.close();
    }
}
