package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.spring.peer.PeerHandler;
import io.caxton.spring.peer.PeerOperation;
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

/** A server among others to which messages are written in a way that it does not read. */
@ExtendWith(OutputCaptureExtension.class)
class ClusterVersionsApiTest extends ClusteredApiTest {
    private static final byte UNKNOWN = 9;

    /** What others forward comes as of another version. */
    @Configuration(proxyBeanMethods = false)
    static class OtherVersion {
        @Bean
        static BeanPostProcessor otherVersion() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof PeerHandler handler && handler.operation() == PeerOperation.FORWARD
                            ? new Unreadable(handler)
                            : bean;
                }
            };
        }
    }

    private record Unreadable(PeerHandler handler) implements PeerHandler {
        @Override
        public PeerOperation operation() {
            return handler.operation();
        }

        @Override
        public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
            byte[] other = body.clone();
            other[0] = UNKNOWN;
            return handler.handle(fromNode, other);
        }
    }

    @Test
    void messagesForANodeThatCannotReadThemWaitUntilItCanAndBothSidesSaySo(CapturedOutput output) {
        int second = others.start(List.of(OtherVersion.class), "second");
        String name = newName();
        String agent = at(second, () -> register(name));
        await(() -> get("/api/v1/agents/" + agent).status() == 200);
        String conversation = newName();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(accepted("bi-bot", name, ",'conversation_id':'" + conversation + "'"));
        }
        await(() -> output.getAll().contains("What waits for node second (FORWARD) stays here and is tried again"));
        assertThat(output.getAll())
                .contains("A request of node first could not be answered (FORWARD)")
                .contains("has version " + UNKNOWN + ", this node knows ");
        sent.forEach(
                id -> assertThat(get("/api/v1/messages/" + id).text("/status")).isEqualTo("queued"));
        String elsewhere = register(newName());
        assertThat(get("/api/v1/agents/" + elsewhere).status())
                .as("the rest goes on")
                .isEqualTo(200);
        others.stop("second");
        int again = others.start("second");
        List<String> handled = new ArrayList<>();
        await(() -> {
            at(again, () -> get(mailbox(agent) + "?wait=PT0.2S"))
                    .expect(200)
                    .texts("/messages", "message_id")
                    .forEach(id -> {
                        at(again, () -> post(mailbox(agent) + "/" + id + "/ack"))
                                .expect(204);
                        handled.add(id);
                    });
            return handled.size() >= sent.size();
        });
        assertThat(handled).isEqualTo(sent);
    }
}
