package io.caxton.spring.copies;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import io.caxton.core.copies.Copy;
import io.caxton.core.copies.HeldCopy;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.engine.EngineSettings;
import io.caxton.core.message.Envelope;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.swim.MemberStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/** When what is kept for "owner" is adopted. */
class AdopterTest {
    private final InMemoryLocalState state = new InMemoryLocalState();
    private final NodeClock clock = new NodeClock(InstantSource.system());
    private final LinkedBlockingQueue<Integer> adoptions = new LinkedBlockingQueue<>();
    private final CopyListener listener = new CopyListener() {
        @Override
        public void adopted(int messages) {
            adoptions.add(messages);
        }
    };
    private final DeliveryEngine engine =
            new DeliveryEngine(EngineSettings.DEFAULT, "holder", new Registry(), new Random(1), EngineListener.NONE);
    private final Adopter adopter =
            new Adopter(state, engine, clock, new StaticListableBeanFactory().getBeanProvider(Copier.class), listener);

    @AfterEach
    void stop() {
        adopter.close();
        clock.close();
    }

    private void keep(String store, String messageId, long position) {
        AgentName ben = new AgentName("ben");
        Message message = Message.builder(
                        messageId,
                        Performative.INFORM,
                        new AgentName("alice"),
                        new Recipient.ToAgent(ben),
                        JsonNodeFactory.instance.stringNode("hello"))
                .build();
        Copy copy = new Copy(
                messageId,
                List.of(ben),
                position,
                clock.now().plusSeconds(600),
                "",
                Optional.empty(),
                Envelope.of(message).json());
        state.write(tx -> {
                    tx.copies().save(new HeldCopy("owner", store, copy, false));
                    return true;
                })
                .join();
    }

    private boolean isHere(String messageId) {
        return state.read(tx -> tx.messages().find(messageId)).isPresent();
    }

    private static ClusterMember owner(MemberStatus status, String store) {
        return new ClusterMember("owner", Optional.empty(), status, 1, Map.of("role", "caxton", "store", store), false);
    }

    @Test
    void whoIsForgottenIsAdoptedInSteps() {
        for (int i = 0; i < 300; i++) {
            keep("s", "m" + i, i + 1);
        }
        adopter.forgotten("another");
        assertThat(isHere("m0")).isFalse();
        adopter.forgotten("owner");
        assertThat(List.copyOf(adoptions)).containsExactly(128, 128, 44);
        assertThat(isHere("m299")).isTrue();
    }

    @Test
    void whoComesBackWithTheSameDiskKeepsItsMessagesAndWithAnotherItDoesNot() {
        keep("s", "m1", 1);
        adopter.changed(owner(MemberStatus.ALIVE, "s"));
        adopter.changed(owner(MemberStatus.DEAD, "t"));
        assertThat(isHere("m1")).isFalse();
        keep("t", "m2", 1);
        adopter.changed(owner(MemberStatus.ALIVE, "t"));
        assertThat(isHere("m1")).isTrue();
        assertThat(isHere("m2")).as("of the disk that it has").isFalse();
        Optional<HeldCopy> old = state.read(tx -> tx.copies().find("owner", "m1"));
        assertThat(old).as("nobody will ask for it").isEmpty();
        adopter.changed(owner(MemberStatus.ALIVE, "u"));
        assertThat(isHere("m2")).isTrue();
    }

    @Test
    void whoWasForgottenWhileThisNodeWasDownIsMissedAfterAWhile() throws InterruptedException {
        keep("s", "m1", 1);
        adopter.sweep(() -> Set.of("owner"), Duration.ZERO);
        adopter.sweep(Set::of, Duration.ofDays(1));
        assertThat(isHere("m1")).isFalse();
        adopter.sweep(Set::of, Duration.ZERO);
        assertThat(adoptions.poll(60, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(isHere("m1")).isTrue();
    }
}
