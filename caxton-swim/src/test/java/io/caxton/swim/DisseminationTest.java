package io.caxton.swim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.SwimMessage.Suspect;
import io.caxton.swim.SwimMessage.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DisseminationTest {
    private static final int SIZE = 40;

    private final Counters counters = new Counters();
    private final Members members = new Members("me", 100, new Random(1));
    private final Dissemination dissemination = dissemination(100);

    private Dissemination dissemination(int most) {
        SwimSettings settings = SwimSettings.builder()
                .retransmitMultiplier(2)
                .maxBroadcasts(most)
                .build();
        return new Dissemination(
                settings,
                members,
                message -> message instanceof User user ? 1 + user.body().size() : SIZE,
                counters);
    }

    private static Suspect suspect(String node, long incarnation) {
        return new Suspect(incarnation, node, "me");
    }

    private List<SwimMessage> all() {
        return dissemination.take(1_000, 254);
    }

    @Test
    void eachIsSentUpToItsLimitAndNoLonger() {
        dissemination.spread("a", suspect("a", 1));
        assertThat(all()).hasSize(1);
        assertThat(dissemination.isSpreading("a")).isTrue();
        assertThat(all()).hasSize(1);
        assertThat(all()).isEmpty();
        assertThat(dissemination.isSpreading("a")).isFalse();
    }

    @Test
    void inALargerClusterItIsSentMoreOften() {
        for (int i = 0; i < 10; i++) {
            members.add(new Member(
                    "m" + i,
                    NodeAddress.of(new byte[4], 1 + i),
                    ByteString.EMPTY,
                    ProtocolVersions.OURS,
                    new MemberState(1, MemberStatus.ALIVE),
                    Instant.EPOCH));
        }
        dissemination.spread("a", suspect("a", 1));
        int sent = 0;
        while (!all().isEmpty()) {
            sent++;
        }
        assertThat(sent).isEqualTo(4);
    }

    @Test
    void newsTakesThePlaceOfOlderNewsOfTheSameMember() {
        dissemination.spread("a", suspect("a", 1));
        all();
        dissemination.spread("a", suspect("a", 2));
        assertThat(all()).containsExactly(suspect("a", 2));
        assertThat(all()).containsExactly(suspect("a", 2));
        assertThat(all()).isEmpty();
    }

    @Test
    void whatWasSentLeastGoesFirst() {
        dissemination.spread("a", suspect("a", 1));
        all();
        dissemination.spread("b", suspect("b", 1));
        assertThat(dissemination.take(SIZE + PacketOverhead.PART, 254)).containsExactly(suspect("b", 1));
    }

    @Test
    void newsOfMembersGoesBeforeWhatUsersSay() {
        dissemination.spreadUsers(Optional.empty(), new User(ByteString.utf8("x")));
        dissemination.spread("a", suspect("a", 1));
        assertThat(dissemination.take(SIZE + PacketOverhead.PART, 254)).containsExactly(suspect("a", 1));
    }

    @Test
    void aSmallerOneTakesTheRoomThatALargerOneDoesNotFitInto() {
        User large = new User(ByteString.of(new byte[100]));
        User small = new User(ByteString.of(new byte[9]));
        dissemination.spreadUsers(Optional.empty(), large);
        dissemination.spreadUsers(Optional.empty(), small);
        assertThat(dissemination.take(50, 254)).containsExactly(small);
        assertThat(dissemination.take(103, 254)).containsExactly(large);
    }

    @Test
    void aPacketTakesNoMoreThanItHolds() {
        for (int i = 0; i < 10; i++) {
            dissemination.spread("m" + i, suspect("m" + i, 1));
        }
        assertThat(dissemination.take(3 * (SIZE + PacketOverhead.PART), 254)).hasSize(3);
        assertThat(dissemination.take(1_000, 2)).hasSize(2);
        assertThat(dissemination.take(1, 254)).isEmpty();
    }

    @Test
    void aUsersNewerMessageTakesThePlaceOfItsOlderOne() {
        User older = new User(ByteString.utf8("older"));
        User newer = new User(ByteString.utf8("newer"));
        dissemination.spreadUsers(Optional.of("load"), older);
        dissemination.spreadUsers(Optional.of("load"), newer);
        assertThat(all()).containsExactly(newer);
    }

    @Test
    void pastTheBoundThoseSentMostAreDropped() {
        Dissemination small = dissemination(3);
        small.spread("a", suspect("a", 1));
        small.take(1_000, 254);
        List<SwimMessage> later = new ArrayList<>();
        for (String node : List.of("b", "c", "d")) {
            small.spread(node, suspect(node, 1));
            later.add(suspect(node, 1));
        }
        assertThat(small.take(1_000, 254)).containsExactlyInAnyOrderElementsOf(later);
        assertThat(counters.all()).containsEntry(Counter.BROADCASTS_DROPPED, 1L);
        assertThat(small.isSpreading("a")).isFalse();
    }

    @Test
    void whatFitsIntoNoPacketIsRefused() {
        assertThatThrownBy(() -> dissemination.spreadUsers(Optional.empty(), new User(ByteString.of(new byte[1_400]))))
                .hasMessageContaining("does not fit into a packet");
    }
}
