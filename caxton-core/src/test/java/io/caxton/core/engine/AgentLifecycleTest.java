package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.LocalState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentLifecycleTest {
    private final EngineFixture engine = new EngineFixture(new InMemoryLocalState(), EngineFixture.SETTINGS);

    @Test
    void anInstanceThatDoesNotSpeakIsLostAndItsMailboxGoesToAnother() {
        AgentInstance first = engine.register("w");
        AgentInstance second = engine.register("w");
        for (int i = 0; i < 6; i++) {
            engine.accept(engine.message("x", "w"));
        }
        List<Leased> held = engine.lease(first, 1);
        engine.engine.agents().renew(engine.now.plusSeconds(40), second.agentId());
        engine.pass(Duration.ofSeconds(60));
        assertThat(statusOf(first)).isEqualTo(AgentStatus.LOST);
        engine.engine.agents().renew(engine.now, second.agentId());
        assertThat(engine.lease(second, 16)).hasSize(6);
        assertThat(engine.ack(first, held.get(0).delivery().messageId())).isEqualTo(Settlement.CONFLICT);
    }

    @Test
    void withoutAnotherInstanceTheMailboxWaitsForTheNextOne() {
        AgentInstance first = engine.register("w");
        String before = engine.accept(engine.message("x", "w"));
        engine.pass(Duration.ofSeconds(61));
        String after = engine.accept(engine.message("x", "w"));
        assertThat(engine.deliveries(after).get(0).agentId()).isEmpty();
        AgentInstance second = engine.register("w");
        assertThat(engine.lease(second, 16))
                .extracting(l -> l.delivery().messageId())
                .containsExactlyInAnyOrder(before, after);
        assertThat(engine.lease(first, 16)).isEmpty();
    }

    @Test
    void aLostInstanceThatSpeaksAgainGetsItsMailboxBack() {
        AgentInstance only = engine.register("w");
        engine.accept(engine.message("x", "w"));
        engine.pass(Duration.ofSeconds(61));
        engine.accept(engine.message("x", "w"));
        assertThat(engine.engine.agents().renew(engine.now, only.agentId())).isFalse();
        engine.heartbeat(only, AgentStatus.READY);
        assertThat(engine.lease(only, 16)).hasSize(2);
    }

    @Test
    void aDrainingInstanceFinishesWhatItHasAndTheRestMoves() {
        AgentInstance first = engine.register("w");
        String leased = engine.accept(engine.message("x", "w").conversation("c1"));
        String behind = engine.accept(engine.message("x", "w").conversation("c1"));
        String other = engine.accept(engine.message("x", "w").conversation("c2"));
        assertThat(engine.leaseOne(first).delivery().messageId()).isEqualTo(leased);
        AgentInstance second = engine.register("w");
        engine.heartbeat(first, AgentStatus.DRAINING);
        assertThat(engine.lease(first, 16)).isEmpty();
        assertThat(engine.leaseOne(second).delivery().messageId()).isEqualTo(other);
        assertThat(engine.lease(second, 16))
                .as("its conversation is in the first one's hands")
                .isEmpty();
        engine.ack(first, leased);
        assertThat(engine.leaseOne(second).delivery().messageId()).isEqualTo(behind);
    }

    @Test
    void whatARemovedInstanceHadIsHandedToTheNextWithTheAttemptCounted() {
        AgentInstance first = engine.register("w");
        engine.accept(engine.message("x", "w"));
        engine.leaseOne(first);
        assertThat(engine.<Boolean>run(tx -> engine.engine.agents().deregister(tx, engine.now, first.agentId())))
                .isTrue();
        assertThat(engine.send(engine.message("x", "w"))).isInstanceOf(AcceptResult.NoReceiver.class);
        AgentInstance second = engine.register("w");
        assertThat(engine.leaseOne(second).delivery().attempt()).isEqualTo(2);
    }

    @Test
    void aLostInstanceIsForgottenAfterAWhileAndItsMailIsNot() {
        engine.register("w");
        engine.accept(engine.message("x", "w"));
        engine.pass(Duration.ofSeconds(61));
        engine.pass(RetentionPolicy.DEFAULT.lostAgents());
        assertThat(engine.registry.named(new AgentName("w"))).isEmpty();
        assertThat(engine.lease(engine.register("w"), 1)).hasSize(1);
    }

    @Test
    void agentsAndMailboxesSurviveARestartWithAFreshLease() {
        AgentInstance agent = engine.register("w", "sum:v1");
        engine.accept(engine.message("x", "w"));
        engine.now = engine.now.plusSeconds(300);
        engine.restart();
        assertThat(statusOf(agent)).isEqualTo(AgentStatus.READY);
        engine.pass(Duration.ofSeconds(59));
        assertThat(statusOf(agent)).isEqualTo(AgentStatus.READY);
        assertThat(engine.lease(agent, 1)).hasSize(1);
        assertThat(engine.registry.offering("sum")).hasSize(1);
    }

    @Test
    void noMoreInstancesRegisterThanAllowed() {
        EngineFixture small = new EngineFixture(
                new InMemoryLocalState(),
                new EngineSettings(
                        DeliveryPolicy.DEFAULT, EngineSettings.DEFAULT.conversation(), RetentionPolicy.DEFAULT, 2));
        small.register("a");
        small.register("b");
        Optional<AgentInstance> third = small.run(tx -> small.engine
                .agents()
                .register(
                        tx, small.now, Registration.builder(new AgentName("c")).build()));
        assertThat(third).isEmpty();
    }

    @Test
    void removingTheInstanceThatWaitsBehindALeaseDoesNotTakeTheLeaseFromItsHolder() {
        AgentInstance holder = engine.register("w");
        String leased = engine.accept(engine.message("x", "w").conversation("c"));
        engine.leaseOne(holder);
        AgentInstance second = engine.register("w");
        engine.heartbeat(holder, AgentStatus.DRAINING);
        String behind = engine.accept(engine.message("x", "w").conversation("c"));
        assertThat(engine.deliveries(behind).get(0).agentId()).contains(second.agentId());
        remove(second);
        assertThat(engine.ack(holder, leased)).isEqualTo(Settlement.DONE);
        assertThat(engine.leaseOne(engine.register("w")).delivery().messageId()).isEqualTo(behind);
    }

    @Test
    void whatADrainingInstanceReturnsGoesToOneThatTakesTraffic() {
        AgentInstance draining = engine.register("w");
        String returned = engine.accept(engine.message("x", "w"));
        String expired = engine.accept(engine.message("x", "w"));
        engine.lease(draining, 2);
        AgentInstance second = engine.register("w");
        engine.heartbeat(draining, AgentStatus.DRAINING);
        engine.nack(draining, returned, true);
        engine.now = engine.now.plus(Duration.ofSeconds(59));
        engine.heartbeat(draining, AgentStatus.DRAINING);
        engine.heartbeat(second, AgentStatus.READY);
        engine.pass(Duration.ofSeconds(10));
        engine.pass(Duration.ofSeconds(1));
        assertThat(engine.lease(second, 16))
                .extracting(l -> l.delivery().messageId())
                .containsExactlyInAnyOrder(returned, expired);
    }

    @Test
    void everyLaneOfARemovedInstanceIsLeftToTheNextHoweverManyThereAre() {
        LocalState state = new InMemoryLocalState();
        EngineFixture before = new EngineFixture(state, EngineFixture.SETTINGS);
        AgentInstance first = before.register("w");
        for (int i = 0; i < 3; i++) {
            before.accept(before.message("x", "w"));
        }
        DeliveryPolicy policy = EngineFixture.SETTINGS.delivery();
        EngineFixture after = new EngineFixture(
                state,
                EngineFixture.with(new DeliveryPolicy(
                        policy.lease(), policy.maxLease(), policy.retry(), policy.timeToLive(), 1, policy.maxHops())),
                2,
                EngineListener.NONE);
        after.restart();
        after.run(tx -> after.engine.agents().deregister(tx, after.now, first.agentId()));
        assertThat(after.lease(after.register("w"), 16)).hasSize(3);
    }

    private void remove(AgentInstance agent) {
        engine.run(tx -> engine.engine.agents().deregister(tx, engine.now, agent.agentId()));
    }

    private AgentStatus statusOf(AgentInstance agent) {
        return engine.registry.find(agent.agentId()).orElseThrow().status();
    }
}
