package io.caxton.core.registry;

import io.caxton.core.agent.AgentStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The ids of instances that a message may go to alike, sorted, ready ones apart from busy ones and from those that take
 * no traffic, so that one of 100,000 is picked as fast as one of ten. Safe for use by several threads.
 */
public final class Pool {
    /** A pool of nobody. */
    static final Pool EMPTY = new Pool();

    private final List<String> ready = new ArrayList<>();
    private final List<String> busy = new ArrayList<>();
    private final List<String> away = new ArrayList<>();

    /** A pool of nobody yet. */
    public Pool() {}

    /** Adds an instance with a status. */
    public synchronized void add(String agentId, AgentStatus status) {
        List<String> ids = withStatus(status);
        int place = Collections.binarySearch(ids, agentId);
        if (place < 0) {
            ids.add(-place - 1, agentId);
        }
    }

    /** Removes an instance that was added with this status. */
    public synchronized void remove(String agentId, AgentStatus status) {
        List<String> ids = withStatus(status);
        int place = Collections.binarySearch(ids, agentId);
        if (place >= 0) {
            ids.remove(place);
        }
    }

    private List<String> withStatus(AgentStatus status) {
        return switch (status) {
            case READY -> ready;
            case BUSY -> busy;
            case DRAINING, LOST -> away;
        };
    }

    /** How many there are, whatever their status. */
    public synchronized int size() {
        return ready.size() + busy.size() + away.size();
    }

    public synchronized boolean isEmpty() {
        return ready.isEmpty() && busy.isEmpty() && away.isEmpty();
    }

    /** Everyone, whatever their status, by id. */
    synchronized Collection<String> all() {
        Set<String> all = new TreeSet<>(ready);
        all.addAll(busy);
        all.addAll(away);
        return all;
    }

    /** Up to so many of everyone whose id comes after this one, by id; takes time for them, not for all there are. */
    public synchronized List<String> page(String after, int limit) {
        Set<String> page = new TreeSet<>();
        for (List<String> ids : List.of(ready, busy, away)) {
            int place = Collections.binarySearch(ids, after);
            int first = place < 0 ? -place - 1 : place + 1;
            page.addAll(ids.subList(first, Math.min(ids.size(), first + limit)));
        }
        return page.stream().limit(limit).toList();
    }

    /** Everyone who takes traffic: ready ones first, each part by id. */
    public synchronized List<String> takers() {
        List<String> takers = new ArrayList<>(ready);
        takers.addAll(busy);
        return takers;
    }

    /** The first who takes no traffic now. */
    public synchronized Optional<String> firstAway(Predicate<String> allowed) {
        return away.stream().filter(allowed).findFirst();
    }

    /**
     * One that takes traffic, a busy one only if no ready one is allowed.
     *
     * @param place given how many there are, which one to begin with; the next that is allowed is picked
     */
    public synchronized Optional<String> pick(IntUnaryOperator place, Predicate<String> allowed) {
        return pick(ready, place, allowed).or(() -> pick(busy, place, allowed));
    }

    private static Optional<String> pick(List<String> ids, IntUnaryOperator place, Predicate<String> allowed) {
        int size = ids.size();
        int first = size < 2 ? 0 : place.applyAsInt(size);
        for (int i = 0; i < size; i++) {
            String id = ids.get((first + i) % size);
            if (allowed.test(id)) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    /**
     * Some that take traffic, busy ones only if no ready one is allowed: all of up to {@code most}, of more those that
     * {@code draws} at random bring.
     */
    public synchronized List<String> some(int most, int draws, RandomGenerator random, Predicate<String> allowed) {
        List<String> found = some(ready, most, draws, random, allowed);
        return found.isEmpty() ? some(busy, most, draws, random, allowed) : found;
    }

    private static List<String> some(
            List<String> ids, int most, int draws, RandomGenerator random, Predicate<String> allowed) {
        if (ids.size() <= most) {
            return ids.stream().filter(allowed).toList();
        }
        List<String> drawn = new ArrayList<>(draws);
        for (int i = 0; i < draws; i++) {
            String id = ids.get(random.nextInt(ids.size()));
            if (allowed.test(id)) {
                drawn.add(id);
            }
        }
        return drawn.isEmpty() ? pick(ids, random::nextInt, allowed).stream().toList() : drawn;
    }
}
