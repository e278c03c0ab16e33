package io.caxton.swim.serf;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.net.Delegate;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.SerfCodec;
import io.caxton.swim.wire.SerfMessage.KeyResponse;
import io.caxton.swim.wire.SerfMessage.Query;
import io.caxton.swim.wire.SerfMessage.QueryResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueryAnswersTest {
    private static final NodeAddress ASKER = NodeAddress.of(new byte[] {127, 0, 0, 1}, 7001);
    private static final ByteString KEY = ByteString.utf8("0123456789abcdef");
    private static final ByteString NEXT = ByteString.utf8("fedcba9876543210");
    /** Type 7, a map of one, "Key", 16 bytes. */
    private static final ByteString ABOUT_NEXT = about(NEXT);

    private final QueryAnswers answers = new QueryAnswers("me");
    private final Node node = new Node();

    private static final class Node implements Delegate.Carrier {
        final List<ByteString> answers = new ArrayList<>();

        @Nullable KeyRing ring = KeyRing.of(KEY);

        @Override
        public void broadcast(ByteString body) {
            throw new AssertionError("an answer is for one");
        }

        @Override
        public void answer(NodeAddress to, ByteString body) {
            assertThat(to).isEqualTo(ASKER);
            answers.add(body);
        }

        @Override
        public Optional<KeyRing> keys() {
            return Optional.ofNullable(ring);
        }

        @Override
        public void useKeys(KeyRing keys) {
            ring = keys;
        }

        @Override
        public boolean execute(Runnable task) {
            task.run();
            return true;
        }
    }

    private static ByteString about(ByteString key) {
        byte[] head = {7, (byte) 0x81, (byte) 0xA3, 'K', 'e', 'y', (byte) (0xA0 | key.size())};
        byte[] all = new byte[head.length + key.size()];
        System.arraycopy(head, 0, all, 0, head.length);
        key.copyTo(all, head.length);
        return ByteString.of(all);
    }

    private static Query query(String name, ByteString payload) {
        return new Query(3, 4, ASKER, false, false, true, name, payload);
    }

    private static ByteString response(boolean ack, ByteString payload) {
        return SerfCodec.encode(new QueryResponse(3, 4, "me", ack, payload));
    }

    private static ByteString response(KeyResponse payload) {
        return response(false, SerfCodec.encode(payload));
    }

    private static KeyResponse refused(String reason) {
        return new KeyResponse(false, reason, List.of());
    }

    private void asked(String operation, ByteString payload, KeyResponse answer) {
        node.answers.clear();
        answers.answer(query("_serf_" + operation, payload), node);
        assertThat(node.answers).containsExactly(response(answer));
    }

    @Test
    void rotatesAKey() {
        KeyResponse done = new KeyResponse(true, "", List.of());
        asked("install-key", ABOUT_NEXT, done);
        asked("install-key", ABOUT_NEXT, done);
        asked("list-keys", ByteString.EMPTY, new KeyResponse(true, "", List.of(KEY, NEXT)));
        asked("use-key", ABOUT_NEXT, done);
        asked("remove-key", about(KEY), done);
        assertThat(node.ring).isEqualTo(KeyRing.of(NEXT));
    }

    @Test
    void saysWhyAKeyIsNotChanged() {
        asked("use-key", ABOUT_NEXT, refused("the key is not installed"));
        asked("remove-key", about(KEY), refused("the primary key cannot be removed: use another one first"));
        asked("install-key", about(ByteString.utf8("short")), refused("a key has 16, 24 or 32 bytes, not 5"));
        asked("install-key", ByteString.utf8("?"), refused("the question names no key"));
        assertThat(node.ring).isEqualTo(KeyRing.of(KEY));
    }

    @Test
    void withoutKeysThereIsNothingToChange() {
        node.ring = null;
        asked("list-keys", ByteString.EMPTY, refused("nothing is encrypted here"));
        asked("install-key", ABOUT_NEXT, refused("nothing is encrypted here"));
    }

    @Test
    void saysThatAQuestionOfAUserHasArrivedIfItWantsToKnow() {
        answers.answer(query("deploy", ByteString.EMPTY), node);
        assertThat(node.answers).isEmpty();
        answers.answer(new Query(3, 4, ASKER, false, true, true, "deploy", ByteString.EMPTY), node);
        assertThat(node.answers).containsExactly(response(true, ByteString.EMPTY));
    }

    @Test
    void leavesAQuestionToSomeToOthers() {
        answers.answer(new Query(3, 4, ASKER, true, true, true, "_serf_install-key", ABOUT_NEXT), node);
        assertThat(node.answers).isEmpty();
        assertThat(node.ring).isEqualTo(KeyRing.of(KEY));
    }
}
