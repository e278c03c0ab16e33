package io.caxton.spring.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.message.Performative;
import io.caxton.core.registry.Registry;
import io.caxton.spring.autoconfigure.NodeContexts;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;

class InvalidAgentsTest {
    @TempDir
    private Path dataDir;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(Silent.class, "it has no @OnMessage method"),
                Arguments.of(BadName.class, "its name: must match [a-z0-9]"),
                Arguments.of(Reserved.class, "'caxton' is reserved for the node itself"),
                Arguments.of(BadCapability.class, "a capability's name has 1 to 100 characters"),
                Arguments.of(NoRoom.class, "maxInFlight must be at least 1"),
                Arguments.of(TwoOfOne.class, "both handle request"),
                Arguments.of(TwoContents.class, "at most one parameter of handle can take the content"),
                Arguments.of(OddHeader.class, "a @MessageHeader parameter must be a String"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeFailsTheStartAndIsNamed(Class<?> agent, String problem) {
        NodeContexts.node(dataDir).withUserConfiguration(agent).run(context -> {
            assertThat(context).hasFailed();
            Throwable failure = Objects.requireNonNull(context.getStartupFailure());
            assertThat(failure).isInstanceOf(InvalidAgentException.class).hasMessageContaining(problem);
            assertThat(new InvalidAgentFailureAnalyzer().analyze(failure))
                    .extracting(FailureAnalysis::getDescription, InstanceOfAssertFactories.STRING)
                    .contains("cannot be a Caxton agent: ", problem);
        });
    }

    @Test
    void twoBeansOfOneNameFailTheStart() {
        NodeContexts.node(dataDir)
                .withUserConfiguration(Echo.class, OtherEcho.class)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .isInstanceOf(InvalidAgentException.class)
                        .hasMessageContaining("has the name 'echo' already"));
    }

    @Test
    void moreAgentsThanAllowedFailTheStart() {
        NodeContexts.node(dataDir)
                .withUserConfiguration(Echo.class, Composed.class)
                .withPropertyValues("caxton.limits.max-agents=1")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("caxton.limits.max-agents"));
    }

    @Test
    void annotationStandsOnComposedAnnotationsAndBeanMethodsAndTakesPlaceholders() {
        NodeContexts.node(dataDir)
                .withUserConfiguration(Composed.class, ByMethod.class)
                .withPropertyValues("tenant=blue")
                .run(context -> {
                    Registry registry = context.getBean(Registry.class);
                    assertThat(registry.names())
                            .extracting(AgentName::value)
                            .containsExactly("composed", "helper-blue");
                    assertThat(registry.named(new AgentName("helper-blue"))
                                    .get(0)
                                    .offers(new Capability("help", Optional.of("v2"))))
                            .isTrue();
                });
    }

    @CaxtonAgent(name = "silent")
    static class Silent {}

    @CaxtonAgent(name = "Not A Name")
    static class BadName {
        @OnMessage
        void handle() {}
    }

    @CaxtonAgent(name = "caxton")
    static class Reserved {
        @OnMessage
        void handle() {}
    }

    @CaxtonAgent(name = "bad", capabilities = "a b")
    static class BadCapability {
        @OnMessage
        void handle() {}
    }

    @CaxtonAgent(name = "bad", maxInFlight = 0)
    static class NoRoom {
        @OnMessage
        void handle() {}
    }

    @CaxtonAgent(name = "bad")
    static class TwoOfOne {
        @OnMessage(Performative.REQUEST)
        void first() {}

        @OnMessage({Performative.REQUEST, Performative.INFORM})
        void second() {}
    }

    @CaxtonAgent(name = "bad")
    static class TwoContents {
        @OnMessage
        void handle(String one, String two) {}
    }

    @CaxtonAgent(name = "bad")
    static class OddHeader {
        @OnMessage
        void handle(@MessageHeader("n") int n) {}
    }

    @CaxtonAgent(name = "echo")
    static class Echo {
        @OnMessage
        String handle(String text) {
            return text;
        }
    }

    @CaxtonAgent(name = "echo")
    static class OtherEcho extends Echo {}

    @CaxtonAgent(name = "unset")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Helper {
        @AliasFor(annotation = CaxtonAgent.class, attribute = "name")
        String named();
    }

    @Helper(named = "composed")
    static class Composed extends Echo {}

    static class Plain {
        @OnMessage
        void handle() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class ByMethod {
        @Bean
        @CaxtonAgent(name = "helper-${tenant}", capabilities = "help:v2")
        Plain plain() {
            return new Plain();
        }
    }
}
