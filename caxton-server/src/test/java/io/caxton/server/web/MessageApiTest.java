package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MessageApiTest extends ApiTest {
    @Test
    void acceptsAMessageAndSaysWhoGetsIt() {
        String name = newName();
        String agent = register(name);
        Answer accepted = post("/api/v1/messages", message("bi-bot", name, ",'conversation_id':'c-" + name + "'"))
                .expect(202);
        assertThat(accepted.text("/message_id")).hasSize(36);
        assertThat(accepted.text("/conversation_id")).isEqualTo("c-" + name);
        assertThat(accepted.text("/status")).isEqualTo("queued");
        assertThat(accepted.texts("/deliveries", "agent_id")).containsExactly(agent);
        assertThat(accepted.texts("/deliveries", "agent_name")).containsExactly(name);
        assertThat(accepted.texts("/deliveries", "status")).containsExactly("queued");
        assertThat(accepted.texts("/deliveries", "node_id"))
                .containsExactly(get("/api/v1/agents/" + agent).text("/node_id"));
    }

    @Test
    void showsTheMessageWithItsHistory() {
        String name = newName();
        String agent = register(name);
        String id = accepted("bi-bot", name, ",'content':{'q':1}");
        get(mailbox(agent)).expect(200);
        post(mailbox(agent) + "/" + id + "/ack").expect(204);
        Answer shown = get("/api/v1/messages/" + id).expect(200);
        assertThat(shown.text("/message_id")).isEqualTo(id);
        assertThat(shown.text("/status")).isEqualTo("handled");
        assertThat(shown.text("/sender")).isEqualTo("bi-bot");
        assertThat(shown.body().at("/content/q").intValue()).isEqualTo(1);
        assertThat(shown.texts("/history", "status")).containsExactly("queued", "delivered", "handled");
        assertThat(shown.texts("/history", "agent_id")).containsOnly(agent);
        assertThat(shown.texts("/history", "node_id")).doesNotContain("");
        get("/api/v1/messages/none").expectProblem(404, "no-such-message");
    }

    @Test
    void routesByCapabilityWithFallbackAndToAllByBroadcast() {
        String one = newName();
        String two = newName();
        String capability = "c-" + one;
        register(one, ",'capabilities':['" + capability + ":v1.0']");
        register(two, ",'capabilities':['" + capability + ":v1.0']");
        String base = "{'performative':'QUERY_REF','sender':'bi-bot','capability':'" + capability + ":v2.0','routing':";
        Answer single = post("/api/v1/messages", base + "{'fallback_versions':['v1.5','v1.0'],'balance':'random'}}")
                .expect(202);
        assertThat(single.body().path("deliveries").size()).isEqualTo(1);
        Answer broadcast = post("/api/v1/messages", base + "{'strategy':'broadcast','fallback_versions':['v1.0']}}")
                .expect(202);
        assertThat(broadcast.texts("/deliveries", "agent_name")).containsExactlyInAnyOrder(one, two);
        Answer none = post("/api/v1/messages", base + "{}}").expectProblem(404, "no-receiver");
        assertThat(none.body().path("suggestions").toString()).isEqualTo("[\"" + capability + ":v1.0\"]");
        assertThat(none.texts("/errors", "field")).containsExactly("capability");
    }

    @Test
    void suggestsNearNamesAndStoresNothing() {
        String name = "sales-analyzer-" + newName();
        register(name);
        Answer none = post("/api/v1/messages", message("bi-bot", name + "r", ",'message_id':'lost-" + name + "'"))
                .expectProblem(404, "no-receiver");
        assertThat(none.body().path("suggestions").valueStream().map(JsonNode::asString))
                .contains(name);
        get("/api/v1/messages/lost-" + name).expectProblem(404, "no-such-message");
    }

    @Test
    void namesEverythingThatIsWrong() {
        post(
                        "/api/v1/messages",
                        "{'performative':'shout','sender':'','receiver':'a','capability':'b','priority':'asap',"
                                + "'reply_by':'soon','headers':[],'routing':{'strategy':'all'},'contnet':1}")
                .expectInvalid(
                        "performative",
                        "sender",
                        "receiver",
                        "priority",
                        "reply_by",
                        "headers",
                        "routing.strategy",
                        "contnet");
        String name = newName();
        register(name);
        post("/api/v1/messages", message(name, name)).expectInvalid("receiver");
        post("/api/v1/messages", message("a", name, ",'reply_by':'2020-01-01T00:00:00Z'"))
                .expectInvalid("reply_by");
        post("/api/v1/messages?wait=5", message("a", name)).expectInvalid("wait");
        post("/api/v1/messages?wait=PT2H", message("a", name)).expectInvalid("wait");
        post("/api/v1/messages?wiat=PT1S", message("a", name)).expectInvalid("wiat");
    }

    @Test
    void aSenderThatWaitsGetsTheReply() {
        String name = newName();
        String agent = register(name);
        CompletableFuture<Answer> asked =
                sendAsync(json("POST", "/api/v1/messages?wait=PT30S", message("outside", name, ",'content':'ask'")));
        JsonNode request =
                get(mailbox(agent) + "?wait=PT30S").expect(200).body().at("/messages/0");
        post(
                        "/api/v1/messages",
                        "{'performative':'inform','sender':'" + name + "','receiver':'outside','conversation_id':'"
                                + request.path("conversation_id").asString() + "','in_reply_to':'"
                                + request.path("reply_with").asString() + "','content':'answer'}")
                .expect(202);
        Answer reply = asked.join().expect(200);
        assertThat(reply.text("/content")).isEqualTo("answer");
        assertThat(reply.text("/sender")).isEqualTo(name);
        assertThat(reply.text("/in_reply_to"))
                .isEqualTo(request.path("reply_with").asString());
    }

    @Test
    void aSenderThatWaitsInVainIsToldAndTheMessageStays() {
        String name = newName();
        register(name);
        Answer late =
                post("/api/v1/messages?wait=PT0.05S", message("outside", name)).expectProblem(504, "no-reply");
        assertThat(get("/api/v1/messages/" + late.text("/message_id"))
                        .expect(200)
                        .text("/status"))
                .isEqualTo("queued");
        post("/api/v1/messages?wait=PT5S", message("outside", "nobody-at-all")).expectProblem(404, "no-receiver");
    }

    @Test
    void aRepeatedKeyGetsTheFirstAnswer() {
        String name = newName();
        register(name);
        var first = json("POST", "/api/v1/messages", message("bi-bot", name)).header("Idempotency-Key", "k-" + name);
        String id = send(first).expect(202).text("/message_id");
        assertThat(send(first).expect(202).text("/message_id")).isEqualTo(id);
        Answer mismatch = send(json("POST", "/api/v1/messages", message("bi-bot", name, ",'content':1"))
                        .header("Idempotency-Key", "k-" + name))
                .expectProblem(422, "idempotency-key-reused");
        assertThat(mismatch.texts("/errors", "field")).containsExactly("Idempotency-Key");
        send(json("POST", "/api/v1/messages", message("bi-bot", name)).header("Idempotency-Key", "k".repeat(256)))
                .expectInvalid("Idempotency-Key");
    }

    @Test
    void aRepeatedIdIsTheSameMessageOrAConflict() {
        String name = newName();
        register(name);
        String request = message("bi-bot", name, ",'message_id':'id of/" + name + "?%'");
        String id = post("/api/v1/messages", request).expect(202).text("/message_id");
        assertThat(post("/api/v1/messages", request).expect(202).text("/message_id"))
                .isEqualTo(id);
        get("/api/v1/messages/id%20of%2F" + name + "%3F%25").expect(200);
        post("/api/v1/messages", message("bi-bot", name, ",'content':1,'message_id':'id of/" + name + "?%'"))
                .expectProblem(409, "message-id-reused");
    }

    @Test
    void oneBadMessageDoesNotFailTheOthersOfABatch() {
        String name = newName();
        register(name);
        Answer batch = post(
                        "/api/v1/messages/batch",
                        "{'messages':[" + message("bi-bot", name) + "," + message("bi-bot", "no-such-agent") + ","
                                + message("bi-bot", name, ",'x':1") + ",7," + message("bi-bot", name) + "]}")
                .expect(202);
        assertThat(batch.texts("/results", "status")).containsExactly("202", "404", "400", "400", "202");
        assertThat(batch.text("/results/0/message_id")).hasSize(36);
        assertThat(batch.text("/results/0/message_status")).isEqualTo("queued");
        assertThat(batch.text("/results/1/error/type")).isEqualTo("urn:caxton:problem:no-receiver");
        assertThat(batch.text("/results/2/error/errors/0/field")).isEqualTo("messages[2].x");
        assertThat(batch.text("/results/3/error/errors/0/field")).isEqualTo("messages[3]");
    }

    @Test
    void aBatchHasOneToAThousandMessages() {
        String name = newName();
        register(name);
        String thousand = (message("bi-bot", name) + ",").repeat(999) + message("bi-bot", name);
        Answer batch = post("/api/v1/messages/batch", "{'messages':[" + thousand + "]}")
                .expect(202);
        assertThat(batch.texts("/results", "status"))
                .hasSize(1_000)
                .startsWith("202")
                .endsWith("429");
        post("/api/v1/messages/batch", "{'messages':[" + thousand + "," + message("a", name) + "]}")
                .expectInvalid("messages");
        post("/api/v1/messages/batch", "{'messages':[]}").expectInvalid("messages");
        post("/api/v1/messages/batch", "{}").expectInvalid("messages");
        send(json("POST", "/api/v1/messages/batch", "{'messages':[]}").header("Idempotency-Key", "k"))
                .expectInvalid("Idempotency-Key");
    }

    @Test
    void aFullMailboxAsksForPatience() {
        String name = newName();
        register(name);
        for (int i = 0; i < MAX_DEPTH; i++) {
            accepted("bi-bot", name);
        }
        Answer full = post("/api/v1/messages", message("bi-bot", name)).expectProblem(429, "mailbox-full");
        assertThat(Integer.parseInt(full.header("Retry-After"))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "1E+400",
                "0.000",
                "1234567890123456789012345678901234567890",
                "123456789.12345678901234567890",
                "null",
                "'\\u0000\\u00e9\\ud83d\\ude00'",
                "{'b':[],'a':{'':false}}",
                "[[[1]]]"
            })
    void contentArrivesExactly(String content) {
        String name = newName();
        String agent = register(name);
        String id = accepted("bi-bot", name, ",'content':" + content);
        String expected = quoted(content).replace("\\u00e9", "é").replace("\\ud83d\\ude00", "😀");
        assertThat(get(mailbox(agent)).response().body()).contains("\"content\":" + expected + ",");
        assertThat(get("/api/v1/messages/" + id).response().body()).contains("\"content\":" + expected + ",");
    }

    @Test
    void tenMebibytesPassAndOneByteMoreDoesNot() {
        String name = newName();
        String agent = register(name);
        String largest = "x".repeat((10 << 20) - 2);
        accepted("bi-bot", name, ",'content':'" + largest + "'");
        assertThat(get(mailbox(agent)).text("/messages/0/content")).hasSize(largest.length());
        Answer large = post("/api/v1/messages", message("bi-bot", name, ",'content':'" + largest + "x'"))
                .expectProblem(413, "too-large");
        assertThat(large.texts("/errors", "field")).containsExactly("content");
    }

    @Test
    void theTraceTravelsWithTheMessage() {
        String name = newName();
        String agent = register(name);
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        send(json("POST", "/api/v1/messages", message("bi-bot", name))
                        .header("traceparent", parent)
                        .header("tracestate", "a=b"))
                .expect(202);
        Answer received = get(mailbox(agent));
        assertThat(received.text("/messages/0/traceparent")).isEqualTo(parent);
        assertThat(received.text("/messages/0/tracestate")).isEqualTo("a=b");
    }
}
