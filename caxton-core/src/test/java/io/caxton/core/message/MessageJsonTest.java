package io.caxton.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.validation.InvalidRequestException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class MessageJsonTest {
    @Test
    void everyFieldSurvivesTheRoundTrip() {
        Message full = Message.builder(
                        "id-1",
                        Performative.QUERY_REF,
                        new AgentName("a"),
                        new Recipient.ToCapability(Capability.parse("capability", "sum:v1")),
                        JsonNodeFactory.instance.numberNode(new BigDecimal("1.10")))
                .routing(new Routing(Routing.Strategy.BROADCAST, Routing.Balance.LEAST_LOADED, List.of("v0", "v00")))
                .conversation("c")
                .replyWith("rw")
                .inReplyTo("irt")
                .replyBy(Instant.parse("2026-01-01T00:00:00.123456789Z"))
                .protocol("fipa-query")
                .language("json")
                .ontology("sales")
                .guarantee(Guarantee.AT_MOST_ONCE)
                .priority(Priority.CRITICAL)
                .headers(Map.of("b", "2", "a", "1"))
                .hops(3)
                .trace(new TraceContext("00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01", Optional.of("x=y")))
                .build();
        assertThat(MessageJson.read(MessageJson.write(full))).isEqualTo(full);
    }

    @Test
    void whatIsUnsetStaysUnset() {
        Message bare = Message.builder(
                        "id-1",
                        Performative.INFORM,
                        new AgentName("a"),
                        new Recipient.ToAgent(new AgentName("b")),
                        JsonNodeFactory.instance.nullNode())
                .build();
        var json = MessageJson.write(bare);
        assertThat(json.has("in_reply_to")).isFalse();
        assertThat(json.get("content").isNull()).isTrue();
        assertThat(MessageJson.read(json)).isEqualTo(bare);
        assertThat(bare.conversationId()).isEqualTo("id-1");
        assertThat(bare.replyWith()).isEqualTo("id-1");
    }

    @ParameterizedTest
    @EnumSource(Performative.class)
    void aPerformativeIsReadInAnyCaseWithEitherSeparator(Performative performative) {
        assertThat(Performative.parse(performative.wireName())).contains(performative);
        assertThat(Performative.parse(performative.wireName().replace('-', '_')))
                .contains(performative);
        assertThat(Performative.parse(performative.name())).contains(performative);
    }

    @Test
    void anUnknownPerformativeIsNone() {
        assertThat(Performative.parse("requests")).isEmpty();
        assertThat(Performative.NAMES).contains("query-if").contains("subscribe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "-a", "a b", "ä", "a/b"})
    void aNameOutsideThePatternIsRefused(String name) {
        assertThatThrownBy(() -> AgentName.parse("sender", name))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("sender");
    }

    @Test
    void theNodesOwnNameIsReserved() {
        assertThatThrownBy(() -> AgentName.parse("name", "caxton")).hasMessageContaining("reserved");
        assertThatThrownBy(() -> AgentName.parse("name", "a".repeat(65))).isInstanceOf(InvalidRequestException.class);
        assertThat(AgentName.parse("name", "a".repeat(64)).value()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":v1", "a:", "a b", "a:b:c", "a,b"})
    void aMalformedCapabilityIsRefused(String text) {
        assertThatThrownBy(() -> Capability.parse("capability", text)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aCapabilityAnswersARequestForItOrForAnyVersion() {
        Capability v1 = Capability.parse("c", "sum:v1");
        assertThat(v1.answers(Capability.parse("c", "sum"))).isTrue();
        assertThat(v1.answers(Capability.parse("c", "sum:v1"))).isTrue();
        assertThat(v1.answers(Capability.parse("c", "sum:v2"))).isFalse();
        assertThat(Capability.parse("c", "sum").answers(v1)).isFalse();
        assertThat(v1).hasToString("sum:v1");
    }

    @Test
    void identifiersAreVersion7AndSortByTime() {
        Random random = new Random(1);
        String early = UuidV7.next(Instant.parse("2026-01-01T00:00:00Z"), random);
        String late = UuidV7.next(Instant.parse("2026-01-01T00:00:00.001Z"), random);
        assertThat(early).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(early).isLessThan(late);
    }

    @Test
    void aMalformedTraceIsDropped() {
        assertThat(TraceContext.parse("00-xyz", Optional.empty())).isEmpty();
        String valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertThat(TraceContext.parse(valid, Optional.of("x".repeat(513)))
                        .orElseThrow()
                        .tracestate())
                .isEmpty();
        // Some doors take it from JSON, where it may hold what a header may not.
        for (String state : List.of("k=v\r\nX-Forged: 1", "k=\u0000", "k=é", "")) {
            assertThat(TraceContext.parse(valid, Optional.of(state))
                            .orElseThrow()
                            .tracestate())
                    .as(state)
                    .isEmpty();
        }
        assertThat(TraceContext.parse(valid, Optional.of("k=v,\ta=b c"))
                        .orElseThrow()
                        .tracestate())
                .contains("k=v,\ta=b c");
    }
}
