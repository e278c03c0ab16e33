package io.caxton.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.cluster.AgentProfile;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    @Test
    void theOutboxOfANodeIsTheNodeAgain() {
        assertThat(Outbox.nodeOf(Outbox.of("node-1"))).contains("node-1");
        assertThat(Outbox.isOutbox(Outbox.of("node-1"))).isTrue();
        assertThat(Outbox.nodeOf("019b76da-a800-724a-bb64-02d953bda191")).isEmpty();
    }

    @Test
    void noAgentOfTheClusterHasTheIdOfAnOutbox() {
        AgentInstance agent = AgentInstance.builder("@node-1", new AgentName("ben"), "node-2", Instant.EPOCH)
                .build();
        assertThatThrownBy(() -> AgentProfile.of(agent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("agent_id");
    }

    @Test
    void aForwardedDeliveryHasNeitherEndedNorAPlaceInItsLane() {
        assertThat(List.of(DeliveryState.values()))
                .filteredOn(DeliveryState::isFinal)
                .containsExactly(
                        DeliveryState.HANDLED, DeliveryState.REFUSED, DeliveryState.EXPIRED, DeliveryState.DEAD);
        assertThat(List.of(DeliveryState.values()))
                .filteredOn(DeliveryState::isInLane)
                .containsExactly(DeliveryState.QUEUED, DeliveryState.LEASED);
        assertThat(ReceiptStatus.of(DeliveryState.FORWARDED)).isEqualTo(ReceiptStatus.FORWARDED);
    }
}
