package io.caxton.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
    private static final AgentName SALES = new AgentName("sales");

    private static Caller agent(String... names) {
        return new Caller("key", Set.of(Role.AGENT), List.of(names));
    }

    @Test
    void aNameOrTheStartOfNames() {
        assertThat(agent("sales").mayActAs(SALES)).isTrue();
        assertThat(agent("sal").mayActAs(SALES)).isFalse();
        assertThat(agent("sal*").mayActAs(SALES)).isTrue();
        assertThat(agent("*").mayActAs(SALES)).isTrue();
        assertThat(new Caller("key", Set.of(Role.VIEWER), List.of("*")).mayActAs(SALES))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c*", "caxton*", "caxton", "*"})
    void nobodyIsTheNode(String names) {
        Conversation told =
                Conversation.open("talk", 10, Instant.EPOCH).plusMessage(Set.of(AgentName.NODE, SALES), Instant.EPOCH);
        Caller caller = agent(names);
        assertThat(caller.mayActAs(AgentName.NODE)).isFalse();
        assertThat(caller.mayUseStateKey("caxton/x")).isFalse();
        assertThat(caller.takesPartIn(told)).isEqualTo(names.equals("*"));
    }
}
