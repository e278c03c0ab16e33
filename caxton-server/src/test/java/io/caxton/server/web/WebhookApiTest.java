package io.caxton.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.request.RequestJson;
import io.caxton.server.webhook.Receiver;
import io.caxton.server.webhook.Receiver.Post;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** From a registration to the receiver's own server and back to the message's receipt. */
@TestPropertySource(
        properties = {
            "caxton.webhook.allowed-targets=127.0.0.1",
            "caxton.webhook.timeout=5s",
            "caxton.webhook.lost-after=4",
            "caxton.webhook.probe-interval=20ms",
            "caxton.webhook.max-probe-interval=50ms",
            "caxton.webhook.max-retry-after=10ms",
            "caxton.webhook.max-in-flight-per-agent=3"
        })
class WebhookApiTest extends ApiTest {
    private static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("0123456789abcdef01234567".getBytes(UTF_8));
    private static final Receiver RECEIVER = new Receiver();

    @AfterAll
    static void close() {
        RECEIVER.close();
    }

    private Answer registerHook(String name, String path, String... more) {
        return post(
                        "/api/v1/agents",
                        "{'name':'" + name + "','delivery':{'mode':'webhook','url':'" + RECEIVER.url(path) + "'"
                                + String.join("", more) + "}}")
                .expect(201);
    }

    private String status(String messageId) {
        return get("/api/v1/messages/" + messageId).expect(200).text("/status");
    }

    private void awaitStatus(String messageId, String status) {
        await(() -> status(messageId).equals(status));
    }

    private String agentStatus(String agentId) {
        return get("/api/v1/agents/" + agentId).text("/status");
    }

    private static JsonNode json(Post post) {
        return RequestJson.mapper(1 << 26).readTree(post.body());
    }

