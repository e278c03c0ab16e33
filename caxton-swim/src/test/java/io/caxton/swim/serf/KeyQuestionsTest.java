package io.caxton.swim.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.ByteString;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.net.Delegate;
import io.caxton.swim.net.Loopback.Heard;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.SerfCodec;
import io.caxton.swim.wire.SerfMessage;
import io.caxton.swim.wire.SerfMessage.KeyResponse;
import io.caxton.swim.wire.SerfMessage.Query;
import io.caxton.swim.wire.SerfMessage.QueryResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyQuestionsTest {
    private static final NodeAddress HERE = NodeAddress.of(new byte[] {127, 0, 0, 1}, 7001);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final ByteString KEY = ByteString.utf8("0123456789abcdef");
    private static final ByteString NEXT = ByteString.utf8("fedcba9876543210");
    private static final KeyResponse DONE = new KeyResponse(true, "", List.of());

    private final Node node = new Node();
    private final SerfDelegate delegate = new SerfDelegate("me", new Heard());

    private static final class Node implements Delegate.Carrier {
        final List<ByteString> broadcasts = new ArrayList<>();
        KeyRing ring = KeyRing.of(KEY);
        boolean closed;

        @Override
        public void broadcast(ByteString body) {
            broadcasts.add(body);
        }

        @Override
        public void answer(NodeAddress to, ByteString body) {
            throw new AssertionError("nobody asked");
        }

        @Override
        public Optional<KeyRing> keys() {
            return Optional.of(ring);
        }

        @Override
        public void useKeys(KeyRing keys) {
            ring = keys;
        }

        @Override
        public boolean execute(Runnable task) {
            if (!closed) {
                task.run();
            }
            return !closed;
        }
    }

    private CompletableFuture<Map<String, KeyResponse>> ask(KeyOperation operation, ByteString key, Duration timeout) {
        return delegate.ask(operation, key, HERE, Set.of("me", "a", "b"), timeout);
    }

    /** The question that was spread last. */
    private Query spread() {
        return (Query) SerfCodec.decode(node.broadcasts.get(node.broadcasts.size() - 1))
                .orElseThrow();
    }

    private void answered(String from, Query question, boolean ack, KeyResponse answer) {
        SerfMessage response = new QueryResponse(question.time(), question.id(), from, ack, SerfCodec.encode(answer));
        delegate.message(SerfCodec.encode(response));
    }

    @Test
    void asksItselfFirstThenAllAndIsDoneWhenAllHaveAnswered() {
        delegate.started(node);
        var result = ask(KeyOperation.INSTALL, NEXT, LONG);
        assertThat(node.ring.keys()).containsExactly(KEY, NEXT);
        Query question = spread();
        assertThat(question.name()).isEqualTo("_serf_install-key");
        assertThat(question.from()).isEqualTo(HERE);
        KeyResponse refused = new KeyResponse(false, "no room", List.of());
        answered("a", question, true, refused);
        answered("a", question, false, DONE);
        answered("a", question, false, refused);
        assertThat(result).isNotDone();
        answered("b", question, false, refused);
        assertThat(result).isCompletedWithValue(Map.of("me", DONE, "a", DONE, "b", refused));
    }

    @Test
    void answersToOtherQuestionsCountForNothingAndAreNotPassedOn() {
        delegate.started(node);
        var result = ask(KeyOperation.LIST, ByteString.EMPTY, LONG);
        Query question = spread();
        int before = node.broadcasts.size();
        answered("a", new Query(1, question.id() ^ 1, HERE, false, false, true, "x", ByteString.EMPTY), false, DONE);
        delegate.message(SerfCodec.encode(new QueryResponse(1, question.id(), "a", false, ByteString.utf8("?"))));
        assertThat(result).isNotDone();
        answered("a", question, false, DONE);
        answered("b", question, false, DONE);
        assertThat(result).isCompleted();
        assertThat(node.broadcasts).hasSize(before);
    }

    @Test
    void whatItRefusesItselfItAsksNobody() {
        delegate.started(node);
        node.broadcasts.clear();
        var result = ask(KeyOperation.USE, NEXT, LONG);
        assertThat(result)
                .isCompletedWithValue(Map.of("me", new KeyResponse(false, "the key is not installed", List.of())));
        assertThat(node.broadcasts).isEmpty();
    }

    @Test
    void afterItsTimeItHasWhatHasCome() throws Exception {
        delegate.started(node);
        assertThat(ask(KeyOperation.INSTALL, NEXT, Duration.ofSeconds(3)).get(1, TimeUnit.MINUTES))
                .isEqualTo(Map.of("me", DONE));
    }

    @Test
    void theOldestOfTooManyEnds() {
        delegate.started(node);
        var oldest = ask(KeyOperation.LIST, ByteString.EMPTY, LONG);
        for (int i = 1; i < KeyQuestions.MOST; i++) {
            assertThat(ask(KeyOperation.LIST, ByteString.EMPTY, LONG)).isNotDone();
        }
        assertThat(oldest).isNotDone();
        var newest = ask(KeyOperation.LIST, ByteString.EMPTY, LONG);
        assertThat(oldest)
                .isCompletedWithValueMatching(answers -> answers.keySet().equals(Set.of("me")));
        assertThat(newest).isNotDone();
    }

    @Test
    void aNodeThatIsNotThereIsNotAsked() {
        assertThat(ask(KeyOperation.LIST, ByteString.EMPTY, LONG)).isCompletedExceptionally();
        delegate.started(node);
        node.closed = true;
        assertThatThrownBy(() -> ask(KeyOperation.LIST, ByteString.EMPTY, LONG).get())
                .hasMessageContaining("the node is closed");
    }
}
