package io.caxton.swim;

import static io.caxton.swim.SwimDriver.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.caxton.swim.MembershipEvent.Answered;
import io.caxton.swim.MembershipEvent.Suspected;
import io.caxton.swim.SwimDriver.Sent;
import io.caxton.swim.SwimMessage.Ack;
import io.caxton.swim.SwimMessage.IndirectPing;
import io.caxton.swim.SwimMessage.Nack;
import io.caxton.swim.SwimMessage.Ping;
import io.caxton.swim.SwimMessage.Sender;
import io.caxton.swim.SwimMessage.Suspect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbingTest {
    private static final Duration TIMEOUT = SwimSettings.LAN.probeTimeout();
    private static final Duration INTERVAL = SwimSettings.LAN.probeInterval();

    private final SwimDriver driver = new SwimDriver(SwimSettings.LAN).with(5);

    private int numberOf(Peer peer) {
        return Integer.parseInt(peer.name().substring(1));
    }

    @Test
    void whoAnswersIsThere() {
        Sent<Ping> ping = driver.await(Ping.class);
        driver.pass(Duration.ofMillis(7));
        driver.receive(numberOf(ping.to()), new Ack(ping.message().sequence(), ByteString.EMPTY));
        assertThat(driver.told(Answered.class)).singleElement().satisfies(answered -> {
            assertThat(answered.member().name()).isEqualTo(ping.to().name());
            assertThat(answered.roundTrip()).isEqualTo(Duration.ofMillis(7));
        });
        driver.done.clear();
        driver.pass(TIMEOUT);
        assertThat(driver.sent(IndirectPing.class)).isEmpty();
        assertThat(driver.told(Suspected.class)).isEmpty();
    }

    @Test
    void ifThereIsNoAnswerItIsPingedAgainOthersAreAskedAndAStreamIsTried() {
        Sent<Ping> ping = driver.await(Ping.class);
        driver.done.clear();
        driver.pass(TIMEOUT);
        assertThat(driver.sent(Ping.class))
                .extracting(Sent::to, Sent::message)
                .containsExactly(tuple(ping.to(), ping.message()));
        List<Sent<IndirectPing>> asked = driver.sent(IndirectPing.class);
        assertThat(asked).hasSize(3).allSatisfy(question -> {
            assertThat(question.to()).isNotEqualTo(ping.to());
            assertThat(question.message().node()).isEqualTo(ping.to().name());
            assertThat(question.message().target()).isEqualTo(ping.to().address());
            assertThat(question.message().nack()).isTrue();
            assertThat(question.message().sequence()).isEqualTo(ping.message().sequence());
        });
        assertThat(driver.directives(Directive.PingOverStream.class))
                .singleElement()
                .satisfies(stream -> assertThat(stream.to()).isEqualTo(ping.to()));
        assertThat(driver.told(Suspected.class)).isEmpty();
    }

    @Test
    void ifNothingComesOfThatItIsSuspected() {
        Sent<Ping> ping = driver.await(Ping.class);
        driver.pass(INTERVAL);
        assertThat(driver.told(Suspected.class))
                .extracting(suspected -> suspected.member().name())
                .containsExactly(ping.to().name());
        assertThat(driver.known(numberOf(ping.to()))).isEqualTo(new MemberState(1, MemberStatus.SUSPECT));
    }

    @Test
    void anAnswerThroughAnotherCounts() {
        Sent<Ping> ping = driver.await(Ping.class);
        driver.pass(TIMEOUT);
        driver.receive(6, new Ack(ping.message().sequence(), ByteString.EMPTY));
        driver.pass(TIMEOUT);
        assertThat(driver.told(Suspected.class)).isEmpty();
        assertThat(driver.told(Answered.class))
                .as("its round trip is not the member's")
                .isEmpty();
    }

    @Test
    void anAnswerOverTheStreamCounts() {
        Sent<Ping> ping = driver.await(Ping.class);
        driver.pass(TIMEOUT);
        driver.call(swim -> swim.streamPinged(driver.now, ping.message().sequence()));
        driver.pass(TIMEOUT);
        assertThat(driver.told(Suspected.class)).isEmpty();
        assertThat(driver.counted(Counter.STREAM_PROBES_ONLY)).isEqualTo(1);
    }

    @Test
    void whoHearsNoNacksDoubtsItselfAndGivesMoreTime() {
        driver.await(Ping.class);
        driver.pass(INTERVAL);
        assertThat(driver.swim.healthScore()).isEqualTo(3);
        // The next probe has begun.
        driver.done.clear();
        driver.pass(TIMEOUT.multipliedBy(4).minusMillis(1));
        assertThat(driver.sent(IndirectPing.class)).isEmpty();
        driver.pass(Duration.ofMillis(1));
        assertThat(driver.sent(IndirectPing.class)).isNotEmpty();
    }

    @Test
    void whoHearsAllNacksDoesNotDoubtItself() {
        Sent<Ping> ping = driver.await(Ping.class);
        driver.pass(TIMEOUT);
        for (Sent<IndirectPing> asked : driver.sent(IndirectPing.class)) {
            driver.receive(numberOf(asked.to()), new Nack(ping.message().sequence()));
        }
        driver.pass(TIMEOUT);
        assertThat(driver.told(Suspected.class)).hasSize(1);
        assertThat(driver.swim.healthScore()).isZero();
    }

    @Test
    void aSuspectIsToldSoByWhoProbesIt() {
        for (int i = 2; i <= 6; i++) {
            driver.receive(3, new Suspect(1, "m" + i, "m7"));
        }
        driver.done.clear();
        Sent<Ping> ping = driver.await(Ping.class);
        assertThat(ping.packet()).contains(new Suspect(1, ping.to().name(), "me"));
    }

    @Test
    void aPingIsAnsweredWhereItCameFrom() {
        driver.receive(2, new Ping(9, "me", Optional.of(new Sender(address(2), "m2"))));
        driver.receive(77, new Ping(10, "", Optional.empty()));
        assertThat(driver.sent(Ack.class))
                .extracting(sent -> sent.to().address(), sent -> sent.message().sequence())
                .containsExactly(tuple(address(2), 9L), tuple(address(77), 10L));
    }

    @Test
    void aPingForAnotherIsNotAnswered() {
        driver.receive(2, new Ping(9, "somebody", Optional.empty()));
        assertThat(driver.sent(Ack.class)).isEmpty();
        assertThat(driver.counted(Counter.MISDIRECTED)).isEqualTo(1);
    }

    @Test
    void nobodyIsMadeToAnswerToAStranger() {
        driver.receive(2, new Ping(9, "me", Optional.of(new Sender(address(99), "victim"))));
        driver.receive(2, new Ping(9, "me", Optional.of(new Sender(address(99), "m3"))));
        assertThat(driver.sent(Ack.class))
                .extracting(sent -> sent.to().address())
                .containsOnly(address(2));
        assertThat(driver.counted(Counter.FORGED_SENDERS)).isEqualTo(2);
    }

    @Test
    void aMemberBehindAnotherAddressIsAnsweredAtItsOwn() {
        driver.receive(99, new Ping(9, "me", Optional.of(new Sender(address(3), "m3"))));
        assertThat(driver.sent(Ack.class))
                .extracting(sent -> sent.to().address())
                .containsOnly(address(3));
    }

    private IndirectPing question(int target) {
        return new IndirectPing(5, address(target), "m" + target, true, Optional.of(new Sender(address(2), "m2")));
    }

    @Test
    void whoIsAskedToPingForAnotherTellsIfThereIsAnAnswer() {
        driver.receive(2, question(3));
        Sent<Ping> ping = driver.sent(Ping.class).get(0);
        assertThat(ping.to().address()).isEqualTo(address(3));
        driver.receive(3, new Ack(ping.message().sequence(), ByteString.EMPTY));
        assertThat(driver.sent(Ack.class)).singleElement().satisfies(ack -> {
            assertThat(ack.to().address()).isEqualTo(address(2));
            assertThat(ack.message().sequence()).isEqualTo(5);
        });
        driver.pass(TIMEOUT);
        assertThat(driver.sent(Nack.class)).isEmpty();
    }

    @Test
    void andIfThereIsNoneInTime() {
        driver.receive(2, question(3));
        driver.pass(TIMEOUT.multipliedBy(8).dividedBy(10));
        assertThat(driver.sent(Nack.class)).singleElement().satisfies(nack -> {
            assertThat(nack.to().address()).isEqualTo(address(2));
            assertThat(nack.message().sequence()).isEqualTo(5);
        });
    }

    @Test
    void nobodyPingsAStrangerForAnother() {
        driver.receive(2, question(99));
        driver.receive(2, new IndirectPing(6, address(99), "m3", false, Optional.empty()));
        assertThat(driver.sent(Ping.class)).isEmpty();
        assertThat(driver.sent(Nack.class)).hasSize(1);
        assertThat(driver.counted(Counter.RELAYS_REFUSED)).isEqualTo(2);
    }

    @Test
    void onlySoManyArePingedForOthersAtOnce() {
        SwimDriver busy = new SwimDriver(SwimSettings.builder().maxRelays(2).build()).with(5);
        for (int i = 0; i < 3; i++) {
            busy.receive(2, question(3));
        }
        assertThat(busy.sent(Ping.class)).hasSize(2);
        assertThat(busy.counted(Counter.RELAYS_REFUSED)).isEqualTo(1);
    }

    @Test
    void whoSleptBlamesNobody() {
        driver.await(Ping.class);
        driver.receive(3, new Suspect(1, "m4", "m5"));
        driver.now = driver.now.plusSeconds(600);
        driver.done.clear();
        driver.call(swim -> swim.tick(driver.now));
        assertThat(driver.told(Suspected.class)).isEmpty();
        assertThat(driver.told(MembershipEvent.Failed.class)).isEmpty();
        assertThat(driver.known(4)).isEqualTo(new MemberState(1, MemberStatus.SUSPECT));
        assertThat(driver.swim.healthScore()).isEqualTo(1);
    }

    @Test
    void aMessageIsSentToAMembersAddressOnly() {
        SwimDriver driver = new SwimDriver(SwimSettings.LAN).with(2);
        driver.call(swim -> swim.answer(driver.now, SwimDriver.address(2), ByteString.utf8("yes")));
        assertThat(driver.sent(SwimMessage.User.class))
                .extracting(sent -> sent.to().address())
                .containsExactly(SwimDriver.address(2));
        driver.call(swim -> swim.answer(driver.now, SwimDriver.address(99), ByteString.utf8("no")));
        assertThat(driver.sent(SwimMessage.User.class)).hasSize(1);
        assertThat(driver.counted(Counter.FORGED_SENDERS)).isEqualTo(1);
    }
}
