package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MailboxApiTest extends ApiTest {
    private static final int POLLS_OF_EACH = 50;

    private final String name = newName();

    @Test
    void handsOutMessagesWithALease() {
        String agent = register(name);
        String id = accepted("bi-bot", name, ",'content':{'n':1.50},'headers':{'h':'v'}");
        Answer received = get(mailbox(agent) + "?max=10").expect(200);
        assertThat(received.texts("/messages", "message_id")).containsExactly(id);
        assertThat(received.body().at("/messages/0/lease/attempt").intValue()).isEqualTo(1);
        assertThat(Instant.parse(received.text("/messages/0/lease/expires_at"))).isAfter(Instant.now());
        assertThat(received.text("/messages/0/receiver")).isEqualTo(name);
        assertThat(received.text("/messages/0/delivery")).isEqualTo("at_least_once");
        assertThat(received.text("/messages/0/headers/h")).isEqualTo("v");
        assertThat(get(mailbox(agent)).body().path("messages").size()).isZero();
        get(mailbox("none")).expectProblem(404, "no-such-agent");
    }

    @Test
    void aPollWaitsUntilAMessageComes() {
        String agent = register(name);
        CompletableFuture<Answer> poll = sendAsync(request(mailbox(agent) + "?wait=PT50S"));
        // The poll is answered after this message was sent, whichever reaches the node first.
        String id = accepted("bi-bot", name);
        assertThat(poll.join().expect(200).texts("/messages", "message_id")).containsExactly(id);
    }

    /** More polls than the server has threads: were a thread held by each, the messages could not be sent meanwhile. */
    @Test
    void waitingHoldsNoThread() {
        int agents = 6;
        List<String> names = new ArrayList<>();
        List<CompletableFuture<Answer>> polls = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            names.add(newName());
            String agent = register(names.get(i), ",'max_in_flight':1000");
            for (int j = 0; j < POLLS_OF_EACH; j++) {
                polls.add(sendAsync(request(mailbox(agent) + "?max=1&wait=PT50S")));
            }
        }
        for (String receiver : names) {
            for (int j = 0; j < POLLS_OF_EACH; j++) {
                accepted("bi-bot", receiver);
            }
        }
        Set<String> received = new HashSet<>();
        polls.forEach(poll -> received.addAll(poll.join().expect(200).texts("/messages", "message_id")));
        assertThat(received).hasSize(agents * POLLS_OF_EACH);
    }

    @Test
    void aPollThatWaitsInVainIsEmpty() {
        String agent = register(name);
        long start = System.nanoTime();
        assertThat(get(mailbox(agent) + "?wait=PT0.2S")
                        .expect(200)
                        .body()
                        .path("messages")
                        .size())
                .isZero();
        assertThat(System.nanoTime() - start).isGreaterThan(190_000_000L);
    }

    @Test
    void boundsWhatAPollMayAsk() {
        String agent = register(name);
        get(mailbox(agent) + "?max=0&wait=PT61S").expectInvalid("max", "wait");
        get(mailbox(agent) + "?max=101&wait=20").expectInvalid("max", "wait");
        get(mailbox(agent) + "?limit=1").expectInvalid("limit");
    }

    @Test
    void handsOutNoMoreThanAskedFor() {
        String agent = register(name);
        for (int i = 0; i < 4; i++) {
            accepted("bi-bot", name);
        }
        assertThat(get(mailbox(agent) + "?max=3").body().path("messages").size())
                .isEqualTo(3);
    }

    @Test
    void acknowledgesAsOftenAsAsked() {
        String agent = register(name);
        String id = accepted("bi-bot", name);
        post(mailbox(agent) + "/" + id + "/ack").expectProblem(409, "lease-lost");
        get(mailbox(agent));
        post(mailbox(agent) + "/" + id + "/ack?attempt=2").expectProblem(409, "lease-lost");
        post(mailbox(agent) + "/" + id + "/ack?attempt=1", "{}").expect(204);
        post(mailbox(agent) + "/" + id + "/ack").expect(204);
        post(mailbox(agent) + "/" + id + "/nack", "{}").expectProblem(409, "lease-lost");
        post(mailbox(agent) + "/none/ack").expectProblem(404, "no-such-message");
        post(mailbox("none") + "/" + id + "/ack").expectProblem(404, "no-such-agent");
        post(mailbox(agent) + "/" + id + "/ack?attempt=first").expectInvalid("attempt");
    }

    @Test
    void anotherInstanceCannotAcknowledge() {
        String agent = register(name);
        String id = accepted("bi-bot", name);
        String twin = register(name);
        get(mailbox(agent));
        post(mailbox(twin) + "/" + id + "/ack").expectProblem(409, "lease-lost");
    }

    @Test
    void aReturnedMessageComesAgainAndDiesAtLast() {
        String agent = register(name);
        String id = accepted("bi-bot", name);
        get(mailbox(agent));
        post(mailbox(agent) + "/" + id + "/nack", "{'reason':'busy','requeue':true,'delay':'PT0S'}")
                .expect(204);
        Answer again = get(mailbox(agent) + "?wait=PT30S").expect(200);
        assertThat(again.body().at("/messages/0/lease/attempt").intValue()).isEqualTo(2);
        post(mailbox(agent) + "/" + id + "/nack", "{'reason':'still busy'}").expect(204);
        Answer dead = get("/api/v1/messages/" + id);
        assertThat(dead.text("/status")).isEqualTo("dead");
        assertThat(dead.text("/history/" + (dead.body().path("history").size() - 1) + "/reason"))
                .contains("still busy");
    }

    @Test
    void aRefusedMessageDoesNotComeAgain() {
        String agent = register(name);
        String id = accepted("bi-bot", name);
        get(mailbox(agent));
        post(mailbox(agent) + "/" + id + "/nack", "{'requeue':false,'reason':'not mine'}")
                .expect(204);
        assertThat(get("/api/v1/messages/" + id).text("/status")).isEqualTo("refused");
        post(mailbox(agent) + "/" + id + "/nack", "{'requeue':'no','dealy':'PT1S'}")
                .expectInvalid("requeue", "dealy");
    }

    @Test
    void aLeaseIsExtended() {
        String agent = register(name);
        String id = accepted("bi-bot", name);
        get(mailbox(agent));
        post(mailbox(agent) + "/" + id + "/extend", "{'lease':'PT60S'}").expect(204);
        post(mailbox(agent) + "/" + id + "/extend", "{'lease':'PT0S'}").expectInvalid("lease");
        post(mailbox(agent) + "/" + id + "/extend", "{}").expectInvalid("lease");
        post(mailbox(agent) + "/none/extend", "{'lease':'PT60S'}").expectProblem(404, "no-such-message");
    }
}
