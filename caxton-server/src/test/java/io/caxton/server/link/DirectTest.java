package io.caxton.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.web.ApiTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** At-most-once messages that are handed over without the disk in between, and what still holds for them. */
class DirectTest extends ApiTest {
    private static final String ONCE = ",'delivery':'at_most_once'";

    private final List<LinkClient> links = new ArrayList<>();
    private final String asker = newName();
    private final String worker = newName();

    @AfterEach
    void closeAll() {
        links.forEach(LinkClient::close);
    }

    private LinkClient link(String name, int credit, String... more) {
        LinkClient link = LinkClient.open(port, register(name, more));
        links.add(link);
        link.next("welcome");
        link.say("{'type':'credit','credit':" + credit + "}");
        // Answered when what comes before has been done, and all that was leased before is known.
        link.say("{'type':'ack','message_id':'none'}").next("refused");
        return link;
    }

    private static String send(String ref, String sender, String receiver, String... more) {
        return "{'type':'send','ref':'" + ref + "','message':" + message(sender, receiver, more) + "}";
    }

    private String status(String messageId) {
        Answer answer = get("/api/v1/messages/" + messageId);
        return answer.status() == 200 ? answer.text("/status") : "";
    }

    @Test
    void isDeliveredBeforeItIsRecordedAndRecordedSoon() {
        LinkClient a = link(asker, 10);
        LinkClient w = link(worker, 10);
        a.say(send("r1", asker, worker, ONCE, ",'content':1"));
        JsonNode accepted = a.next("accepted");
        assertThat(accepted.path("status").asString()).isEqualTo("delivered");
        assertThat(accepted.at("/deliveries/0/status").asString()).isEqualTo("delivered");
        String id = w.next("deliver").at("/message/message_id").asString();
        w.say("{'type':'reply','ref':'r2','message_id':'" + id
                + "','message':{'delivery':'at_most_once','content':2}}");
        assertThat(w.next("accepted").path("status").asString()).isEqualTo("delivered");
        String reply = a.next("deliver").at("/message/message_id").asString();
        a.say("{'type':'ack','ref':'r3','message_id':'" + reply + "'}");
        assertThat(a.next("settled").path("status").asString()).isEqualTo("handled");
        await(() -> status(id).equals("handled") && status(reply).equals("handled"));
        Answer traced = get("/api/v1/messages/" + id);
        assertThat(traced.texts("/history", "status")).containsExactly("delivered", "handled");
        Answer conversation = get("/api/v1/conversations/" + id).expect(200);
        assertThat(conversation.body().path("message_count").intValue()).isEqualTo(2);
    }

    @Test
    void isStoredFirstWithoutATaker() {
        LinkClient a = link(asker, 10);
        LinkClient w = link(worker, 0);
        a.say(send("r1", asker, worker, ONCE));
        assertThat(a.next("accepted").path("status").asString()).isEqualTo("queued");
        w.say("{'type':'credit','credit':1}");
        w.next("deliver");
    }

    @Test
    void isStoredFirstWhenItCouldBeRepeated() {
        LinkClient a = link(asker, 10);
        LinkClient w = link(worker, 10);
        for (int i = 0; i < 2; i++) {
            a.say(send("r" + i, asker, worker, ONCE, ",'message_id':'mine-" + asker + "'"));
            a.next("accepted");
        }
        w.next("deliver");
        w.say("{'type':'ack','message_id':'none'}").next("refused");
        assertThat(w.rest()).isEmpty();
    }

    @Test
    void theBudgetOfAConversationHolds() {
        LinkClient a = link(asker, 1000);
        LinkClient w = link(worker, 1000);
        String conversation = "budget-" + asker;
        int accepted = 0;
        for (int i = 0; i <= MAX_MESSAGES; i++) {
            a.say(send("r" + i, asker, worker, ONCE, ",'conversation_id':'" + conversation + "'"));
            JsonNode answer = a.next(
                    frame -> Set.of("accepted", "refused")
                            .contains(frame.path("type").asString()),
                    "an answer");
            if (answer.path("type").asString().equals("accepted")) {
                accepted++;
                String id = w.next("deliver").at("/message/message_id").asString();
                w.say("{'type':'ack','ref':'a','message_id':'" + id + "'}").next("settled");
            }
        }
        assertThat(accepted).isEqualTo(MAX_MESSAGES);
        assertThat(get("/api/v1/conversations/" + conversation).text("/state")).isEqualTo("halted");
    }

