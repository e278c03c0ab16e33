package io.caxton.benchmarks.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keep-alive connections to one loopback port, driven by one thread. A request waits until a connection is free; a caller
 * bounds how many do by how many it sends before their answers.
 */
public final class HttpConnections implements AutoCloseable {
    private final InetSocketAddress address;
    private final Selector selector;
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final ByteBuffer arrived = ByteBuffer.allocateDirect(64 << 10);
    private final Thread thread;
    private volatile boolean closed;

    private HttpConnections(InetSocketAddress address, Selector selector) {
        this.address = address;
        this.selector = selector;
        this.thread = new Thread(this::drive, "http " + address.getPort());
        thread.setDaemon(true);
    }

    private record Request(ByteBuffer bytes, HttpExchange exchange) {}

    /** Opens this many. */
    public static HttpConnections open(int port, int connections) throws IOException {
        HttpConnections all =
                new HttpConnections(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Selector.open());
        for (int i = 0; i < connections; i++) {
            all.idle.push(all.new Connection());
        }
        all.thread.start();
        return all;
    }

    /** Sends a request on the next free connection. From any thread. */
    public void send(byte[] request, HttpExchange exchange) {
        waiting.add(new Request(ByteBuffer.wrap(request), exchange));
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    private void drive() {
        try {
            while (!closed) {
                handOut();
                selector.select(key -> ((Connection) key.attachment()).proceed());
            }
        } catch (IOException selectorBroke) {
            throw new IllegalStateException(selectorBroke);
        }
    }

    private void handOut() {
        while (!idle.isEmpty()) {
            Request request = waiting.poll();
            if (request == null) {
                return;
            }
            idle.pop().start(request);
        }
    }

    private SocketChannel connected() throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        return channel;
    }

    /** Closes them; what is not answered stays so. */
    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException stopAtOnce) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private final class Connection {
        private SocketChannel channel;
        private SelectionKey key;
        private ResponseReader response = new ResponseReader();
        private ByteBuffer unsent = ByteBuffer.allocate(0);
        private HttpExchange exchange = NOBODY;
        private long started;

        Connection() throws IOException {
            channel = connected();
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void start(Request request) {
            unsent = request.bytes();
            exchange = request.exchange();
            started = System.nanoTime();
            try {
                write();
            } catch (IOException broke) {
                fail(broke);
            }
        }

        void proceed() {
            try {
                if (key.isWritable()) {
                    write();
                }
                if (key.isReadable()) {
                    read();
                }
            } catch (IOException broke) {
                fail(broke);
            }
        }

        private void write() throws IOException {
            channel.write(unsent);
            key.interestOps(
                    unsent.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        private void read() throws IOException {
            arrived.clear();
            if (channel.read(arrived) < 0) {
                throw new IOException("the server closed the connection");
            }
            arrived.flip();
            if (response.read(arrived)) {
                long nanos = System.nanoTime() - started;
                HttpExchange finished = exchange;
                exchange = NOBODY;
                if (response.isLast()) {
                    reconnect();
                }
                idle.push(this);
                finished.answered(response.status(), response.body(), nanos);
                handOut();
            }
        }

        /** Tells who waits, and takes a new connection for the next request. */
        private void fail(IOException reason) {
            boolean busy = exchange != NOBODY;
            HttpExchange finished = exchange;
            exchange = NOBODY;
            response = new ResponseReader();
            try {
                reconnect();
                if (busy) {
                    idle.push(this);
                }
            } catch (IOException gone) {
                reason.addSuppressed(gone);
                idle.remove(this);
            }
            finished.failed(reason);
        }

        private void reconnect() throws IOException {
            channel.close();
            channel = connected();
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }
    }

    private static final HttpExchange NOBODY = new HttpExchange() {
        @Override
        public void answered(int status, byte[] body, long nanos) {
            throw new IllegalStateException("an answer without a request");
        }

        @Override
        public void failed(IOException reason) {
            // An idle connection was closed by the server: a new one takes its place.
        }
    };
}
