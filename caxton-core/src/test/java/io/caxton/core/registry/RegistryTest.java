package io.caxton.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private final Registry registry = new Registry();

    @Test
    void instancesAreFoundByNameAndByCapability() {
        registry.put(agent("2", "a", "sum:v1"));
        registry.put(agent("1", "a", "sum:v2", "charts"));
        registry.put(agent("3", "b", "charts"));
        assertThat(ids(registry.named(new AgentName("a")))).containsExactly("1", "2");
        assertThat(ids(registry.offering("charts"))).containsExactly("1", "3");
        assertThat(registry.capabilities().get("sum")).containsExactly("v1", "v2");
        assertThat(registry.capabilities().get("charts")).isEmpty();
    }

    @Test
    void whatAnInstanceNoLongerOffersIsForgotten() {
        registry.put(agent("1", "a", "sum"));
        registry.put(agent("1", "a", "charts"));
        assertThat(registry.offering("sum")).isEmpty();
        assertThat(ids(registry.offering("charts"))).containsExactly("1");
        registry.remove("1");
        assertThat(registry.offering("charts")).isEmpty();
        assertThat(registry.names()).isEmpty();
        assertThat(registry.size()).isZero();
    }

    @Test
    void puttingBackWhatWasThereUndoesAChange() {
        AgentInstance first = agent("1", "a", "sum");
        registry.put(first);
        registry.put(registry.put(agent("1", "a", "charts")).orElseThrow());
        assertThat(registry.find("1")).contains(first);
        assertThat(ids(registry.offering("sum"))).containsExactly("1");
    }

    private static List<String> ids(List<AgentInstance> agents) {
        return agents.stream().map(AgentInstance::agentId).toList();
    }

    private static AgentInstance agent(String id, String name, String... capabilities) {
        return AgentInstance.builder(id, new AgentName(name), "node-1", Instant.EPOCH)
                .capabilities(Stream.of(capabilities)
                        .map(c -> new OfferedCapability(Capability.parse("capabilities", c), ""))
                        .toList())
                .build();
    }
}
