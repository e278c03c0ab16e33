package io.caxton.spring.peer;

import io.caxton.spring.peer.PeerTransport.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.util.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** Takes an answer, and no more of it than it may have: what answers need not be a node. */
final class ReplyConsumer extends AbstractBinResponseConsumer<Reply> {
    private static final int FIRST = 2048;
    private static final int MOST_AT_ONCE = 64 << 10;

    private final int most;
    private ByteArrayBuffer body = new ByteArrayBuffer(0);
    private int status;
    private Optional<Refusal> refusal = Optional.empty();

    ReplyConsumer(int most) {
        this.most = most;
    }

    @Override
    protected void start(HttpResponse response, @Nullable ContentType type) throws IOException {
        status = response.getCode();
        Header named = response.getFirstHeader(Refusal.HEADER);
        refusal = Refusal.of(named == null ? null : named.getValue());
        Header length = response.getFirstHeader(HttpHeaders.CONTENT_LENGTH);
        body = new ByteArrayBuffer(length == null ? FIRST : expected(length.getValue()));
    }

    /** Room for what was announced, if that is believable. */
    private int expected(String length) {
        try {
            return (int) Math.max(0, Math.min(most, Long.parseLong(length)));
        } catch (NumberFormatException nonsense) {
            return FIRST;
        }
    }

    @Override
    protected int capacityIncrement() {
        return MOST_AT_ONCE;
    }

    @Override
    protected void data(ByteBuffer source, boolean endOfStream) throws IOException {
        int more = source.remaining();
        if (body.length() + more > most) {
            throw new IOException("the answer has more than " + most + " bytes");
        }
        if (source.hasArray()) {
            body.append(source.array(), source.arrayOffset() + source.position(), more);
            source.position(source.limit());
        } else {
            byte[] copy = new byte[more];
            source.get(copy);
            body.append(copy, 0, more);
        }
    }

    @Override
    protected Reply buildResult() {
        return new Reply(status, refusal, body.toByteArray());
    }

    @Override
    public void releaseResources() {
        body.clear();
    }
}
