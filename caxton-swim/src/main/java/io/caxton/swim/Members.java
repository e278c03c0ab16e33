package io.caxton.swim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Everybody that is known, this node included. At most {@link SwimSettings#maxMembers}. */
final class Members {
    /** Random picks are tried so often for each wanted, before all are looked at. */
    private static final int TRIES = 4;

    private final String self;
    private final int most;
    private final RandomGenerator random;
    private final Map<String, Entry> byName = new HashMap<>();
    private final List<Entry> all = new ArrayList<>();
    private final Map<MemberStatus, Integer> counts = new EnumMap<>(MemberStatus.class);

    Members(String self, int most, RandomGenerator random) {
        this.self = self;
        this.most = most;
        this.random = random;
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    boolean isFull() {
        return all.size() >= most;
    }

    int size() {
        return all.size();
    }

    /** How many are alive or suspect: what times and counts are scaled by. */
    int present() {
        return count(MemberStatus.ALIVE) + count(MemberStatus.SUSPECT);
    }

    int count(MemberStatus status) {
        return counts.getOrDefault(status, 0);
    }

    Entry add(Member member) {
        Entry entry = new Entry(member);
        entry.place = all.size();
        all.add(entry);
        byName.put(entry.name(), entry);
        count(member, 1);
        return entry;
    }

    void update(Entry entry, Member member) {
        count(entry.member, -1);
        count(member, 1);
        entry.member = member;
    }

    private void count(Member member, int more) {
        counts.merge(member.status(), more, Integer::sum);
    }

    void remove(Entry entry) {
        count(entry.member, -1);
        byName.remove(entry.name());
        Entry last = all.remove(all.size() - 1);
        if (last != entry) {
            all.set(entry.place, last);
            last.place = entry.place;
        }
    }

    /** Who is at an address, among those who are there. */
    Optional<Entry> at(NodeAddress address) {
        return all.stream()
                .filter(entry -> entry.isPresent() && entry.member.address().equals(address))
                .findFirst();
    }

    boolean isSelf(String name) {
        return self.equals(name);
    }

    void each(Consumer<Entry> action) {
        all.forEach(action);
    }

    /** Up to so many others, at random. */
    List<Entry> pick(int wanted, Predicate<Entry> suitable) {
        List<Entry> picked = new ArrayList<>(wanted);
        for (int i = 0; i < wanted * TRIES && picked.size() < wanted && !all.isEmpty(); i++) {
            pick(all.get(random.nextInt(all.size())), suitable, picked);
        }
        int first = all.isEmpty() ? 0 : random.nextInt(all.size());
        for (int i = 0; i < all.size() && picked.size() < wanted; i++) {
            pick(all.get((first + i) % all.size()), suitable, picked);
        }
        return picked;
    }

    private void pick(Entry entry, Predicate<Entry> suitable, List<Entry> picked) {
        if (!isSelf(entry.name()) && !picked.contains(entry) && suitable.test(entry)) {
            picked.add(entry);
        }
    }
}
