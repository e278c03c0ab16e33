package io.caxton.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.MemberStatus;
import io.caxton.swim.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ClusterViewTest {
    private static FirstJoin join(boolean seeds) {
        return new FirstJoin(seeds ? List.of("10.0.0.1") : List.of(), false, Duration.ofSeconds(1));
    }

    private static ClusterStatus status(FirstJoin join, boolean left, MemberStatus... others) {
        List<ClusterMember> members = new ArrayList<>(List.of(member("me", MemberStatus.ALIVE, true)));
        for (MemberStatus other : others) {
            members.add(member("other-" + members.size(), other, false));
        }
        return new ClusterView(members, join, false, left).status(0, Optional.empty(), true, List.of());
    }

    private static ClusterMember member(String name, MemberStatus status, boolean self) {
        return new ClusterMember(name, Optional.empty(), status, 7, Map.of(), self);
    }

    @ParameterizedTest
    @CsvSource({
        "JOINED, ALIVE, SUSPECT",
        "JOINED, ALIVE, DEAD",
        "JOINED, LEFT, LEFT",
        "ISOLATED, SUSPECT, SUSPECT",
        "ISOLATED, DEAD, LEFT"
    })
    void whoReachesNobodyOfThoseItKnowsIsIsolated(ClusterState state, MemberStatus first, MemberStatus second) {
        FirstJoin join = join(true);
        join.letIn();
        ClusterStatus status = status(join, false, first, second);
        assertThat(status.state()).isEqualTo(state);
        assertThat(status.isReady()).as("isolation is no part of readiness").isTrue();
        assertThat(status.incarnation()).isEqualTo(7);
    }

    @Test
    void whoHasSeedsIsNotReadyUntilItHasMetSomebody() {
        FirstJoin join = join(true);
        assertThat(status(join, false).state()).isEqualTo(ClusterState.JOINING);
        assertThat(status(join, false).isReady()).isFalse();
        join.met("somebody");
        join.timeIsOver();
        assertThat(status(join, false).state()).isEqualTo(ClusterState.JOINED);
        assertThat(status(join, false).isReady()).isTrue();
    }

    private static ClusterMember other(MemberStatus status, Map<String, String> tags) {
        return new ClusterMember("other", Optional.empty(), status, 1, tags, false);
    }

    private static final Map<String, String> CAXTON = Map.of("role", "caxton", "http", "10.0.0.1:8080");

    @Test
    void whoHasMetANodeIsNotReadyUntilItKnowsTheAgentsThatOneKnows(CapturedOutput output) {
        FirstJoin join = join(true);
        join.heard(other(MemberStatus.ALIVE, CAXTON));
        join.letIn();
        assertThat(status(join, false, MemberStatus.ALIVE).state()).isEqualTo(ClusterState.JOINED);
        assertThat(join.isReady()).isFalse();
        join.knowsAsMuchAs("other");
        assertThat(join.isReady()).isTrue();
        assertThat(output.getAll()).contains("it knows the agents that node other knows");
        join.timeIsOver();
        assertThat(output.getAll()).doesNotContain("none of the nodes");
    }

    @Test
    void orUntilThatTimeIsOverWhichIsTold(CapturedOutput output) {
        FirstJoin join = join(true);
        join.heard(other(MemberStatus.ALIVE, CAXTON));
        join.letIn();
        join.timeIsOver();
        assertThat(join.isReady()).isTrue();
        assertThat(output.getAll())
                .contains("none of the nodes [other] has told it of the agents within PT1S")
                .contains("http_address");
        join.heard(other(MemberStatus.ALIVE, CAXTON));
        assertThat(join.isReady()).as("once ready, for ever").isTrue();
    }

    @Test
    void whereNobodyCanBeAskedForAgentsNothingIsWaitedFor() {
        FirstJoin serfOnly = join(true);
        serfOnly.heard(other(MemberStatus.ALIVE, Map.of("role", "web")));
        assertThat(serfOnly.isReady()).as("others may still be told of").isFalse();
        serfOnly.letIn();
        assertThat(serfOnly.isReady()).isTrue();
        FirstJoin thenGone = join(true);
        thenGone.heard(other(MemberStatus.ALIVE, CAXTON));
        thenGone.letIn();
        thenGone.heard(other(MemberStatus.DEAD, CAXTON));
        assertThat(thenGone.isReady()).isTrue();
    }

    @Test
    void orUntilItsTimeIsOverAndMayStillJoinThen() {
        FirstJoin join = join(true);
        join.refused(NodeAddress.of(new byte[] {10, 0, 0, 1}, 7946), "no");
        join.timeIsOver();
        assertThat(status(join, false).state()).isEqualTo(ClusterState.ALONE);
        assertThat(status(join, false).isReady()).isTrue();
        assertThat(status(join, false).lastRefusal()).contains("10.0.0.1:7946: no");
        join.met("somebody");
        assertThat(status(join, false, MemberStatus.ALIVE).state()).isEqualTo(ClusterState.JOINED);
    }

    @Test
    void whoHasNobodyToAskIsReadyAtOnce() {
        assertThat(status(join(false), false).state()).isEqualTo(ClusterState.ALONE);
        assertThat(status(join(false), false).isReady()).isTrue();
        assertThat(status(join(false), false).expectsOthers()).isFalse();
    }

    @Test
    void whoDrainsSaysSoUntilItHasLeft() {
        FirstJoin join = join(false);
        assertThat(new ClusterView(List.of(), join, true, false)
                        .status(0, Optional.empty(), true, List.of())
                        .state())
                .isEqualTo(ClusterState.DRAINING);
        assertThat(new ClusterView(List.of(), join, true, true)
                        .status(0, Optional.empty(), true, List.of())
                        .state())
                .isEqualTo(ClusterState.LEFT);
    }

    @Test
    void whoHasLeftIsReady() {
        assertThat(status(join(true), true).state()).isEqualTo(ClusterState.LEFT);
        assertThat(status(join(true), true).isReady()).isTrue();
    }
}
