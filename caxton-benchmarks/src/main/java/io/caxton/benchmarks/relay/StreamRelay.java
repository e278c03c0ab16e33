package io.caxton.benchmarks.relay;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes the connections to one port of one node on. While a way is cut, what goes that way waits, as in TCP, and a connection
 * is made only once both ways are open. Two threads for each connection; one too many is closed at once.
 */
final class StreamRelay implements AutoCloseable {
    private static final int MOST = 1_000;

    private final ServerSocket acceptor;
    private final int to;
    private final int nodePort;
    private final Callers callers;
    private final Links links;
    private final Tally tally;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

    StreamRelay(ServerSocket acceptor, int to, int nodePort, Callers callers, Links links, Tally tally) {
        this.acceptor = acceptor;
        this.to = to;
        this.nodePort = nodePort;
        this.callers = callers;
        this.links = links;
        this.tally = tally;
    }

    int port() {
        return acceptor.getLocalPort();
    }

    void start() {
        daemon(this::accept, "streams to node " + to);
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!acceptor.isClosed()) {
            try {
                Socket caller = acceptor.accept();
                if (streams.size() >= MOST) {
                    tally.streamsTurnedAway.increment();
                    Stream.reset(caller);
                } else {
                    daemon(() -> pass(caller), "stream to node " + to);
                }
            } catch (IOException closed) {
                // The loop ends, or the caller has gone already.
            }
        }
    }

    private void pass(Socket caller) {
        OptionalInt from = callers.node(caller.getPort(), port());
        if (from.isEmpty()) {
            tally.streamsTurnedAway.increment();
            Stream.reset(caller);
            return;
        }
        Stream stream = new Stream(from.getAsInt(), to, caller, links, tally, streams::remove);
        streams.add(stream);
        if (stream.connect(nodePort)) {
            daemon(stream::answers, "answers of node " + to);
            stream.questions();
        }
    }

    /** Breaks all connections between two nodes. */
    void reset(int one, int other) {
        streams.stream().filter(stream -> stream.isBetween(one, other)).forEach(Stream::reset);
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        streams.forEach(Stream::reset);
    }
}
