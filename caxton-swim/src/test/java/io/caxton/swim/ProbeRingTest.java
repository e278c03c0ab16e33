package io.caxton.swim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProbeRingTest {
    private final Members members = new Members("me", 100, new Random(1));
    private final ProbeRing ring = new ProbeRing(members, new Random(2));

    private static Member member(String name, MemberStatus status) {
        return new Member(
                name,
                NodeAddress.of(new byte[4], 1),
                ByteString.EMPTY,
                ProtocolVersions.OURS,
                new MemberState(1, status),
                Instant.EPOCH);
    }

    private Entry add(String name) {
        Entry entry = members.add(member(name, MemberStatus.ALIVE));
        ring.add(entry);
        return entry;
    }

    private List<String> next(int times) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            names.add(ring.next().orElseThrow().name());
        }
        return names;
    }

    @Test
    void everybodyHasATurnInEachRoundAndTheOrderChanges() {
        for (int i = 0; i < 20; i++) {
            add("m" + i);
        }
        members.add(member("me", MemberStatus.ALIVE));
        List<String> first = next(20);
        List<String> second = next(20);
        assertThat(first).doesNotHaveDuplicates().doesNotContain("me");
        assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    }

    @Test
    void whoComesInTheMiddleOfARoundHasATurnInIt() {
        for (int i = 0; i < 10; i++) {
            add("m" + i);
        }
        next(5);
        add("late");
        assertThat(next(6)).contains("late");
    }

    @Test
    void whoIsGoneIsPassedOver() {
        Entry gone = add("gone");
        Entry dead = add("dead");
        add("there");
        members.remove(gone);
        members.update(dead, member("dead", MemberStatus.DEAD));
        assertThat(next(3)).containsOnly("there");
    }

    @Test
    void nobodyIsProbedWhereNobodyIs() {
        assertThat(ring.next()).isEmpty();
    }

    @Test
    void oneThatComesAndGoesHasOneTurnInARound() {
        Entry flapping = add("flapping");
        for (int i = 0; i < 5; i++) {
            add("m" + i);
        }
        for (int i = 0; i < 100; i++) {
            ring.add(flapping);
        }
        assertThat(next(6)).containsExactlyInAnyOrder("flapping", "m0", "m1", "m2", "m3", "m4");
    }
}
