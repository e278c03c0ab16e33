package io.caxton.core.routing;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names near a misspelled one. */
public final class Suggestions {
    private static final int MOST = 5;

    private Suggestions() {}

    /** A list that is made when it is first looked at: by whoever tells the sender, not on the thread that routes. */
    static List<String> later(Supplier<List<String>> make) {
        return new AbstractList<>() {
            private @Nullable List<String> made;

            @Override
            public String get(int index) {
                return made().get(index);
            }

            @Override
            public int size() {
                return made().size();
            }

            private synchronized List<String> made() {
                List<String> known = made != null ? made : make.get();
                made = known;
                return known;
            }
        };
    }

    /** Up to five of {@code known} within a third of the name's length in edits, nearest first. */
    public static List<String> near(String wanted, Collection<String> known) {
        int reach = Math.max(2, wanted.length() / 3);
        record Candidate(String name, int distance) {}
        return known.stream()
                .filter(k -> Math.abs(k.length() - wanted.length()) <= reach)
                .map(k -> new Candidate(k, editDistance(wanted, k)))
                .filter(c -> c.distance() <= reach)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    /** Levenshtein distance with two rows. */
    private static int editDistance(String a, String b) {
        int[] above = new int[b.length() + 1];
        Arrays.setAll(above, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
