package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.process.NodeProcess;
import io.caxton.benchmarks.wire.LinkSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The link of an agent to its node, opened again whenever it ends, as the node may be killed, stopped or started again. */
final class AgentLink implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long PAUSE_MILLIS = 100;

    /** Is told what the node says, on the thread that reads. */
    interface Listener {
        /** The link was opened, perhaps not for the first time. */
        void opened();

        /** Any frame but welcomes and heartbeats. */
        void frame(String type, JsonNode frame);
    }

    private final int port;
    private final String path;
    private final Thread keeper;
    private final Listener listener;
    private volatile @Nullable LinkSocket socket;
    private volatile boolean closed;

    /** Of an agent that is registered at this node. */
    AgentLink(NodeProcess node, String agentId, Listener listener) {
        this.port = node.port();
        this.path = "/api/v1/agents/" + agentId + "/link";
        this.listener = listener;
        this.keeper = new Thread(this::keep, "keeps " + path);
        keeper.setDaemon(true);
    }

    void open() {
        keeper.start();
    }

    private void keep() {
        while (!closed) {
            try {
                CountDownLatch ended = new CountDownLatch(1);
                try (LinkSocket opened = LinkSocket.open(port, path, this::heard, ended::countDown)) {
                    socket = opened;
                    listener.opened();
                    ended.await();
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (IOException | UncheckedIOException notThere) {
                pause();
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stop) {
            closed = true;
        }
    }

    private void heard(byte[] bytes) {
        JsonNode frame = JSON.readTree(bytes);
        String type = frame.required("type").stringValue();
        switch (type) {
            case "welcome" -> {
                // It may be spoken on from the start.
            }
            case "heartbeat" -> say("{\"type\":\"heartbeat\"}");
            default -> listener.frame(type, frame);
        }
    }

    /** Says something if the link is open; whether it comes to the node is not known. */
    void say(String frame) {
        LinkSocket current = socket;
        if (current != null) {
            try {
                current.send(frame);
            } catch (UncheckedIOException broke) {
                // Another link is opened, and what matters is said again on that.
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
    }
}
