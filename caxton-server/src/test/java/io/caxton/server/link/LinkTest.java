package io.caxton.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.server.web.ApiTest;
import io.caxton.spring.gateway.FeedSink;
import io.caxton.spring.gateway.Feeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class LinkTest extends ApiTest {
    /** A sink that breaks its contract, so that whoever replaces it cannot begin. */
    private static final FeedSink BROKEN = new FeedSink() {
        @Override
        public void deliver(List<Leased> leased) {}

        @Override
        public void ended(End reason) {
            throw new IllegalStateException("on purpose");
        }
    };

    private final List<LinkClient> links = new ArrayList<>();

    @Autowired
    @SuppressWarnings("NullAway.Init") // set before each test
    private Feeds feeds;

    @AfterEach
    void closeAll() {
        links.forEach(LinkClient::close);
    }

    private LinkClient link(String agentId) {
        LinkClient link = LinkClient.open(port, agentId);
        links.add(link);
        link.next("welcome");
        return link;
    }

    private static String send(String ref, String sender, String receiver, String... more) {
        return "{'type':'send','ref':'" + ref + "','message':" + message(sender, receiver, more) + "}";
    }

    @Test
    void aRequestIsDeliveredAnsweredAndAcknowledgedInOneFrame() {
        String asker = newName();
        String worker = newName();
        LinkClient a = link(register(asker));
        LinkClient w = link(register(worker));
        a.say("{'type':'credit','credit':10}");
        w.say("{'type':'credit','credit':10}");
        a.say(send("r1", asker, worker, ",'content':{'n':1.50}"));
        JsonNode accepted = a.next("accepted");
        assertThat(accepted.path("ref").asString()).isEqualTo("r1");
        JsonNode delivered = w.next("deliver").path("message");
        assertThat(delivered.path("message_id")).isEqualTo(accepted.path("message_id"));
        assertThat(delivered.at("/content/n").toString()).isEqualTo("1.50");
        assertThat(delivered.at("/lease/attempt").intValue()).isEqualTo(1);
        String id = delivered.path("message_id").asString();
        w.say("{'type':'reply','ref':'r2','message_id':'" + id + "','message':{'content':42}}");
        assertThat(w.next("accepted").path("ref").asString()).isEqualTo("r2");
        JsonNode reply = a.next("deliver").path("message");
        assertThat(reply.path("in_reply_to").asString()).isEqualTo(id);
        assertThat(reply.path("content").intValue()).isEqualTo(42);
        assertThat(reply.path("sender").asString()).isEqualTo(worker);
        assertThat(get("/api/v1/messages/" + id).text("/status")).isEqualTo("handled");
        a.say("{'type':'ack','ref':'r3','message_id':'"
                + reply.path("message_id").asString() + "','attempt':1}");
        assertThat(a.next("settled").path("status").asString()).isEqualTo("handled");
    }

    @Test
    void aFailureWhileALinkBeginsIsToldAsOneAndNotAsAStop() {
        String agent = register(newName());
        feeds.open(agent, BROKEN);
        LinkClient link = link(agent);
        assertThat(link.next("goodbye").path("reason").asString()).isEqualTo("failed");
        assertThat(link.closeCode()).isEqualTo(1011);
    }

    @Test
    void nothingComesWithoutCreditAndNoMoreThanGranted() {
        String name = newName();
        String agent = register(name);
        LinkClient link = link(agent);
        for (int i = 0; i < 5; i++) {
            accepted("bi-bot", name);
        }
        assertThat(link.rest()).isEmpty();
        link.say("{'type':'credit','credit':2}");
        link.next("deliver");
        link.next("deliver");
        // Whatever else was on its way would come before the answer to this.
        link.say("{'type':'ack','message_id':'none'}").next("refused");
        assertThat(link.rest()).isEmpty();
        link.say("{'type':'credit','credit':5}");
        for (int i = 0; i < 3; i++) {
            link.next("deliver");
        }
    }

    @Test
    void noMoreIsInTheClientsHandsThanTheInstanceMayHaveInFlight() {
        String name = newName();
        LinkClient link = link(register(name, ",'max_in_flight':2"));
        link.say("{'type':'credit','credit':10}");
        for (int i = 0; i < 3; i++) {
            accepted("bi-bot", name);
        }
        String first = link.next("deliver").at("/message/message_id").asString();
        link.next("deliver");
        link.say("{'type':'ack','message_id':'none'}").next("refused");
        assertThat(link.rest()).isEmpty();
        link.say("{'type':'ack','message_id':'" + first + "'}");
        link.next("deliver");
    }

    @Test
    void withoutARefOnlyARefusalIsTold() {
        String name = newName();
        LinkClient link = link(register(name));
        link.say("{'type':'credit','credit':10}");
        String id = accepted("bi-bot", name);
        link.next("deliver");
        link.say("{'type':'extend','message_id':'" + id + "','lease':'PT30S'}");
        link.say("{'type':'reply','message_id':'" + id + "','message':{'content':1}}");
        link.say("{'type':'ack','message_id':'" + id + "'}");
        link.say("{'type':'ack','message_id':'none'}");
        JsonNode first = link.next(frame -> !frame.path("type").asString().equals("heartbeat"), "the first answer");
        assertThat(first.path("type").asString()).isEqualTo("refused");
        assertThat(first.path("message_id").asString()).isEqualTo("none");
        assertThat(get("/api/v1/messages/" + id).text("/status")).isEqualTo("handled");
    }

    @Test
    void returnsExtendsAndRefuses() {
        String name = newName();
        LinkClient link = link(register(name));
        link.say("{'type':'heartbeat','status':'busy','load':0.5,'credit':10}");
        String id = accepted("bi-bot", name);
        link.next("deliver");
        link.say("{'type':'extend','ref':'e','message_id':'" + id + "','lease':'PT30S'}");
        assertThat(link.next("settled").path("status").asString()).isEqualTo("extended");
        link.say("{'type':'nack','ref':'n1','message_id':'" + id + "','attempt':1,'reason':'later','delay':'PT0S'}");
        assertThat(link.next("settled").path("status").asString()).isEqualTo("returned");
        assertThat(link.next("deliver").at("/message/lease/attempt").intValue()).isEqualTo(2);
        link.say("{'type':'nack','ref':'n2','message_id':'" + id + "','requeue':false,'reason':'no'}");
        assertThat(link.next("settled").path("status").asString()).isEqualTo("refused");
        assertThat(get("/api/v1/messages/" + id).text("/status")).isEqualTo("refused");
        link.say("{'type':'ack','ref':'x','message_id':'" + id + "'}");
        JsonNode lost = link.next("refused");
        assertThat(lost.path("ref").asString()).isEqualTo("x");
        assertThat(lost.at("/problem/type").asString()).endsWith("lease-lost");
    }

    @Test
    void whatIsNotAcceptedIsRefusedWithItsRef() {
        String name = newName();
        LinkClient link = link(register(name));
        link.say(send("a", name, "nobody-at-all"));
        JsonNode refused = link.next("refused");
        assertThat(refused.path("ref").asString()).isEqualTo("a");
        assertThat(refused.at("/problem/type").asString()).endsWith("no-receiver");
        link.say("{'type':'send','ref':'b','message':{'performative':'sing','sender':'" + name + "','recevier':'x'}}");
        JsonNode invalid = link.next("refused");
        assertThat(invalid.path("ref").asString()).isEqualTo("b");
        assertThat(invalid.at("/problem/errors").findValues("field").stream()
                        .map(JsonNode::asString)
                        .toList())
                .contains("message.performative", "message.recevier", "message.receiver");
    }

    @Test
    void wrongFramesAreToldAndTooManyEndTheLink() {
        LinkClient link = link(register(newName()));
        List<String> wrong = List.of(
                "[]",
                "{'type':'sing'}",
                "{'type':'credit'}",
                "{'type':'credit','credit':-1}",
                "{'type':'credit','credit':1,'more':2}",
                "{'type':'send','message':{}}",
                "{'type':'ack','message_id':7}",
                "{'type':'nack','message_id':'a','dealy':'PT1S'}");
        for (String frame : wrong) {
            link.say(frame);
            assertThat(link.next("error").at("/problem/type").asString())
                    .as(frame)
                    .endsWith("invalid-request");
        }
        for (int i = 0; i <= 16 - wrong.size(); i++) {
            link.say("{}");
        }
        assertThat(link.next("goodbye").path("reason").asString()).isEqualTo("mistakes");
        assertThat(link.closeCode()).isEqualTo(1008);
    }

    @Test
    void whatIsNoJsonTextEndsTheLink() {
        LinkClient notJson = link(register(newName()));
        notJson.say("{'type':");
        assertThat(notJson.closeCode()).isEqualTo(1007);
        LinkClient binary = link(register(newName()));
        binary.sayBinary();
        assertThat(binary.closeCode()).isEqualTo(1003);
    }

    @Test
    void framesMayComeInPartsAndBeLarge() {
        String name = newName();
        LinkClient link = link(register(name));
        String frame = send("big", "bi-bot", name, ",'content':'" + "ü".repeat(200_000) + "'")
                .replace('\'', '"');
        int half = frame.length() / 2;
        link.socket().sendText(frame.substring(0, half), false).join();
        link.socket().sendText(frame.substring(half), true).join();
        link.next("accepted");
        link.say("{'type':'credit','credit':1}");
        assertThat(link.next("deliver").at("/message/content").asString()).isEqualTo("ü".repeat(200_000));
    }

    @Test
    void theNewestLinkOfAnInstanceWins() {
        String name = newName();
        String agent = register(name);
        LinkClient old = link(agent);
        old.say("{'type':'credit','credit':10}");
        LinkClient fresh = link(agent);
        assertThat(old.next("goodbye").path("reason").asString()).isEqualTo("replaced");
        assertThat(old.closeCode()).isEqualTo(4001);
        fresh.say("{'type':'credit','credit':10}");
        String id = accepted("bi-bot", name);
        assertThat(fresh.next("deliver").at("/message/message_id").asString()).isEqualTo(id);
    }

    @Test
    void aLinkEndsWhenItsInstanceIsRemoved() {
        String agent = register(newName());
        LinkClient link = link(agent);
        delete("/api/v1/agents/" + agent).expect(204);
        assertThat(link.next("goodbye").path("reason").asString()).isEqualTo("deregistered");
        assertThat(link.closeCode()).isEqualTo(4002);
    }

    @Test
    void anOpenLinkKeepsItsInstanceAlive() {
        String agent = register(newName(), ",'lease':'PT1S'");
        LinkClient link = link(agent);
        String first = get("/api/v1/agents/" + agent).text("/lease_expires_at");
        await(() -> !get("/api/v1/agents/" + agent).text("/lease_expires_at").equals(first));
        assertThat(get("/api/v1/agents/" + agent).text("/status")).isEqualTo("ready");
        assertThat(link.rest()).isEmpty();
    }

    @Test
    void messagesOfAConversationKeepTheirOrder() {
        String sender = newName();
        String name = newName();
        LinkClient from = link(register(sender));
        LinkClient to = link(register(name));
        to.say("{'type':'credit','credit':100}");
        for (int i = 0; i < 40; i++) {
            from.say(send("r" + i, sender, name, ",'conversation_id':'order-" + name + "','content':" + i));
        }
        for (int i = 0; i < 40; i++) {
            JsonNode message = to.next("deliver").path("message");
            assertThat(message.path("content").intValue()).isEqualTo(i);
            to.say("{'type':'ack','message_id':'" + message.path("message_id").asString() + "'}");
        }
    }

    @Test
    void aPlainRequestIsToldWhatThePathSpeaks() {
        String agent = register(newName());
        get("/api/v1/agents/" + agent + "/link").expectProblem(426, "other");
        get("/api/v1/agents/none/link").expectProblem(404, "no-such-agent");
        get("/api/v1/agents/" + agent + "/link?x=1").expectInvalid("query");
    }
}
