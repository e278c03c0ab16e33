package io.caxton.simulation.swim;

import java.util.HashSet;
import java.util.Set;

/**
 * Live members that were declared dead, counted as Lifeguard's paper does (section V): each time that one member declares it
 * or believes it counts.
 *
 * @param aboutHealthy how often that befell a member that nothing was wrong with: the paper's FP
 * @param atHealthy how many of these at one that nothing was wrong with either: the paper's FP-
 * @param accused how many healthy members it befell
 * @param aboutImpaired how often it befell a member that was live, but paused or blocked again and again
 */
public record FalsePositives(long aboutHealthy, long atHealthy, int accused, long aboutImpaired) {

    /** Those of several runs together. */
    public FalsePositives plus(FalsePositives other) {
        return new FalsePositives(
                aboutHealthy + other.aboutHealthy,
                atHealthy + other.atHealthy,
                accused + other.accused,
                aboutImpaired + other.aboutImpaired);
    }

    /** Counts them. */
    static final class Tally {
        private final Set<String> impaired;
        private final Set<String> accused = new HashSet<>();
        private long aboutHealthy;
        private long atHealthy;
        private long aboutImpaired;

        /** @param impaired the names of those that something is wrong with, though they live */
        Tally(Set<String> impaired) {
            this.impaired = impaired;
        }

        void declared(String at, String about) {
            if (impaired.contains(about)) {
                aboutImpaired++;
                return;
            }
            accused.add(about);
            aboutHealthy++;
            atHealthy += impaired.contains(at) ? 0 : 1;
        }

        FalsePositives result() {
            return new FalsePositives(aboutHealthy, atHealthy, accused.size(), aboutImpaired);
        }
    }
}
