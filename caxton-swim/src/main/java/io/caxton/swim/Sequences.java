package io.caxton.swim;

import java.util.random.RandomGenerator;

/** Numbers of questions. The first is random, so that answers to questions of an earlier life are not taken for answers to this one's. */
final class Sequences {
    private static final long MASK = 0xFFFF_FFFFL;

    private long last;

    Sequences(RandomGenerator random) {
        last = random.nextLong() & MASK;
    }

    long next() {
        last = (last + 1) & MASK;
        return last;
    }
}