    /** As a receiver would check it, with nothing of ours. */
    private static String sign(String secret, Post post) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        String signed = post.header("webhook-id") + "." + post.header("webhook-timestamp") + "." + post.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    }

    @Test
    void bringsASignedMessageAndTakesSuccessForAnAcknowledgement() throws Exception {
        String name = newName();
        Answer registered = registerHook(name, "/in?x=1");
        String secret = registered.text("/delivery/secret");
        assertThat(secret).startsWith("whsec_");
        assertThat(registered.text("/delivery/url")).isEqualTo(RECEIVER.url("/in?x=1"));
        assertThat(registered.body().has("lease")).isFalse();
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        String id = send(json("POST", "/api/v1/messages", message("bot", name, ",'content':{'ü':1.10}"))
                        .header("traceparent", trace))
                .expect(202)
                .text("/message_id");
        awaitStatus(id, "handled");
        Post post = RECEIVER.posts("/in?x=1").get(0);
        assertThat(post.header("webhook-id")).isEqualTo(id);
        assertThat(post.header("caxton-attempt")).isEqualTo("1");
        assertThat(post.header("traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
        assertThat(post.header("webhook-signature")).isEqualTo(sign(secret, post));
        JsonNode body = json(post);
        assertThat(body.path("message_id").asString()).isEqualTo(id);
        assertThat(body.at("/lease/attempt").intValue()).isEqualTo(1);
        assertThat(post.body()).contains("\"ü\":1.10");
    }

    @Test
    void aSecretIsNeverToldAgainAndCanBeReplaced() throws Exception {
        String name = newName();
        Answer registered = registerHook(name, "/rotate", ",'secret':'" + SECRET + "'");
        assertThat(registered.response().body()).doesNotContain(SECRET, "secret");
        String agent = "/api/v1/agents/" + registered.text("/agent_id");
        String next = SECRET.replace("whsec_M", "whsec_N");
        assertThat(next).isNotEqualTo(SECRET);
        Answer patched = send(json("PATCH", agent, "{'delivery':{'secret':'" + next + "'}}"))
                .expect(200);
        assertThat(patched.response().body()).doesNotContain(next, SECRET);
        assertThat(get(agent).response().body()).doesNotContain(next, SECRET);
        assertThat(get("/api/v1/agents?name=" + name).response().body()).doesNotContain(next, SECRET, "/rotate");
        awaitStatus(accepted("bot", name), "handled");
        Post post = RECEIVER.posts("/rotate").get(0);
        assertThat(post.header("webhook-signature")).isEqualTo(sign(next, post) + " " + sign(SECRET, post));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 410, 422})
    void theReceiverMayRefuse(int status) {
        String name = newName();
        String path = "/refuse/" + status;
        RECEIVER.on(path, status);
        registerHook(name, path);
        String id = accepted("bot", name);
        awaitStatus(id, "refused");
        assertThat(RECEIVER.posts(path)).hasSize(1);
        assertThat(get("/api/v1/messages/" + id).response().body()).contains("the receiver answered " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 401, 404, 429, 500, 503})
    void otherFailuresAreTriedAgainUntilNoAttemptIsLeft(int status) {
        String name = newName();
        String path = "/fail/" + status;
        RECEIVER.on(path, (exchange, post) -> {
            exchange.getResponseHeaders().add("Location", RECEIVER.url("/followed"));
            exchange.getResponseHeaders().add("Retry-After", "3600");
            exchange.sendResponseHeaders(status, -1);
        });
        registerHook(name, path);
        String id = accepted("bot", name);
        awaitStatus(id, "dead");
        assertThat(RECEIVER.posts(path))
                .extracting(post -> post.header("caxton-attempt"))
                .containsExactly("1", "2");
        assertThat(RECEIVER.posts("/followed")).isEmpty();
        assertThat(get("/api/v1/messages/" + id).response().body()).contains("the receiver answered " + status);
    }

    @Test
    void silenceIsTriedAgain() {
        String name = newName();
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        RECEIVER.on("/silent", (exchange, post) -> {
            if (calls.incrementAndGet() == 1) {
                awaitLatch(over);
            }
            exchange.sendResponseHeaders(200, -1);
        });
        registerHook(name, "/silent");
        String id = accepted("bot", name);
        awaitStatus(id, "handled");
        over.countDown();
        assertThat(get("/api/v1/messages/" + id).response().body()).contains("no answer within 5000 ms");
    }

    @Test
    void messagesOfAConversationComeInOrderAndNeverTooManyAtOnce() {
        String name = newName();
        Map<String, List<String>> seen = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        RECEIVER.on("/order", (exchange, post) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            JsonNode json = json(post);
            String id = json.path("message_id").asString();
            // Every third comes back once, which must not let a later one pass it.
            boolean again = json.path("content").intValue() % 3 == 0
                    && calls.computeIfAbsent(id, i -> new AtomicInteger()).incrementAndGet() == 1;
            if (!again) {
                seen.computeIfAbsent(json.path("conversation_id").asString(), c -> new ArrayList<>())
                        .add(id);
            }
            now.decrementAndGet();
            exchange.sendResponseHeaders(again ? 429 : 200, -1);
        });
        registerHook(name, "/order");
        Map<String, List<String>> sent = new ConcurrentHashMap<>();
        for (int i = 0; i < 40; i++) {
            String conversation = name + "-" + i % 4;
            String id = accepted("bot", name, ",'conversation_id':'" + conversation + "','content':" + i);
            sent.computeIfAbsent(conversation, c -> new ArrayList<>()).add(id);
        }
        sent.values().forEach(ids -> awaitStatus(ids.get(ids.size() - 1), "handled"));
        assertThat(seen).isEqualTo(sent);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void oneThatFailsTooOftenIsLostAndFoundAgain() {
        String name = newName();
        AtomicInteger status = new AtomicInteger(500);
        RECEIVER.on("/lost", (exchange, post) -> exchange.sendResponseHeaders(status.get(), -1));
        String id = registerHook(name, "/lost").text("/agent_id");
        for (int i = 0; i < 6; i++) {
            accepted("bot", name);
        }
        await(() -> RECEIVER.posts("/lost").size() >= 4);
        await(() -> agentStatus(id).equals("lost"));
        status.set(200);
        // Whatever has attempts left, or comes now, is what it is tried with.
        String last = accepted("bot", name);
        awaitStatus(last, "handled");
        assertThat(agentStatus(id)).isEqualTo("ready");
    }

    @Test
    void nobodyThereIsTriedAgainAtANewUrl() {
        Receiver gone = new Receiver();
        String url = gone.url("/");
        gone.close();
        String name = newName();
        String agentId = post(
                        "/api/v1/agents", "{'name':'" + name + "','delivery':{'mode':'webhook','url':'" + url + "'}}")
                .expect(201)
                .text("/agent_id");
        String lost = accepted("bot", name);
        awaitStatus(lost, "dead");
        assertThat(get("/api/v1/messages/" + lost).response().body()).contains("could not connect");
        send(json("PATCH", "/api/v1/agents/" + agentId, "{'delivery':{'url':'" + RECEIVER.url("/moved") + "'}}"))
                .expect(200);
        awaitStatus(accepted("bot", name), "handled");
        assertThat(RECEIVER.posts("/moved")).hasSize(1);
    }

    @Test
    void drainsWhatIsUnderWay() {
        String name = newName();
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        RECEIVER.on("/drain", (exchange, post) -> {
            arrived.countDown();
            awaitLatch(over);
            exchange.sendResponseHeaders(200, -1);
        });
        String agentId = registerHook(name, "/drain").text("/agent_id");
        String id = accepted("bot", name);
        awaitLatch(arrived);
        delete("/api/v1/agents/" + agentId + "?drain=true").expect(202);
        over.countDown();
        awaitStatus(id, "handled");
        await(() -> get("/api/v1/agents/" + agentId).status() == 404);
    }

    @Test
    void refusesTargetsInsideAndChangesToWhatIsNoWebhook() {
        for (String url :
                List.of("http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "ftp://1.1.1.1/")) {
            post("/api/v1/agents", "{'name':'a','delivery':{'mode':'webhook','url':'" + url + "'}}")
                    .expectInvalid("delivery.url");
        }
        String agentId = registerHook(newName(), "/any").text("/agent_id");
        send(json("PATCH", "/api/v1/agents/" + agentId, "{'delivery':{'url':'http://10.0.0.1/'}}"))
                .expectInvalid("delivery.url");
        String pull = register(newName());
        send(json("PATCH", "/api/v1/agents/" + pull, "{'delivery':{'secret':'" + SECRET + "'}}"))
                .expectInvalid("delivery");
    }

    @Test
    void postsAreCounted() {
        String name = newName();
        registerHook(name, "/counted");
        awaitStatus(accepted("bot", name), "handled");
        String metrics = get("/actuator/prometheus").response().body();
        assertThat(metrics)
                .containsPattern("caxton_webhook_posts_total\\{outcome=\"handled\"\\} [1-9]")
                .contains("caxton_webhook_duration_seconds_count", "caxton_webhook_in_flight_posts");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
