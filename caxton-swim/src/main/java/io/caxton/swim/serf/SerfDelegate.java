package io.caxton.swim.serf;

import io.caxton.swim.ByteString;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.net.Delegate;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.SerfCodec;
import io.caxton.swim.wire.SerfMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Makes a node a member of a Serf cluster as well: it keeps Serf's Lamport time, tells what it knows when states are
 * exchanged, announces that it comes and that it goes, passes on what others announce, and answers Serf's questions about the keys, so that
 * {@code serf keys} rotates those of all members: as among Serf agents, whoever has a key of the cluster may do so. Another
 * delegate hears all that is not Serf's.
 */
public final class SerfDelegate implements Delegate {
    /** So many announcements are remembered, so that each is passed on once. */
    private static final int MOST_REMEMBERED = 1_024;
    /** Of so many members the time of their last announcement is kept. */
    private static final int MOST_MEMBERS = 65_536;

    /** Questions that lie so far back are dropped: they may have been answered, and forgotten. Serf has the same bound. */
    private static final int TOO_OLD = 512;

    private final String self;
    private final Delegate others;
    private final QueryAnswers answers;
    private final KeyQuestions questions;
    private final LamportClock clock = new LamportClock();
    private final LamportClock events = new LamportClock();
    private final LamportClock queries = new LamportClock();
    /** When each member announced something last. */
    private final Map<String, Long> statusTimes = new TreeMap<>();

    private final List<String> left = new ArrayList<>();
    private final Map<ByteString, Boolean> passedOn = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private volatile @Nullable Carrier carrier;

    public SerfDelegate(String self, Delegate others) {
        this.self = self;
        this.others = others;
        this.answers = new QueryAnswers(self);
        this.questions = new KeyQuestions(self);
    }

    @Override
    public void started(Carrier node) {
        carrier = node;
        node.broadcast(announce(new SerfMessage.Join(clock.next(), self)));
        others.started(node);
    }

    /**
     * Asks all members about their keys, this node first: if it refuses, nobody else is asked. Any thread may call it.
     *
     * @param key the key concerned; empty to list
     * @param from where this node is reached
     * @param expected the names of the members whose answers are waited for
     * @param timeout how long they are waited for
     * @return completes with the answers by name, once all have come or the time is over
     */
    public CompletableFuture<Map<String, SerfMessage.KeyResponse>> ask(
            KeyOperation operation, ByteString key, NodeAddress from, Set<String> expected, Duration timeout) {
        Carrier node = carrier;
        if (node == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the node has not started"));
        }
        KeyQuestions.Poll poll = questions.begin(expected, timeout);
        if (!node.execute(() -> ask(poll, operation, key, from, node))) {
            poll.fail(new IllegalStateException("the node is closed or has too much to do"));
        }
        return poll.result();
    }

    private void ask(KeyQuestions.Poll poll, KeyOperation operation, ByteString key, NodeAddress from, Carrier node) {
        try {
            long time = queries.next();
            questions.ask(poll, operation, key, from, time, node).ifPresent(body -> passedOn.put(body, true));
        } catch (RuntimeException e) {
            poll.fail(e);
        }
    }

    @Override
    public Optional<ByteString> farewell() {
        return Optional.of(announce(new SerfMessage.Leave(clock.next(), self, false)));
    }

    private ByteString announce(SerfMessage message) {
        ByteString body = SerfCodec.encode(message);
        passedOn.put(body, true);
        statusTimes.put(self, clock.time());
        return body;
    }

    @Override
    public void notJoined(NodeAddress seed, String reason) {
        others.notJoined(seed, reason);
    }

    @Override
    public ByteString localState(boolean join) {
        return SerfCodec.encode(new SerfMessage.PushPull(
                clock.time(), Map.copyOf(statusTimes), List.copyOf(left), events.time(), queries.time()));
    }

    @Override
    public void remoteState(ByteString state, boolean join) {
        SerfCodec.decode(state)
                .filter(SerfMessage.PushPull.class::isInstance)
                .map(SerfMessage.PushPull.class::cast)
                .ifPresentOrElse(this::merge, () -> others.remoteState(state, join));
    }

    /** The times told are of what is to come: nothing has been said with them yet. */
    private void merge(SerfMessage.PushPull state) {
        witness(clock, state.time());
        witness(events, state.eventTime());
        witness(queries, state.queryTime());
        state.statusTimes().forEach(this::heardOf);
    }

    private static void witness(LamportClock clock, long next) {
        if (next > 0) {
            clock.witness(next - 1);
        }
    }

    private void heardOf(String member, long time) {
        if (statusTimes.size() < MOST_MEMBERS || statusTimes.containsKey(member)) {
            statusTimes.merge(member, time, Math::max);
        }
    }

    @Override
    public void message(ByteString body) {
        Optional<SerfMessage> read = SerfCodec.decode(body);
        if (read.isEmpty()) {
            others.message(body);
            return;
        }
        SerfMessage message = read.get();
        if (message instanceof SerfMessage.Join join) {
            clock.witness(join.time());
            heardOf(join.node(), join.time());
        } else if (message instanceof SerfMessage.Leave leave) {
            clock.witness(leave.time());
            heardOf(leave.node(), leave.time());
        } else if (message instanceof SerfMessage.Event event) {
            events.witness(event.time());
        } else if (message instanceof SerfMessage.Query query) {
            queries.witness(query.time());
        } else if (message instanceof SerfMessage.QueryResponse response) {
            questions.answered(response);
            return;
        }
        Carrier node = carrier;
        if (node == null || message instanceof SerfMessage.Other || passedOn.put(body, true) != null) {
            return;
        }
        if (message instanceof SerfMessage.Query query) {
            if (query.time() + TOO_OLD < queries.time()) {
                return;
            }
            answers.answer(query, node);
        }
        if (message.isForAll()) {
            node.broadcast(body);
        }
    }

    @Override
    public void keysChanged(KeyRing keys) {
        others.keysChanged(keys);
    }

    @Override
    public void told(MembershipEvent event) {
        if (event instanceof MembershipEvent.Joined joined) {
            left.remove(joined.member().name());
            heardOf(joined.member().name(), 0);
        } else if (event instanceof MembershipEvent.Left gone) {
            left.remove(gone.member().name());
            left.add(gone.member().name());
        } else if (event instanceof MembershipEvent.Forgotten forgotten) {
            left.remove(forgotten.member().name());
            statusTimes.remove(forgotten.member().name());
        }
        others.told(event);
    }
}
