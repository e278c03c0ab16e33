package io.caxton.swim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * In which order members are probed: all in random order, then all again in another, so that the time until a failure is noticed is
 * bounded (SWIM, section 4.3: round-robin probe target selection).
 */
final class ProbeRing {
    private final Members members;
    private final RandomGenerator random;
    private List<Entry> round = new ArrayList<>();
    private int next;

    ProbeRing(Members members, RandomGenerator random) {
        this.members = members;
        this.random = random;
    }

    /** Somebody new is probed at a random time of this round: were all added at its end, the first failure would be noticed late. */
    void add(Entry entry) {
        if (entry.awaitsProbe) {
            return;
        }
        entry.awaitsProbe = true;
        int place = next + random.nextInt(round.size() - next + 1);
        round.add(entry);
        if (place < round.size() - 1) {
            round.set(round.size() - 1, round.get(place));
            round.set(place, entry);
        }
    }

    /** Whose turn it is; empty if there is nobody to be probed. */
    Optional<Entry> next() {
        Optional<Entry> found = nextOfRound();
        if (found.isEmpty()) {
            begin();
            found = nextOfRound();
        }
        return found;
    }

    private Optional<Entry> nextOfRound() {
        while (next < round.size()) {
            Entry entry = round.get(next++);
            entry.awaitsProbe = false;
            boolean known = members.find(entry.name()).filter(entry::equals).isPresent();
            if (known && entry.isPresent()) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private void begin() {
        List<Entry> all = new ArrayList<>(members.present());
        members.each(entry -> {
            if (entry.isPresent() && !members.isSelf(entry.name())) {
                entry.awaitsProbe = true;
                all.add(entry);
            }
        });
        for (int i = all.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Entry swapped = all.get(i);
            all.set(i, all.get(other));
            all.set(other, swapped);
        }
        round = all;
        next = 0;
    }
}
