package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Webhook;
import io.caxton.core.agent.WebhookSecret;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.validation.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Instances that the node posts to: no lease, lost only when told so, and secrets that overlap. */
class WebhookLifecycleTest {
    private static final WebhookSecret FIRST = WebhookSecret.make(new Random(1));
    private static final WebhookSecret SECOND = WebhookSecret.make(new Random(2));
    private static final WebhookSecret THIRD = WebhookSecret.make(new Random(3));

    private final EngineFixture engine = new EngineFixture(new InMemoryLocalState(), EngineFixture.SETTINGS);

    private AgentInstance register() {
        Registration registration = Registration.builder(new AgentName("w"))
                .webhook(Webhook.of("http://h/", Optional.of(FIRST)))
                .build();
        return engine.run(tx -> engine.engine.agents().register(tx, engine.now, registration))
                .orElseThrow();
    }

    private AgentInstance current(AgentInstance agent) {
        return engine.registry.find(agent.agentId()).orElseThrow();
    }

    private void change(AgentInstance agent, Optional<String> url, Optional<WebhookSecret> secret) {
        AgentUpdate update = new AgentUpdate(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new WebhookChange(url, secret)));
        engine.run(tx -> engine.engine.agents().update(tx, engine.now, agent.agentId(), update));
    }

    @Test
    void itsLeaseNeverRunsOut() {
        AgentInstance agent = register();
        engine.pass(Duration.ofDays(400));
        assertThat(current(agent).status()).isEqualTo(AgentStatus.READY);
    }

    @Test
    void declaredLostItKeepsItsMailboxUnlessAnotherTakesIt() {
        AgentInstance agent = register();
        String id = engine.accept(engine.message("x", "w"));
        engine.leaseOne(agent);
        assertThat(lose(agent)).isTrue();
        assertThat(lose(agent)).isFalse();
        assertThat(current(agent).status()).isEqualTo(AgentStatus.LOST);
        AgentInstance other = engine.register("w");
        assertThat(engine.leaseOne(other).delivery().messageId()).isEqualTo(id);
    }

    @Test
    void oneThatDrainsIsNotDeclaredLost() {
        AgentInstance agent = register();
        engine.heartbeat(agent, AgentStatus.DRAINING);
        assertThat(lose(agent)).isFalse();
        assertThat(current(agent).status()).isEqualTo(AgentStatus.DRAINING);
    }

    @Test
    void whatWasBeingPostedIsQueuedAgainAfterARestart() {
        AgentInstance agent = register();
        String id = engine.accept(engine.message("x", "w"));
        engine.leaseOne(agent);
        engine.restart();
        assertThat(current(agent).webhook()).contains(Webhook.of("http://h/", Optional.of(FIRST)));
        assertThat(engine.leaseOne(agent).delivery().messageId()).isEqualTo(id);
    }

    @Test
    void aReplacedSecretSignsBesideTheNewOneForADay() {
        AgentInstance agent = register();
        change(agent, Optional.empty(), Optional.of(SECOND));
        assertThat(signing(agent)).containsExactly(SECOND.text(), FIRST.text());
        change(agent, Optional.of("http://h/2"), Optional.of(THIRD));
        assertThat(signing(agent)).containsExactly(THIRD.text(), SECOND.text());
        assertThat(current(agent).webhook().orElseThrow().url()).isEqualTo("http://h/2");
        engine.pass(Webhook.GRACE);
        assertThat(signing(agent)).containsExactly(THIRD.text());
    }

    @Test
    void onlyAWebhookCanBeMoved() {
        AgentInstance pull = engine.register("p");
        assertThatThrownBy(() -> change(pull, Optional.of("http://h/"), Optional.empty()))
                .hasRootCauseInstanceOf(InvalidRequestException.class);
    }

    private List<String> signing(AgentInstance agent) {
        return current(agent).webhook().orElseThrow().signing(engine.now).stream()
                .map(WebhookSecret::text)
                .toList();
    }

    private boolean lose(AgentInstance agent) {
        return engine.run(tx -> engine.engine.agents().lose(tx, engine.now, agent.agentId()));
    }
}
