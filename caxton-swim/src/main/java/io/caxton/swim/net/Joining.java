package io.caxton.swim.net;

import io.caxton.swim.Member;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.Peer;
import io.caxton.swim.Swim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the others: asks the seeds, and asks again, less and less often, for as long as this node is alone, also when it has become
 * alone. Now and then it asks one that it does not know even if it is not: two groups that have never heard of each other
 * could not find each other otherwise. Seeds are looked up anew each time. On the loop's thread.
 */
final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    /** So many seeds are asked at once; the next ones are another time. */
    private static final int ASKED_AT_ONCE = 8;

    private final EventLoop loop;
    private final Shell shell;
    private final Swim swim;
    private final Seeds seeds;
    private final Delegate delegate;
    private final Background background;
    private final RandomGenerator random;
    private final List<String> names;
    private final CompletableFuture<Integer> joined = new CompletableFuture<>();
    private Duration pause = FIRST_PAUSE;
    /** One look-up at a time, however slow the DNS is: files wait for the same thread. */
    private final AtomicBoolean lookingUp = new AtomicBoolean();

    private boolean stopped;

    Joining(
            EventLoop loop,
            Shell shell,
            Swim swim,
            Seeds seeds,
            Delegate delegate,
            Background background,
            List<String> names,
            RandomGenerator random) {
        this.loop = loop;
        this.shell = shell;
        this.swim = swim;
        this.seeds = seeds;
        this.delegate = delegate;
        this.background = background;
        this.names = names;
        this.random = random;
    }

    /** Completes with how many members the first one that answered knows. */
    CompletableFuture<Integer> joined() {
        return joined;
    }

    void begin() {
        if (stopped || names.isEmpty()) {
            return;
        }
        Duration wait = isAlone() ? pause : LONGEST_PAUSE;
        pause = isAlone() ? longer(pause) : FIRST_PAUSE;
        if (!lookingUp.compareAndSet(false, true)) {
            LOG.debug("The seeds are still being looked up");
        } else if (!background.execute(this::lookUp)) {
            lookingUp.set(false);
        }
        loop.after(jittered(wait), this::begin);
    }

    private boolean isAlone() {
        return swim.size() == 1;
    }

    void stop() {
        stopped = true;
    }

    private Duration jittered(Duration time) {
        return time.plusMillis(random.nextLong(Math.max(1, time.toMillis() / 2)));
    }

    private static Duration longer(Duration time) {
        Duration twice = time.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** On the background's thread. */
    private void lookUp() {
        List<NodeAddress> found;
        try {
            found = seeds.resolve(names);
        } finally {
            lookingUp.set(false);
        }
        if (!loop.execute(() -> ask(found))) {
            LOG.debug("The loop is busy or closed; the seeds are asked another time");
        }
    }

    private void ask(List<NodeAddress> found) {
        List<NodeAddress> strangers = new ArrayList<>(found);
        swim.members().stream()
                .filter(member -> member.status().isPresent())
                .map(Member::address)
                .forEach(strangers::remove);
        int most = isAlone() ? ASKED_AT_ONCE : 1;
        for (int i = 0; i < most && !strangers.isEmpty() && !stopped; i++) {
            NodeAddress seed = strangers.remove(random.nextInt(strangers.size()));
            shell.exchange(Peer.at(seed), true, joined::complete, reason -> {
                LOG.info("The seed {} did not let this node join: {}", seed, reason);
                delegate.notJoined(seed, reason);
            });
        }
    }
}
