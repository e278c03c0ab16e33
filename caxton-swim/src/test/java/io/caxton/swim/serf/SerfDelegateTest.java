package io.caxton.swim.serf;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.net.Delegate;
import io.caxton.swim.net.Loopback.Heard;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.SerfCodec;
import io.caxton.swim.wire.SerfMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SerfDelegateTest {
    private final Node node = new Node();
    private final Heard others = new Heard();
    private final SerfDelegate delegate = new SerfDelegate("me", others);

    private static final class Node implements Delegate.Carrier {
        final List<ByteString> broadcasts = new ArrayList<>();
        int answers;

        @Override
        public void broadcast(ByteString body) {
            broadcasts.add(body);
        }

        @Override
        public void answer(NodeAddress to, ByteString body) {
            answers++;
        }

        @Override
        public Optional<KeyRing> keys() {
            return Optional.empty();
        }

        @Override
        public void useKeys(KeyRing keys) {
            throw new AssertionError("there are none");
        }

        @Override
        public boolean execute(Runnable task) {
            task.run();
            return true;
        }
    }

    /** A list of keys is asked for: a map of LTime, Addr, Port, Flags and Name. */
    private static ByteString query(int time, int flags) {
        byte[] head = {
            4, (byte) 0x85, (byte) 0xA5, 'L', 'T', 'i', 'm', 'e', (byte) 0xCD, (byte) (time >> 8), (byte) time
        };
        byte[] address = {
            (byte) 0xA4, 'A', 'd', 'd', 'r', (byte) 0xA4, 127, 0, 0, 1, (byte) 0xA4, 'P', 'o', 'r', 't', 99
        };
        byte[] rest = {(byte) 0xA5, 'F', 'l', 'a', 'g', 's', (byte) flags, (byte) 0xA4, 'N', 'a', 'm', 'e', (byte) 0xAF
        };
        byte[] name = "_serf_list-keys".getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + address.length + rest.length + name.length];
        int end = 0;
        for (byte[] part : List.of(head, address, rest, name)) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        return ByteString.of(all);
    }

    private void start() {
        delegate.started(node);
        assertThat(node.broadcasts).containsExactly(SerfCodec.encode(new SerfMessage.Join(1, "me")));
        node.broadcasts.clear();
    }

    @Test
    void passesOnWhatOthersAnnounceOnce() {
        start();
        ByteString join = SerfCodec.encode(new SerfMessage.Join(5, "other"));
        delegate.message(join);
        delegate.message(join);
        assertThat(node.broadcasts).containsExactly(join);
        assertThat(others.messages).isEmpty();
    }

    @Test
    void saysGoodbyeLaterThanAnythingItHasHeardOf() {
        start();
        delegate.message(SerfCodec.encode(new SerfMessage.Join(50, "other")));
        assertThat(delegate.farewell()).contains(SerfCodec.encode(new SerfMessage.Leave(52, "me", false)));
    }

    @Test
    void answersAQuestionOnceAndPassesItOn() {
        start();
        delegate.message(query(300, 0));
        delegate.message(query(300, 0));
        assertThat(node.answers).isEqualTo(1);
        assertThat(node.broadcasts).containsExactly(query(300, 0));
    }

    @Test
    void passesNoQuestionOnThatIsForItAlone() {
        start();
        delegate.message(query(300, 2));
        assertThat(node.answers).isEqualTo(1);
        assertThat(node.broadcasts).isEmpty();
    }

    @Test
    void dropsAQuestionThatItMayHaveAnsweredLongAgo() {
        start();
        delegate.message(query(2_000, 0));
        delegate.message(query(1_000, 0));
        assertThat(node.answers).isEqualTo(1);
        assertThat(node.broadcasts).containsExactly(query(2_000, 0));
    }

    @Test
    void whatIsNotSerfsIsForTheOthers() {
        start();
        delegate.message(ByteString.utf8("hello"));
        assertThat(others.messages).containsExactly(ByteString.utf8("hello"));
        assertThat(node.broadcasts).isEmpty();
    }
}
