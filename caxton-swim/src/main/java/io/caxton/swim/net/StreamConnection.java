package io.caxton.swim.net;

import io.caxton.swim.wire.DecodeError;
import io.caxton.swim.wire.StreamDecoder;
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
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** So often it is read in one turn, before others have theirs. */
    static final int MOST_READS_IN_A_TURN = 16;

    /** What becomes of it. */
    interface Owner {
        /** A message came. What is returned is sent back; then the stream ends. */
        Optional<byte[]> message(StreamProgress.Done done);

        /** It ended, also if it had brought a message. */
        void ended(StreamConnection connection, Optional<String> failure);

        /** The bytes that came mean nothing. What is returned is sent back; then the stream ends. */
        Optional<byte[]> malformed(DecodeError error);

        /** There is no memory left for it; then the stream ends. */
        void crowdedOut();
    }

    private final SocketChannel channel;
    private final StreamDecoder decoder;
    private final NetCounters counters;
    private final ByteBuffer scratch;
    private final StreamMemory memory;
    private final Owner owner;
    private final EventLoop.Timer deadline;
    private ByteBuffer outgoing = NOTHING;
    private long kept;
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
            StreamMemory memory,
            Owner owner) {
        this.channel = channel;
        this.decoder = decoder;
        this.counters = counters;
        this.scratch = scratch;
        this.memory = memory;
        this.owner = owner;
        this.deadline = loop.after(timeout, () -> end(Optional.of("it took longer than " + timeout)));
    }

    void register(EventLoop loop, int interest) {
        if (ended) {
            return;
        }
        try {
            key = loop.register(channel, interest, this);
        } catch (IOException | RuntimeException e) {
            end(Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** What is sent once it is connected. */
    void prepare(byte[] bytes, boolean thenEnd) {
        if (keep(bytes.length)) {
            outgoing = ByteBuffer.wrap(bytes);
            endsWhenSent = thenEnd;
        }
    }

    private boolean keep(int bytes) {
        if (!memory.keep(bytes)) {
            owner.crowdedOut();
            end(Optional.of("all streams together have too much under way"));
            return false;
        }
        kept += bytes;
        return true;
    }

    private void release() {
        memory.release(kept);
        kept = 0;
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
                outgoing = NOTHING;
                release();
                interest(SelectionKey.OP_READ);
            }
        }
    }

    private void read() throws IOException {
        for (int i = 0; i < MOST_READS_IN_A_TURN && !ended; i++) {
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
            if (!keep(count)) {
                return;
            }
            StreamProgress progress = decoder.add(scratch.array(), scratch.arrayOffset(), count);
            if (progress instanceof StreamProgress.Done done) {
                answer(owner.message(done));
                return;
            } else if (progress instanceof StreamProgress.Failed failed) {
                answer(owner.malformed(failed.error()));
                return;
            }
        }
    }

    /** What came is kept no more. */
    private void answer(Optional<byte[]> answer) {
        release();
        if (answer.isPresent()) {
            prepare(answer.get(), true);
            interest(SelectionKey.OP_WRITE);
        } else {
            end(Optional.empty());
        }
    }

    /** Ends it now. */
    void end(Optional<String> failure) {
        if (ended) {
            return;
        }
        ended = true;
        deadline.cancel();
        release();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A stream could not be closed", e);
        }
        owner.ended(this, failure);
    }
}