    @Test
    void aHaltedConversationTakesNothing() {
        LinkClient a = link(asker, 10);
        LinkClient w = link(worker, 10);
        String conversation = "halt-" + asker;
        a.say(send("r1", asker, worker, ONCE, ",'conversation_id':'" + conversation + "'"));
        assertThat(a.next("accepted").path("status").asString()).isEqualTo("delivered");
        String id = w.next("deliver").at("/message/message_id").asString();
        w.say("{'type':'ack','ref':'a','message_id':'" + id + "'}").next("settled");
        post("/api/v1/conversations/" + conversation + "/halt", "{'reason':'enough'}")
                .expect(200);
        a.say(send("r2", asker, worker, ONCE, ",'conversation_id':'" + conversation + "'"));
        assertThat(a.next("refused").at("/problem/type").asString()).endsWith("conversation-ended");
    }

    @Test
    void theNextOfAConversationWaitsUntilTheEarlierOneIsAcknowledged() {
        LinkClient a = link(asker, 10);
        LinkClient w = link(worker, 10);
        String conversation = "lane-" + asker;
        for (int i = 0; i < 3; i++) {
            String guarantee = i == 1 ? "" : ONCE;
            a.say(send("r" + i, asker, worker, guarantee, ",'conversation_id':'" + conversation + "','content':" + i));
            a.next("accepted");
        }
        for (int i = 0; i < 3; i++) {
            JsonNode message = w.next("deliver").path("message");
            assertThat(message.path("content").intValue()).isEqualTo(i);
            w.say("{'type':'ack','message_id':'none'}").next("refused");
            assertThat(w.rest()).isEmpty();
            w.say("{'type':'ack','message_id':'" + message.path("message_id").asString() + "'}");
        }
    }

    /** Both guarantees at random over a few conversations, acknowledged at random: each once, in order, one at a time. */
    @Test
    void orderAndOnceHoldWhenBothWaysAreMixed() {
        Random random = new Random(7);
        LinkClient a = link(asker, 10);
        LinkClient w = link(worker, 0, ",'max_in_flight':5");
        int all = 400;
        int conversations = 8;
        Map<String, Integer> sent = new HashMap<>();
        Map<String, Integer> received = new HashMap<>();
        Map<String, String> unacknowledged = new HashMap<>();
        Set<String> ids = new HashSet<>();
        int granted = 0;
        int count = 0;
        int next = 0;
        while (count < all) {
            if (next < all && next - count < MAX_DEPTH / 2 && random.nextInt(3) > 0) {
                String conversation = "mix-" + asker + "-" + random.nextInt(conversations);
                int number = sent.merge(conversation, 1, Integer::sum);
                String guarantee = random.nextBoolean() ? ONCE : "";
                a.say(send(
                        "m" + next,
                        asker,
                        worker,
                        guarantee,
                        ",'conversation_id':'" + conversation + "','content':" + number));
                next++;
            }
            if (granted - count < 3) {
                w.say("{'type':'credit','credit':4}");
                granted += 4;
            }
            for (JsonNode frame : w.rest()) {
                if (frame.path("type").asString().equals("deliver")) {
                    JsonNode message = frame.path("message");
                    String conversation = message.path("conversation_id").asString();
                    assertThat(ids.add(message.path("message_id").asString())).isTrue();
                    assertThat(message.path("content").intValue())
                            .isEqualTo(received.merge(conversation, 1, Integer::sum));
                    assertThat(unacknowledged)
                            .as("earlier one of it in hand")
                            .doesNotContainKey(conversation)
                            .hasSizeLessThan(5);
                    unacknowledged.put(conversation, message.path("message_id").asString());
                    count++;
                    assertThat(count).isLessThanOrEqualTo(granted);
                } else {
                    assertThat(frame.path("type").asString()).isEqualTo("settled");
                }
            }
            if (!unacknowledged.isEmpty() && (next == all || random.nextInt(3) == 0)) {
                String conversation = unacknowledged.keySet().iterator().next();
                w.say("{'type':'ack','message_id':'" + unacknowledged.remove(conversation) + "'}");
            }
            assertThat(a.rest())
                    .noneMatch(frame -> frame.path("type").asString().equals("refused"));
        }
        assertThat(received).isEqualTo(sent);
    }
}
