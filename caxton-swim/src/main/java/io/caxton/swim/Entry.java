package io.caxton.swim;

import org.jspecify.annotations.Nullable;

/** What is known of one member, and where it is kept. */
final class Entry {
    Member member;
    /** While it is suspected; see {@link Suspicions}. */
    @Nullable Suspicion suspicion;
    /** Whether its turn in this round of probes is still to come; see {@link ProbeRing}. */
    boolean awaitsProbe;
    /** Where it stands in the list of all members. */
    int place;

    Entry(Member member) {
        this.member = member;
    }

    String name() {
        return member.name();
    }

    boolean isPresent() {
        return member.status().isPresent();
    }
}
