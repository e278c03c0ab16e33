package io.caxton.swim;

import java.time.Duration;

/**
 * How well this node itself is doing, as a score from 0 (well): a node that is slow or cut off sees failures everywhere, so
 * the worse it is, the longer it waits before it blames others (Lifeguard, section IV.A: local health multiplier).
 */
final class LocalHealth {
    private final int worst;
    private int score;

    LocalHealth(int worst) {
        this.worst = worst;
    }

    int score() {
        return score;
    }

    /** A probe was answered. */
    void better() {
        change(-1);
    }

    /** So many things happened that tell of a problem of this node. */
    void worse(int by) {
        change(by);
    }

    private void change(int by) {
        score = Math.max(0, Math.min(worst, score + by));
    }

    Duration scale(Duration time) {
        return time.multipliedBy(score + 1L);
    }
}
