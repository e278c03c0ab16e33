package io.caxton.core.cluster;

import static io.caxton.core.cluster.Profiles.NOON;
import static io.caxton.core.cluster.Profiles.profile;
import static io.caxton.core.cluster.Registered.register;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.cluster.Gossip.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GossipTest implements Gossip.Listener {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Random random = new Random(1);
    private final ClusterRegistry registry = registry("node");
    private final ClusterRegistry other = registry("other-00");
    private final Gossip gossip = new Gossip(registry, random, this);
    private final Gossip others = new Gossip(other, random, this);

    @Test
    void aNodeThatMeetsManyAsksTwoUntilItHasCaughtUp() {
        List<Call> asked = appear(100);
        assertThat(asked).hasSize(2).allMatch(call -> call.said().digest().isPresent());
        assertThat(gossip.failed(asked.get(0))).as("another one instead").hasSize(1);
        assertThat(gossip.answered(NOON, asked.get(1), Exchange.NOTHING)).isEmpty();
    }

    @Test
    void ofFewItComparesWithTheOthersOnceItHasCaughtUp() {
        List<Call> asked = appear(10);
        assertThat(gossip.answered(NOON, asked.get(0), Exchange.NOTHING))
                .hasSize(8)
                .allMatch(call -> call.said().summary().isPresent())
                .extracting(Call::nodeId)
                .doesNotHaveDuplicates();
    }

    @Test
    void whoeverComparesWithANodeThatAsksAllTheSameDoesNotTellItAsWell() {
        Exchange comparing = Exchange.comparing(other.summary());
        List<Call> asked = appear(2);
        assertThat(gossip.answer(NOON, "other-00", comparing).said()).isEqualTo(Exchange.NOTHING);
        asked.forEach(gossip::failed);
        assertThat(gossip.answer(NOON, "other-00", comparing).said().digest())
                .as("nobody answers it")
                .isPresent();
    }

    @Test
    void whoKnowsTheSameSaysNothingToASummary() {
        meet();
        Exchange asked = Exchange.comparing(registry.summary());
        assertThat(others.answer(NOON, "node", asked).said().digest()).isPresent();
        exchange(gossip.appeared("other-00"));
        exchange(gossip.compare());
        assertThat(others.answer(NOON, "node", Exchange.comparing(registry.summary()))
                        .said())
                .isEqualTo(Exchange.NOTHING);
    }

    @Test
    void whereSummariesDifferEachIsToldWhatItLacks() {
        meet();
        exchange(gossip.appeared("other-00"));
        register(registry, NOON, profile("x"));
        register(other, NOON, profile("y"));
        exchange(gossip.compare());
        assertThat(registry.view().find("y")).isPresent();
        assertThat(other.view().find("x")).isPresent();
        assertThat(registry.summary()).isEqualTo(other.summary());
    }

    @Test
    void amongManyItWaitsLongerOnlyWhereTheLastOneDidNotKnowTheSame() {
        appear(96).forEach(call -> gossip.answered(NOON, call, Exchange.NOTHING));
        assertThat(gossip.pause(SECOND)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
        gossip.answered(NOON, gossip.compare().get(0), Exchange.NOTHING);
        assertThat(gossip.pause(SECOND)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1_250));
        gossip.answered(NOON, gossip.compare().get(0), Exchange.asking(other.digest()));
        assertThat(gossip.pause(SECOND)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
    }

    @Test
    void whatAStartedNodeSaysOfItselfIsPassedOn() {
        other.nodeSeen(NOON, "node", 1);
        List<Delta> own = registry.answer(other.digest());
        Exchange asked = new Exchange(Optional.of(registry.digest()), own);
        assertThat(others.answer(NOON, "node", asked).toPassOn()).isEqualTo(own);
    }

    @Test
    void anAnswerThatCannotBeReadEndsTheExchange() {
        Call asked = appear(1).get(0);
        register(registry, NOON, profile("x"));
        assertThat(gossip.ownChanged()).as("it is busy").isEmpty();
        assertThat(gossip.failed(asked)).isEmpty();
        assertThat(gossip.ownChanged()).hasSize(1);
    }

    private List<Call> appear(int count) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = String.format("other-%02d", i);
            registry.nodeSeen(NOON, id, 1);
            calls.addAll(gossip.appeared(id));
        }
        return calls;
    }

    private void meet() {
        registry.nodeSeen(NOON, "other-00", 1);
        other.nodeSeen(NOON, "node", 1);
    }

    /** Until there is nothing more to say. */
    private void exchange(List<Call> calls) {
        for (Call call : calls) {
            Exchange said = others.answer(NOON, "node", ClusterCodec.decode(ClusterCodec.encode(call.said())))
                    .said();
            exchange(gossip.answered(NOON, call, said));
        }
    }

    private ClusterRegistry registry(String id) {
        return new ClusterRegistry(id, 1, List.of(), ClusterLimits.DEFAULT, random, NOON);
    }

    @Override
    public void applied(Applied applied) {
        assertThat(applied.outcome()).isNotEqualTo(Applied.Outcome.REFUSED);
    }

    @Override
    public void told(List<ClusterEvent> events) {
        assertThat(events).isEmpty();
    }

    @Override
    public void caughtUpWith(String nodeId) {
        // Seen by what is asked afterwards.
    }
}
