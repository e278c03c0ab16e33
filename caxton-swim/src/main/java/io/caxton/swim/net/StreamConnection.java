package io.caxton.swim.net;

import io.caxton.swim.wire.DecodeError;
import io.caxton.swim.wire.StreamDecoder;
import io.caxton.swim.wire.StreamMessage;
import io.caxton.swim.wire.StreamProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream, from its beginning to its end, which comes at its deadline at the latest. On the loop's thread. */
final class StreamConnection implements EventLoop.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);

    /** What becomes of it. */
    interface Owner {
        /** A message came. What is returned is sent back; then the stream ends. */
        Optional<byte[]> message(StreamMessage message);

        /** It ended, also if it had brought a message. */
        void ended(StreamConnection connection, Optional<String> failure);

        /** The bytes that came mean nothing. What is returned is sent back; then the stream ends. */
        Optional<byte[]> malformed(DecodeError error);
    }

    private final SocketChannel channel;
    private final StreamDecoder decoder;
    private final NetCounters counters;
    private final ByteBuffer scratch;
    private final Owner owner;
    private final EventLoop.Timer deadline;
    private ByteBuffer outgoing = ByteBuffer.allocate(0);
    private boolean endsWhenSent;
    private boolean ended;
    private @Nullable SelectionKey key;

    StreamConnection(
            EventLoop loop,
            SocketChannel channel,
            StreamDecoder decoder,
            Duration timeout,
            NetCounters counters,
            ByteBuffer scratch,
            Owner owner) {
        this.channel = channel;
        this.decoder = decoder;
        this.counters = counters;
        this.scratch = scratch;
        this.owner = owner;
        this.deadline = loop.after(timeout, () -> end(Optional.of("it took longer than " + timeout)));
    }

    void register(EventLoop loop, int interest) {
        try {
            key = loop.register(channel, interest, this);
        } catch (IOException e) {
            end(Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** What is sent once it is connected. */
    void prepare(byte[] bytes, boolean thenEnd) {
        outgoing = ByteBuffer.wrap(bytes);
        endsWhenSent = thenEnd;
    }

    private void send(byte[] bytes) {
        prepare(bytes, true);
        interest(SelectionKey.OP_WRITE);
    }

    private void interest(int operations) {
        SelectionKey registered = key;
        if (registered != null && registered.isValid() && !ended) {
            registered.interestOps(operations);
        }
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            if (!ready.isValid()) {
                end(Optional.of("it was closed"));
            } else if (ready.isConnectable()) {
                channel.finishConnect();
                interest(SelectionKey.OP_WRITE);
            } else if (ready.isWritable()) {
                write();
            } else if (ready.isReadable()) {
                read();
            }
        } catch (IOException | RuntimeException e) {
            end(Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private void write() throws IOException {
        counters.add(NetCounter.STREAM_BYTES_SENT, channel.write(outgoing));
        if (!outgoing.hasRemaining()) {
            if (endsWhenSent) {
                channel.shutdownOutput();
                end(Optional.empty());
            } else {
                interest(SelectionKey.OP_READ);
            }
        }
    }

    private void read() throws IOException {
        while (!ended) {
            scratch.clear();
            int count = channel.read(scratch);
            if (count == 0) {
                return;
            }
            if (count < 0) {
                end(Optional.of("it was closed by the other side"));
                return;
            }
            counters.add(NetCounter.STREAM_BYTES_RECEIVED, count);
            StreamProgress progress = decoder.add(scratch.array(), scratch.arrayOffset(), count);
            if (progress instanceof StreamProgress.Done done) {
                answer(owner.message(done.message()));
                return;
            } else if (progress instanceof StreamProgress.Failed failed) {
                answer(owner.malformed(failed.error()));
                return;
            }
        }
    }

    private void answer(Optional<byte[]> answer) {
        answer.ifPresentOrElse(this::send, () -> end(Optional.empty()));
    }

    /** Ends it now. */
    void end(Optional<String> failure) {
        if (ended) {
            return;
        }
        ended = true;
        deadline.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A stream could not be closed", e);
        }
        owner.ended(this, failure);
    }
}
