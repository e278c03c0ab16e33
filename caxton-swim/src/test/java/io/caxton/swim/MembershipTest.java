package io.caxton.swim;

import static io.caxton.swim.SwimDriver.address;
import static io.caxton.swim.SwimDriver.alive;
import static io.caxton.swim.SwimDriver.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.MembershipEvent.Failed;
import io.caxton.swim.MembershipEvent.Gone;
import io.caxton.swim.MembershipEvent.Joined;
import io.caxton.swim.MembershipEvent.Left;
import io.caxton.swim.MembershipEvent.NameTaken;
import io.caxton.swim.MembershipEvent.Recovered;
import io.caxton.swim.MembershipEvent.Refuted;
import io.caxton.swim.MembershipEvent.Suspected;
import io.caxton.swim.MembershipEvent.Updated;
import io.caxton.swim.SwimMessage.Ack;
import io.caxton.swim.SwimMessage.Alive;
import io.caxton.swim.SwimMessage.Dead;
import io.caxton.swim.SwimMessage.Ping;
import io.caxton.swim.SwimMessage.Suspect;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private final SwimDriver driver = new SwimDriver(SwimSettings.LAN).with(3);

    @Test
    void aNewMemberIsToldOfAndSpread() {
        driver.receive(2, alive(9, 4));
        assertThat(driver.told(Joined.class))
                .extracting(joined -> joined.member().name())
                .containsExactly("m9");
        assertThat(driver.await(Alive.class)).isNotNull();
        assertThat(driver.swim.size()).isEqualTo(5);
    }

    @Test
    void oldNewsChangesNothing() {
        driver.receive(2, new Suspect(1, "m3", "m4"));
        driver.done.clear();
        driver.receive(2, alive(3, 1));
        driver.receive(2, alive(3, 0));
        driver.receive(2, new Dead(0, "m3", "m4"));
        assertThat(driver.done).isEmpty();
        assertThat(driver.known(3)).isEqualTo(new MemberState(1, MemberStatus.SUSPECT));
    }

    @Test
    void aSuspectThatSpeaksUpIsAliveAgain() {
        driver.receive(2, new Suspect(1, "m3", "m4"));
        driver.receive(2, alive(3, 2));
        assertThat(driver.told(Suspected.class)).hasSize(1);
        assertThat(driver.told(Recovered.class)).hasSize(1);
        driver.pass(Duration.ofMinutes(5));
        assertThat(driver.told(Failed.class))
                .filteredOn(failed -> failed.member().name().equals("m3"))
                .allSatisfy(failed -> assertThat(failed.member().incarnation()).isEqualTo(2));
    }

    @Test
    void aSuspectThatDoesNotHasFailed() {
        driver.receive(2, new Suspect(1, "m3", "m4"));
        driver.pass(Duration.ofSeconds(4 * 6 + 1));
        assertThat(driver.told(Failed.class))
                .extracting(failed -> failed.member().name())
                .contains("m3");
        assertThat(driver.sent(Dead.class)).extracting(SwimDriver.Sent::message).contains(new Dead(1, "m3", "me"));
    }

    @Test
    void othersWhoSuspectItTooMakeItSooner() {
        driver.receive(2, new Suspect(1, "m3", "m4"));
        driver.receive(2, new Suspect(1, "m3", "m2"));
        driver.receive(2, new Suspect(1, "m3", "m7"));
        driver.pass(Duration.ofMillis(4_001));
        assertThat(driver.known(3)).isEqualTo(new MemberState(1, MemberStatus.DEAD));
    }

    @Test
    void whoFailedComesBackOnlyWithALaterIncarnation() {
        driver.receive(2, new Dead(1, "m3", "m4"));
        driver.done.clear();
        driver.receive(2, alive(3, 1));
        assertThat(driver.told(Joined.class)).isEmpty();
        driver.receive(2, alive(3, 2));
        assertThat(driver.told(Joined.class)).hasSize(1);
    }

    @Test
    void whoSaysGoodbyeHasLeftEvenIfItWasThoughtDead() {
        driver.receive(2, new Dead(1, "m3", "m4"));
        driver.receive(2, new Dead(1, "m3", "m3"));
        driver.receive(2, new Dead(1, "m3", "m4"));
        assertThat(driver.told(Failed.class)).hasSize(1);
        assertThat(driver.told(Left.class)).hasSize(1);
        assertThat(driver.known(3)).isEqualTo(new MemberState(1, MemberStatus.LEFT));
    }

    @Test
    void anAccusationOfThisNodeIsDenied() {
        driver.receive(2, new Suspect(1, "me", "m3"));
        assertThat(driver.told(Refuted.class)).containsExactly(new Refuted("m3", 2));
        assertThat(driver.swim.self().incarnation()).isEqualTo(2);
        assertThat(driver.await(Alive.class).message().incarnation()).isEqualTo(2);
        assertThat(driver.swim.healthScore()).isEqualTo(1);
        driver.receive(2, new Suspect(1, "me", "m3"));
        driver.receive(2, new Dead(7, "me", "m3"));
        assertThat(driver.swim.self().incarnation()).isEqualTo(8);
    }

    @Test
    void newsAboutThisNodeThatItDidNotSayIsDeniedToo() {
        driver.receive(
                2, new Alive(5, "me", SwimDriver.MY_ADDRESS, ByteString.utf8("old life"), ProtocolVersions.OURS));
        assertThat(driver.swim.self().incarnation()).isEqualTo(6);
        assertThat(driver.swim.self().meta()).isEqualTo(ByteString.EMPTY);
        driver.receive(2, new Alive(6, "me", SwimDriver.MY_ADDRESS, ByteString.EMPTY, ProtocolVersions.OURS));
        assertThat(driver.swim.self().incarnation()).as("its own words").isEqualTo(6);
    }

    @Test
    void twoNodesWithOneNameAreToldOfAndDoNotRace() {
        driver.receive(2, new Alive(5, "me", address(50), ByteString.EMPTY, ProtocolVersions.OURS));
        driver.receive(2, new Alive(5, "m3", address(51), ByteString.EMPTY, ProtocolVersions.OURS));
        assertThat(driver.told(NameTaken.class)).extracting(NameTaken::other).containsExactly(address(50), address(51));
        assertThat(driver.swim.self().incarnation()).isEqualTo(1);
        assertThat(driver.swim.member("m3").orElseThrow().address()).isEqualTo(address(3));
        driver.done.clear();
        driver.pass(Duration.ofMillis(1_001));
        assertThat(driver.directives(Directive.ExchangeStates.class))
                .as("it asks soon whether the other is still there")
                .isNotEmpty();
    }

    @Test
    void aNameIsFreeWhenWhoHadItIsGone() {
        driver.receive(2, new Dead(1, "m3", "m4"));
        driver.receive(2, new Alive(2, "m3", address(51), ByteString.EMPTY, ProtocolVersions.OURS));
        assertThat(driver.swim.member("m3").orElseThrow().address()).isEqualTo(address(51));
        assertThat(driver.told(NameTaken.class)).isEmpty();
    }

    @Test
    void aFailedMembersNameMayBeKeptForAWhile() {
        SwimDriver careful = new SwimDriver(SwimSettings.builder()
                        .reclaimAfter(Duration.ofSeconds(30))
                        .build())
                .with(3);
        Alive other = new Alive(2, "m3", address(51), ByteString.EMPTY, ProtocolVersions.OURS);
        careful.receive(2, new Dead(1, "m3", "m4"));
        careful.receive(2, other);
        assertThat(careful.told(NameTaken.class)).hasSize(1);
        careful.now = careful.now.plusSeconds(30);
        careful.receive(2, other);
        assertThat(careful.swim.member("m3").orElseThrow().address()).isEqualTo(address(51));
    }

    @Test
    void whatAMemberSaysAboutItselfIsToldWhenItChanges() {
        driver.receive(3, new Alive(2, "m3", address(3), ByteString.utf8("role=tester"), ProtocolVersions.OURS));
        assertThat(driver.told(Updated.class)).singleElement().satisfies(updated -> {
            assertThat(updated.member().meta()).isEqualTo(ByteString.utf8("role=tester"));
            assertThat(updated.before().meta()).isEqualTo(ByteString.EMPTY);
        });
        driver.call(swim -> swim.describe(driver.now, ByteString.utf8("mine")));
        assertThat(driver.swim.self().incarnation()).isEqualTo(2);
        assertThatThrownBy(() -> driver.swim.describe(driver.now, ByteString.of(new byte[513])))
                .hasMessageContaining("at most 512 bytes");
    }

    @Test
    void moreMembersThanTheBoundAreRefused() {
        SwimDriver small = new SwimDriver(SwimSettings.builder().maxMembers(4).build()).with(5);
        assertThat(small.swim.members()).hasSize(4);
        assertThat(small.counted(Counter.MEMBERS_REFUSED)).isEqualTo(2);
    }

    @Test
    void whoSpeaksAnotherVersionIsNoMember() {
        ProtocolVersions future = new ProtocolVersions(9, 9, 9, 2, 5, 4);
        driver.receive(2, new Alive(1, "m9", address(9), ByteString.EMPTY, future));
        driver.receive(2, new Alive(1, "m8", address(8), ByteString.EMPTY, new ProtocolVersions(3, 2, 2, 2, 5, 4)));
        assertThat(driver.swim.member("m9")).isEmpty();
        assertThat(driver.counted(Counter.INCOMPATIBLE)).isEqualTo(2);
    }

    @Test
    void whoHasNoProperNameOrAddressIsNoMember() {
        NodeAddress nowhere = NodeAddress.of(new byte[4], 7946);
        NodeAddress group = NodeAddress.of(new byte[] {(byte) 224, 0, 0, 1}, 7946);
        for (Alive news : List.of(
                new Alive(1, "two\nlines", address(9), ByteString.EMPTY, ProtocolVersions.OURS),
                new Alive(1, " ", address(9), ByteString.EMPTY, ProtocolVersions.OURS),
                new Alive(1, "m9", nowhere, ByteString.EMPTY, ProtocolVersions.OURS),
                new Alive(1, "m9", group, ByteString.EMPTY, ProtocolVersions.OURS))) {
            driver.receive(2, news);
        }
        assertThat(driver.swim.members()).hasSize(4);
        assertThat(driver.counted(Counter.MEMBERS_REFUSED)).isEqualTo(4);
    }

    @Test
    void thatAnotherThinksAMemberDeadBeginsASuspicionOnly() {
        driver.call(swim -> swim.merge(
                driver.now,
                List.of(
                        state(2, 1, MemberStatus.DEAD),
                        state(3, 1, MemberStatus.SUSPECT),
                        state(4, 1, MemberStatus.LEFT))));
        assertThat(driver.known(2).status()).isEqualTo(MemberStatus.SUSPECT);
        assertThat(driver.known(3).status()).isEqualTo(MemberStatus.SUSPECT);
        assertThat(driver.known(4).status()).isEqualTo(MemberStatus.LEFT);
    }

    @Test
    void whoIsAliveElsewhereAndDeadHereIsTold() {
        driver.receive(2, new Dead(1, "m3", "m4"));
        driver.done.clear();
        driver.call(swim -> swim.merge(driver.now, List.of(state(3, 1, MemberStatus.ALIVE))));
        assertThat(driver.sent(Suspect.class)).anySatisfy(sent -> {
            assertThat(sent.to().address()).isEqualTo(address(3));
            assertThat(sent.message()).isEqualTo(new Suspect(1, "m3", "me"));
        });
    }

    @Test
    void aFailedMemberIsTriedAgainAndIfItAnswersAllIsExchanged() {
        driver.receive(2, new Dead(1, "m3", "m4"));
        driver.done.clear();
        driver.pass(Duration.ofSeconds(2));
        SwimDriver.Sent<Ping> tried = driver.sent(Ping.class).stream()
                .filter(ping -> ping.to().name().equals("m3"))
                .findFirst()
                .orElseThrow();
        assertThat(tried.packet()).contains(new Suspect(1, "m3", "me"));
        driver.receive(3, new Ack(tried.message().sequence(), ByteString.EMPTY));
        assertThat(driver.directives(Directive.ExchangeStates.class))
                .anySatisfy(exchange -> assertThat(exchange.to().name()).isEqualTo("m3"));
    }

    @Test
    void whoIsGoneForLongIsForgotten() {
        driver.receive(2, new Dead(1, "m3", "m3"));
        driver.done.clear();
        driver.pass(Duration.ofHours(27));
        assertThat(driver.told(MembershipEvent.Forgotten.class))
                .extracting(forgotten -> forgotten.member().name())
                .contains("m3");
        assertThat(driver.swim.member("m3")).isEmpty();
    }

    @Test
    void whoIsGoneIsForgottenWhenAskedForAndNotBroughtBackByThoseWhoRememberIt() {
        driver.receive(2, new Dead(1, "m3", "m3"));
        driver.receive(2, new Dead(1, "m4", "m2"));
        driver.done.clear();
        for (String name : List.of("m3", "m4", "m2", "me", "nobody")) {
            driver.call(swim -> swim.forget(driver.now, name));
        }
        assertThat(driver.told(MembershipEvent.Forgotten.class))
                .extracting(forgotten -> forgotten.member().name())
                .containsExactly("m3", "m4");
        driver.call(swim -> swim.merge(
                driver.now,
                List.of(SwimDriver.state(3, 1, MemberStatus.LEFT), SwimDriver.state(4, 1, MemberStatus.DEAD))));
        driver.receive(2, new Dead(1, "m3", "m3"));
        assertThat(driver.swim.member("m3")).isEmpty();
        assertThat(driver.swim.member("m4")).isEmpty();
        assertThat(driver.known(2).status()).as("is there").isEqualTo(MemberStatus.ALIVE);
        driver.pass(Duration.ofSeconds(30));
        driver.receive(3, SwimDriver.alive(3, 2));
        assertThat(driver.known(3).status()).isEqualTo(MemberStatus.ALIVE);
    }

    @Test
    void aGoodbyeIsSaidOftenEnoughAndThenThisNodeIsGone() {
        driver.pass(Duration.ofMillis(100));
        driver.done.clear();
        driver.call(swim -> swim.leave(driver.now));
        assertThat(driver.told(Gone.class)).isEmpty();
        driver.pass(Duration.ofSeconds(3));
        assertThat(driver.told(Gone.class)).hasSize(1);
        assertThat(driver.sent(Dead.class))
                .hasSize(4)
                .allSatisfy(sent -> assertThat(sent.message()).isEqualTo(new Dead(1, "me", "me")));
        assertThat(driver.sent(Ping.class)).isEmpty();
        driver.receive(2, new Suspect(1, "me", "m3"));
        assertThat(driver.swim.self().status()).isEqualTo(MemberStatus.LEFT);
    }

    @Test
    void whoIsAloneIsGoneAtOnce() {
        SwimDriver alone = new SwimDriver(SwimSettings.LAN);
        alone.call(swim -> swim.leave(alone.now));
        assertThat(alone.told(Gone.class)).hasSize(1);
    }

    @Test
    void theSameCallsGiveTheSameDirectives() {
        SwimDriver one = new SwimDriver(SwimSettings.LAN).with(10);
        SwimDriver two = new SwimDriver(SwimSettings.LAN).with(10);
        one.pass(Duration.ofMinutes(2));
        two.pass(Duration.ofMinutes(2));
        assertThat(one.done).isNotEmpty().isEqualTo(two.done);
    }
}
