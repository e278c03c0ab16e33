package io.caxton.core.routing;

import io.caxton.core.message.Routing.Balance;
import io.caxton.core.registry.Pool;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Picks one of several instances, in a time that does not grow with their number. */
final class Balancer {
    /** How many groups of candidates have a turn of their own; the longest unused one starts again beyond that. */
    private static final int MAX_TURNS = 10_000;

    /** Up to so many are all compared for the least load. */
    private static final int COMPARED = 16;

    /**
     * Of more, so many drawn at random. Two drawn at random already avoid what piles up when one is (Mitzenmacher, The
     * Power of Two Choices in Randomized Load Balancing, 2001).
     */
    private static final int DRAWN = 4;

    private final RandomGenerator random;
    private final Map<String, Integer> turns = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_TURNS;
        }
    };

    Balancer(RandomGenerator random) {
        this.random = random;
    }

    /**
     * One of a pool that takes traffic; empty if none does.
     *
     * @param group what takes turns together in round robin: an agent name or a capability
     * @param byLoad the least loaded first
     */
    Optional<String> pick(
            Pool pool, Balance balance, String group, Supplier<Comparator<String>> byLoad, Predicate<String> allowed) {
        return switch (balance) {
            case ROUND_ROBIN -> pool.pick(size -> turns.merge(group, 1, Balancer::nextTurn) % size, allowed);
            case RANDOM -> pool.pick(random::nextInt, allowed);
            case LEAST_LOADED ->
                pool.some(COMPARED, DRAWN, random, allowed).stream().min(byLoad.get());
        };
    }

    private static int nextTurn(int turn, int one) {
        return (turn + one) & Integer.MAX_VALUE;
    }
}
