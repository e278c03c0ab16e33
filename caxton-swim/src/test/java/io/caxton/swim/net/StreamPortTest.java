package io.caxton.swim.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.wire.DecodeError;
import io.caxton.swim.wire.Security;
import io.caxton.swim.wire.StreamCodec;
import io.caxton.swim.wire.StreamLimits;
import io.caxton.swim.wire.StreamMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamPortTest {
    private static final int SIZE = 6 << 20;
    private static final long MOST_IN_A_TURN = StreamConnection.MOST_READS_IN_A_TURN * (64L << 10);

    private final StreamCodec codec = new StreamCodec(Security.none(), StreamLimits.DEFAULT, 1);
    private final NetCounters counters = new NetCounters();
    private final AtomicLong before = new AtomicLong();
    private final AtomicLong mostInATurn = new AtomicLong();
    private final CompletableFuture<StreamMessage> came = new CompletableFuture<>();
    private EventLoop loop;
    private StreamPort port;
    private InetSocketAddress address;

    private final class Server implements StreamPort.Server {
        @Override
        public Optional<StreamMessage> answer(NodeAddress from, StreamMessage message) {
            came.complete(message);
            return Optional.empty();
        }

        @Override
        public void malformed(NodeAddress from, DecodeError error) {
            came.completeExceptionally(new AssertionError(error));
        }

        @Override
        public void refused(NodeAddress from) {
            came.completeExceptionally(new AssertionError("refused"));
        }
    }

    @BeforeEach
    void open() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerSocketChannel acceptor = StreamPort.bind(any);
        address = (InetSocketAddress) acceptor.getLocalAddress();
        loop = new EventLoop("loop-of-test", new MonotonicClock(), this::endOfTurn);
        NetSettings settings = NetSettings.builder("test", any).build();
        port = new StreamPort(acceptor, loop, () -> codec, settings, counters, new Server());
        port.register();
        loop.start();
    }

    @AfterEach
    void close() {
        loop.close();
        port.close();
    }

    private void endOfTurn() {
        long received = counters.all().getOrDefault(NetCounter.STREAM_BYTES_RECEIVED, 0L);
        long turn = received - before.getAndSet(received);
        mostInATurn.accumulateAndGet(turn, Math::max);
    }

    private <T> T inLoop(Supplier<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.get()));
        return answer.get(2, TimeUnit.MINUTES);
    }

    /** As much as the system takes comes before the loop looks. */
    private void write(SocketChannel channel, ByteBuffer bytes) throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                written.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        channel.configureBlocking(false);
        while (channel.write(bytes) > 0) {
            // Until nothing more is taken.
        }
        written.countDown();
        channel.configureBlocking(true);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Test
    void aStreamIsReadALittleInEachTurnAndLeavesNothingBehind() throws Exception {
        StreamMessage message = new StreamMessage.User(ByteString.of(new byte[SIZE]));
        try (SocketChannel channel = SocketChannel.open(address)) {
            write(channel, ByteBuffer.wrap(codec.encode(message)));
            assertThat(came.get(2, TimeUnit.MINUTES)).isEqualTo(message);
        }
        assertThat(inLoop(loop::timers)).as("deadlines of ended streams").isZero();
        assertThat(inLoop(port::kept)).isZero();
        assertThat(mostInATurn.get()).isBetween(1L, MOST_IN_A_TURN);
    }

    @Test
    void whatCameIsKeptUntilTheStreamEnds() throws Exception {
        byte[] stream = codec.encode(new StreamMessage.User(ByteString.of(new byte[1_000])));
        try (SocketChannel channel = SocketChannel.open(address)) {
            channel.write(ByteBuffer.wrap(stream, 0, stream.length - 1));
            Loopback.await(
                    () -> counters.all().getOrDefault(NetCounter.STREAM_BYTES_RECEIVED, 0L) == stream.length - 1);
            assertThat(inLoop(port::kept)).isEqualTo(stream.length - 1);
            assertThat(inLoop(loop::timers)).isEqualTo(1);
        }
        Loopback.await(() -> counters.all().getOrDefault(NetCounter.STREAMS_FAILED, 0L) == 1);
        assertThat(inLoop(port::kept)).isZero();
        assertThat(inLoop(loop::timers)).isZero();
    }
}
