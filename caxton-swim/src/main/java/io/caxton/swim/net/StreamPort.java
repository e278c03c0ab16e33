package io.caxton.swim.net;

import io.caxton.swim.NodeAddress;
import io.caxton.swim.wire.DecodeError;
import io.caxton.swim.wire.StreamCodec;
import io.caxton.swim.wire.StreamMessage;
import io.caxton.swim.wire.StreamProgress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes and opens streams, a bounded number of each at once, each for a bounded time. On the loop's thread. */
final class StreamPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamPort.class);
    private static final int READ_AT_ONCE = 64 << 10;
    private static final int BACKLOG = 256;

    /** Who answers. */
    interface Server {
        /** What is sent back, if anything. */
        Optional<StreamMessage> answer(NodeAddress from, StreamMessage message);

        /** A stream, or a part of one, could not be read. */
        void malformed(NodeAddress from, DecodeError error);

        /** There were too many streams for one more, or too much of them. */
        void refused(NodeAddress from);
    }

    private final ServerSocketChannel acceptor;
    private final EventLoop loop;
    private final Supplier<StreamCodec> codec;
    private final NetSettings settings;
    private final NetCounters counters;
    private final Server server;
    private final ByteBuffer scratch = ByteBuffer.allocate(READ_AT_ONCE);
    private final Set<StreamConnection> accepted = new HashSet<>();
    private final Set<StreamConnection> opened = new HashSet<>();
    private final StreamMemory acceptedMemory;
    private final StreamMemory openedMemory;
    private boolean closed;

    /** @param codec the one of the moment, as keys may change */
    StreamPort(
            ServerSocketChannel acceptor,
            EventLoop loop,
            Supplier<StreamCodec> codec,
            NetSettings settings,
            NetCounters counters,
            Server server) {
        this.acceptor = acceptor;
        this.loop = loop;
        this.codec = codec;
        this.settings = settings;
        this.counters = counters;
        this.server = server;
        this.acceptedMemory = new StreamMemory(settings.maxStreamMemory());
        this.openedMemory = new StreamMemory(settings.maxStreamMemory());
    }

    static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
        ServerSocketChannel acceptor = ServerSocketChannel.open();
        try {
            acceptor.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            acceptor.bind(address, BACKLOG);
            return acceptor;
        } catch (IOException e) {
            acceptor.close();
            throw e;
        }
    }

    void register() throws IOException {
        loop.register(acceptor, SelectionKey.OP_ACCEPT, key -> accept());
    }

    /** Not more in one turn than can have waited. */
    private void accept() throws IOException {
        for (int i = 0; i < BACKLOG; i++) {
            SocketChannel channel = acceptor.accept();
            if (channel == null) {
                return;
            }
            try {
                accept(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                LOG.debug("A stream of another was gone before it began", e);
            }
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        NodeAddress from = Addresses.of((InetSocketAddress) channel.getRemoteAddress());
        if (accepted.size() >= settings.maxStreams()) {
            counters.add(NetCounter.STREAMS_REFUSED);
            server.refused(from);
            channel.close();
            return;
        }
        counters.add(NetCounter.STREAMS_ACCEPTED);
        StreamConnection connection = connection(channel, settings.streamTimeout(), acceptedMemory, new Accepted(from));
        accepted.add(connection);
        connection.register(loop, SelectionKey.OP_READ);
    }

    private StreamConnection connection(
            SocketChannel channel, Duration timeout, StreamMemory memory, StreamConnection.Owner owner) {
        return new StreamConnection(loop, channel, codec.get().decoder(), timeout, counters, scratch, memory, owner);
    }

    /** Opens a stream and asks something; one of the two is told what came of it. */
    void ask(
            NodeAddress to,
            StreamMessage message,
            Duration timeout,
            Consumer<StreamMessage> answered,
            Consumer<String> failed) {
        open(to, message, timeout, false, new Opened(to, answered, failed));
    }

    /** Opens a stream and says something that nobody answers. */
    void tell(NodeAddress to, StreamMessage message, Consumer<String> failed) {
        open(to, message, settings.streamTimeout(), true, new Opened(to, answer -> {}, failed));
    }

    private void open(NodeAddress to, StreamMessage message, Duration timeout, boolean thenEnd, Opened owner) {
        if (closed) {
            return;
        }
        if (opened.size() >= settings.maxStreams()) {
            counters.add(NetCounter.STREAMS_REFUSED);
            owner.failed.accept("too many streams are open");
            return;
        }
        try {
            byte[] bytes = codec.get().encode(message);
            SocketChannel channel = connect(to);
            counters.add(NetCounter.STREAMS_OPENED);
            StreamConnection connection = connection(channel, timeout, openedMemory, owner);
            opened.add(connection);
            connection.prepare(bytes, thenEnd);
            connection.register(loop, channel.isConnected() ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT);
        } catch (IOException | RuntimeException e) {
            counters.add(NetCounter.STREAMS_FAILED);
            owner.failed.accept(String.valueOf(e.getMessage()));
        }
    }

    /** Begins to; it may be connected at once. */
    private static SocketChannel connect(NodeAddress to) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.connect(Addresses.of(to));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void malformed(NodeAddress from, DecodeError error) {
        counters.add(NetCounter.STREAMS_MALFORMED);
        server.malformed(from, error);
    }

    /** A stream that another opened. */
    private final class Accepted implements StreamConnection.Owner {
        private final NodeAddress from;

        Accepted(NodeAddress from) {
            this.from = from;
        }

        @Override
        public Optional<byte[]> message(StreamProgress.Done done) {
            done.skipped().forEach(error -> StreamPort.this.malformed(from, error));
            return server.answer(from, done.message()).map(codec.get()::encode);
        }

        @Override
        public Optional<byte[]> malformed(DecodeError error) {
            StreamPort.this.malformed(from, error);
            return Optional.of(codec.get().encode(new StreamMessage.Failure(error.detail())));
        }

        @Override
        public void crowdedOut() {
            counters.add(NetCounter.STREAMS_REFUSED);
            server.refused(from);
        }

        @Override
        public void ended(StreamConnection connection, Optional<String> failure) {
            accepted.remove(connection);
            if (failure.isPresent()) {
                counters.add(NetCounter.STREAMS_FAILED);
                LOG.debug("A stream of {} ended: {}", from, failure.get());
            }
        }
    }

    /** A stream that this node opened. */
    private final class Opened implements StreamConnection.Owner {
        private final NodeAddress to;
        private final Consumer<StreamMessage> answered;
        private final Consumer<String> failed;

        Opened(NodeAddress to, Consumer<StreamMessage> answered, Consumer<String> failed) {
            this.to = to;
            this.answered = answered;
            this.failed = failed;
        }

        @Override
        public Optional<byte[]> message(StreamProgress.Done done) {
            done.skipped().forEach(error -> StreamPort.this.malformed(to, error));
            answered.accept(done.message());
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> malformed(DecodeError error) {
            StreamPort.this.malformed(to, error);
            failed.accept(error.detail());
            return Optional.empty();
        }

        @Override
        public void crowdedOut() {
            counters.add(NetCounter.STREAMS_REFUSED);
        }

        @Override
        public void ended(StreamConnection connection, Optional<String> failure) {
            opened.remove(connection);
            if (failure.isPresent() && !closed) {
                counters.add(NetCounter.STREAMS_FAILED);
                failed.accept(failure.get());
            }
        }
    }

    /** How many bytes are kept of all streams. */
    long kept() {
        return acceptedMemory.kept() + openedMemory.kept();
    }

    /** Ends all streams. */
    @Override
    public void close() {
        closed = true;
        try {
            acceptor.close();
        } catch (IOException e) {
            LOG.debug("The stream port could not be closed", e);
        }
        for (Set<StreamConnection> streams : List.of(accepted, opened)) {
            Set.copyOf(streams).forEach(stream -> stream.end(Optional.of("the node stops")));
        }
    }
}
