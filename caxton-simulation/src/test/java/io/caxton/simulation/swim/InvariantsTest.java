package io.caxton.simulation.swim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caxton.simulation.Violation;
import io.caxton.swim.ByteString;
import io.caxton.swim.Member;
import io.caxton.swim.MemberState;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.SwimSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each invariant is broken on purpose: its checker must fire. */
class InvariantsTest {
    private final SwimCluster cluster = new SwimCluster(SwimSettings.LAN, new Random(1), false);
    private final Invariants invariants = cluster.invariants();

    @BeforeEach
    void start() {
        cluster.start(0, List.of());
        cluster.start(1, List.of(0));
        cluster.start(2, List.of(0));
        cluster.run(Duration.ofSeconds(5));
        for (int i = 0; i < 3; i++) {
            cluster.swim(1).describe(cluster.timeline().now(), ByteString.utf8("life " + i));
        }
        invariants.called(cluster.node(1));
    }

    /** What node 0 would believe of node 1. */
    private void believe(long incarnation, MemberStatus status) {
        Member member = cluster.swim(0).member("node-1").orElseThrow();
        invariants.changed(
                cluster.node(0),
                new Member(
                        member.name(),
                        member.address(),
                        member.meta(),
                        member.versions(),
                        new MemberState(incarnation, status),
                        member.since()));
    }

    private static void assertFires(String invariant, Runnable action) {
        Violation violation = catchThrowableOfType(Violation.class, action::run);
        assertThat(violation).as(invariant).isNotNull();
        assertThat(violation.invariant()).isEqualTo(invariant);
    }

    @Test
    void whatIsRightPasses() {
        assertThatCode(() -> {
                    believe(1, MemberStatus.SUSPECT);
                    believe(1, MemberStatus.DEAD);
                    believe(1, MemberStatus.LEFT);
                    believe(2, MemberStatus.ALIVE);
                    invariants.checkConvergence();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void anIncarnationThatGoesBackIsSeen() {
        believe(3, MemberStatus.ALIVE);
        assertFires(Invariants.NO_STEP_BACK, () -> believe(2, MemberStatus.SUSPECT));
    }

    @Test
    void aResurrectionIsSeen() {
        believe(1, MemberStatus.DEAD);
        assertFires(Invariants.NO_RESURRECTION, () -> believe(1, MemberStatus.ALIVE));
    }

    @Test
    void aLeaveThatBecomesAFailureIsSeen() {
        believe(1, MemberStatus.LEFT);
        assertFires(Invariants.LEAVE, () -> believe(1, MemberStatus.DEAD));
    }

    @Test
    void anIncarnationThatNobodyBeganIsSeen() {
        assertFires(Invariants.NO_INVENTION, () -> believe(99, MemberStatus.ALIVE));
    }

    @Test
    void aDeadVerdictOnALiveMemberInCalmIsSeen() {
        believe(1, MemberStatus.ALIVE);
        invariants.calm();
        assertFires(Invariants.CALM, () -> believe(1, MemberStatus.DEAD));
    }

    @Test
    void aNodeThatKnowsLessThanTheOthersIsSeen() {
        cluster.start(3, List.of());
        assertFires(Invariants.CONVERGENCE, invariants::checkConvergence);
    }

    @Test
    void aQueueThatGrowsPastItsBoundIsSeen() {
        Invariants strict =
                new Invariants(cluster, SwimSettings.builder().maxBroadcasts(1).build());
        SwimMessage.User message = new SwimMessage.User(ByteString.utf8("x"));
        for (int i = 0; i < 2; i++) {
            cluster.swim(0).broadcast(cluster.timeline().now(), Optional.empty(), message.body());
        }
        assertFires(Invariants.BOUNDS, () -> strict.called(cluster.node(0)));
    }

    @Test
    void twoWhoDoNotAgreeWhetherAThirdLeftOrFailedAreSeen() {
        cluster.kill(1);
        long incarnation = cluster.swim(1).self().incarnation();
        cluster.swim(0)
                .receive(
                        cluster.timeline().now(),
                        SwimCluster.address(2),
                        new SwimMessage.Dead(incarnation, "node-1", "node-1"));
        cluster.swim(2)
                .receive(
                        cluster.timeline().now(),
                        SwimCluster.address(0),
                        new SwimMessage.Dead(incarnation, "node-1", "node-0"));
        assertFires(Invariants.LEAVE, invariants::checkConvergence);
    }
}
