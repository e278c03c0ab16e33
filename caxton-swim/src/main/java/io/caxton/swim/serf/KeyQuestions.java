package io.caxton.swim.serf;

import io.caxton.swim.ByteString;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.net.Delegate.Carrier;
import io.caxton.swim.wire.SerfCodec;
import io.caxton.swim.wire.SerfMessage;
import io.caxton.swim.wire.SerfMessage.KeyResponse;
import io.caxton.swim.wire.SerfMessage.Query;
import io.caxton.swim.wire.SerfMessage.QueryResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The questions about keys that this node has asked all members, and what came back. */
final class KeyQuestions {
    /** So many may be asked at once; the oldest ends when there are more. */
    static final int MOST = 16;
    /** Of so many members answers are kept. */
    private static final int MOST_ANSWERS = 65_536;

    private static final long IDS = 1L << 32;

    private final String self;
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, Poll> open = new LinkedHashMap<>();

    KeyQuestions(String self) {
        this.self = self;
    }

    /** One question. Safe for use by several threads. */
    static final class Poll {
        private final long id;
        private final Set<String> expected;
        private final Duration timeout;
        private final Map<String, KeyResponse> answers = new ConcurrentHashMap<>();
        private final CompletableFuture<Map<String, KeyResponse>> result = new CompletableFuture<>();

        private Poll(long id, Set<String> expected, Duration timeout) {
            this.id = id;
            this.expected = Set.copyOf(expected);
            this.timeout = timeout;
        }

        CompletableFuture<Map<String, KeyResponse>> result() {
            return result;
        }

        private void add(String from, KeyResponse answer) {
            if (answers.size() < MOST_ANSWERS) {
                answers.putIfAbsent(from, answer);
            }
            if (answers.keySet().containsAll(expected)) {
                finish();
            }
        }

        private void finish() {
            result.complete(Map.copyOf(answers));
        }

        void fail(RuntimeException reason) {
            result.completeExceptionally(reason);
        }
    }

    /** A question to come; its time runs from now on. */
    Poll begin(Set<String> expected, Duration timeout) {
        Poll poll;
        synchronized (open) {
            long id;
            do {
                id = random.nextLong(1, IDS);
            } while (open.containsKey(id));
            poll = new Poll(id, expected, timeout);
            open.put(id, poll);
            if (open.size() > MOST) {
                Poll eldest = open.values().iterator().next();
                open.remove(eldest.id);
                eldest.finish();
            }
        }
        var unused = poll.result.whenComplete((answers, failure) -> {
            synchronized (open) {
                open.remove(poll.id);
            }
        });
        CompletableFuture.delayedExecutor(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .execute(poll::finish);
        return poll;
    }

    /** Does what is asked here, and if that was possible spreads it. On the node's thread. */
    Optional<ByteString> ask(
            Poll poll, KeyOperation operation, ByteString key, NodeAddress from, long time, Carrier carrier) {
        ByteString payload =
                operation == KeyOperation.LIST ? ByteString.EMPTY : SerfCodec.encode(new SerfMessage.KeyRequest(key));
        KeyResponse own = QueryAnswers.answer(operation, payload, carrier);
        if (!own.done()) {
            poll.add(self, own);
            poll.finish();
            return Optional.empty();
        }
        Query query = new Query(time, poll.id, from, false, false, true, operation.query(), payload);
        ByteString body = SerfCodec.encode(query, poll.timeout);
        carrier.broadcast(body);
        poll.add(self, own);
        return Optional.of(body);
    }

    void answered(QueryResponse response) {
        @Nullable Poll poll;
        synchronized (open) {
            poll = open.get(response.id());
        }
        if (poll != null
                && !response.isAck()
                && SerfCodec.decode(response.payload()).orElse(null) instanceof KeyResponse answer) {
            poll.add(response.from(), answer);
        }
    }
}
