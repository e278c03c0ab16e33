package io.caxton.server.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Chance from a seed: every attack has dice of its own, so that it can be repeated alone. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed, String endpoint, int number) {
        random = new SplittableRandom(seed * 31 + endpoint.hashCode() * 1_000_003L + number * 0x9E3779B97F4A7C15L);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    byte anyByte() {
        return (byte) random.nextInt(256);
    }
}
