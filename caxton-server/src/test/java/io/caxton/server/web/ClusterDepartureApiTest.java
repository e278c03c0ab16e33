package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.spring.directory.MemberRemoval;
import io.caxton.spring.peer.PeerHandler;
import io.caxton.spring.peer.PeerOperation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;

/** Agents of a node that was stopped in order, or has left, over REST: they are waited for, until an operator says otherwise. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = "caxton.security.audit.enabled=true")
class ClusterDepartureApiTest extends ClusteredApiTest {
    private static final String AGENTS = "/api/v1/agents/";
    private static final String CLUSTER = "/api/v1/cluster";
    private static final String MEMBERS = CLUSTER + "/members";

    private void awaitKnown(int at, String agentId) {
        await(() -> at(at, () -> get(AGENTS + agentId)).status() == 200);
    }

    private void awaitUnreachable(int at, String agentId) {
        await(() -> {
            Answer agent = at(at, () -> get(AGENTS + agentId)).expect(200);
            return !agent.body().path("reachable").booleanValue();
        });
    }

    private List<String> send(int at, String name, String conversation, int count) {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(at(at, () -> accepted("bi-bot", name, ",'conversation_id':'" + conversation + "'")));
        }
        return sent;
    }

    private List<String> handle(int at, String agentId, int count) {
        List<String> handled = new ArrayList<>();
        await(() -> {
            at(at, () -> get(mailbox(agentId) + "?wait=PT0.2S"))
                    .expect(200)
                    .texts("/messages", "message_id")
                    .forEach(id -> {
                        at(at, () -> post(mailbox(agentId) + "/" + id + "/ack")).expect(204);
                        handled.add(id);
                    });
            return handled.size() >= count;
        });
        return handled;
    }

    @Test
    void whatIsSentWhileANodeIsStartedAgainWaitsForIt() {
        int second = others.start("second");
        String name = newName();
        String agent = at(second, () -> register(name));
        awaitKnown(port, agent);
        others.stop("second");
        awaitUnreachable(port, agent);
        assertThat(get("/api/v1/agents?name=" + name).texts("/agents", "agent_id"))
                .containsExactly(agent);
        List<String> sent = send(port, name, newName(), 5);
        int again = others.start("second");
        assertThat(handle(again, agent, 5)).isEqualTo(sent);
    }

    @Test
    void aConversationGoesToAnotherInstanceAtOnceWhenItsNodeLeaves() {
        int second = others.start("second");
        int third = others.start("third");
        String name = newName();
        String one = at(second, () -> register(name));
        awaitKnown(port, one);
        String conversation = newName();
        assertThat(handle(second, one, send(port, name, conversation, 1).size()))
                .hasSize(1);
        String other = at(third, () -> register(name));
        awaitKnown(port, other);
        awaitKnown(second, other);
        others.stop("second");
        awaitUnreachable(port, one);
        List<String> sent = send(port, name, conversation, 3);
        assertThat(handle(third, other, 3)).isEqualTo(sent);
    }

    @Test
    void anOperatorMakesAllForgetAMemberThatLeft(CapturedOutput output) {
        int second = others.start("second");
        int third = others.start("third");
        String name = newName();
        String agent = at(second, () -> register(name));
        awaitKnown(port, agent);
        awaitKnown(third, agent);
        others.stop("second");
        awaitUnreachable(port, agent);
        awaitUnreachable(third, agent);
        delete(MEMBERS + "/third").expectProblem(409, "member-present");
        delete(MEMBERS + "/first").expectProblem(409, "member-present");
        delete(MEMBERS + "/nobody").expectProblem(404, "no-such-member");
        List<String> waiting = send(port, name, newName(), 2);
        for (int time = 0; time < 2; time++) {
            Answer done = delete(MEMBERS + "/second").expect(200);
            assertThat(done.body().path("complete").booleanValue()).isTrue();
            assertThat(done.texts("/members", "node_id")).containsExactly("first", "third");
        }
        get(AGENTS + agent).expectProblem(404, "no-such-agent");
        await(() -> at(third, () -> get(AGENTS + agent)).status() == 404);
        for (int each : List.of(port, third)) {
            assertThat(at(each, () -> get(MEMBERS)).texts("/members", "node_id"))
                    .containsExactly("first", "third");
        }
        assertThat(output.getAll()).contains("cluster.forget", "Member second is forgotten");
        String here = register(name);
        assertThat(handle(port, here, 2)).containsExactlyInAnyOrderElementsOf(waiting);
        others.start("second");
        awaitKnown(port, agent);
        awaitKnown(third, agent);
    }

    /** Answers as no node of today does when it is asked to forget another. */
    @Configuration(proxyBeanMethods = false)
    static class OfAnotherVersion {
        @Bean
        static BeanPostProcessor other() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof MemberRemoval ? new Vague() : bean;
                }
            };
        }
    }

    private static final class Vague implements PeerHandler {
        @Override
        public PeerOperation operation() {
            return PeerOperation.FORGET;
        }

        @Override
        public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
            return CompletableFuture.completedFuture("perhaps".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void whoHasNotForgottenItIsNamedWithTheReason() {
        int second = others.start("second");
        int third = others.start(List.of(OfAnotherVersion.class), "third");
        String agent = at(second, () -> register(newName()));
        awaitKnown(port, agent);
        awaitKnown(third, agent);
        others.stop("second");
        awaitUnreachable(port, agent);
        Answer done = delete(MEMBERS + "/second").expect(200);
        assertThat(done.body().path("complete").booleanValue()).isFalse();
        assertThat(done.text("/members/1/node_id")).isEqualTo("third");
        assertThat(done.text("/members/1/reason")).isEqualTo("it has answered something else");
        get(AGENTS + agent).expectProblem(404, "no-such-agent");
        awaitUnreachable(third, agent);
    }

    @Test
    void whoHasLeftGoesOnAloneAndTheOthersWaitForIt() {
        int second = others.start("second");
        String name = newName();
        String agent = at(second, () -> register(name));
        awaitKnown(port, agent);
        at(second, () -> post(CLUSTER + "/leave", "{}")).expect(200);
        awaitUnreachable(port, agent);
        List<String> elsewhere = send(port, name, newName(), 1);
        List<String> here = send(second, name, newName(), 2);
        assertThat(handle(second, agent, 2)).containsExactlyInAnyOrderElementsOf(here);
        assertThat(at(second, () -> get(AGENTS + agent))
                        .body()
                        .path("reachable")
                        .booleanValue())
                .isTrue();
        assertThat(at(second, () -> get(MEMBERS)).texts("/members", "node_id")).containsExactly("second");
        assertThat(at(second, () -> delete(MEMBERS + "/first")).expect(200).texts("/members", "node_id"))
                .as("for a cluster of one all others are forgotten already")
                .containsExactly("second");
        others.stop("second");
        int again = others.start("second");
        assertThat(handle(again, agent, 1)).isEqualTo(elsewhere);
    }

    @Test
    void whoIsReadyKnowsTheAgentsThatTheOthersKnow() {
        String name = newName();
        String agent = register(name);
        for (int i = 0; i < 50; i++) {
            register(newName());
        }
        int second = others.start("second");
        await(() -> at(second, () -> get("/actuator/health/readiness")).status() == 200);
        at(second, () -> get(AGENTS + agent)).expect(200);
        at(second, () -> accepted("bi-bot", name));
        assertThat(handle(port, agent, 1)).hasSize(1);
    }
}
