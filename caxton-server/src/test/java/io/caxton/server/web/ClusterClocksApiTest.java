package io.caxton.server.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Two servers of one cluster, the clock of one of which is an hour ahead. */
class ClusterClocksApiTest extends ClusteredApiTest {
    private static final String AGENTS = "/api/v1/agents/";

    /** A clock that is an hour ahead. */
    @Configuration(proxyBeanMethods = false)
    static class Ahead {
        @Bean
        InstantSource clock() {
            return InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
        }
    }

    private static String by(Duration fromNow) {
        return ",'reply_by':'" + Instant.now().plus(fromNow) + "'";
    }

    private void handle(int at, String agentId, String messageId) {
        List<String> taken = new ArrayList<>();
        await(() -> {
            taken.addAll(at(at, () -> get(mailbox(agentId) + "?wait=PT1S"))
                    .expect(200)
                    .texts("/messages", "message_id"));
            return taken.contains(messageId);
        });
        at(at, () -> post(mailbox(agentId) + "/" + messageId + "/ack")).expect(204);
    }

    private void awaitStatus(int at, String messageId, String status) {
        await(() -> at(at, () -> get("/api/v1/messages/" + messageId))
                .expect(200)
                .text("/status")
                .equals(status));
    }

    @Test
    void agentsAreKnownAndDeadlinesHoldOnBothSides() {
        int ahead = others.start(List.of(Ahead.class), "second");
        String here = newName();
        String there = newName();
        String mine = register(here);
        String theirs = at(ahead, () -> register(there));
        await(() -> get(AGENTS + theirs).status() == 200);
        await(() -> at(ahead, () -> get(AGENTS + mine)).status() == 200);
        String forth = accepted("bi-bot", there, by(Duration.ofMinutes(10)));
        handle(ahead, theirs, forth);
        awaitStatus(port, forth, "handled");
        String back = at(ahead, () -> accepted("bi-bot", here, by(Duration.ofMinutes(70))));
        handle(port, mine, back);
        awaitStatus(ahead, back, "handled");
        String late = accepted("bi-bot", there, by(Duration.ofSeconds(2)));
        awaitStatus(port, late, "expired");
    }
}
