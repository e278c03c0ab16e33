package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateApiTest extends ApiTest {
    private static final String STATE = "/api/v1/state";

    private final String key = newName();
    private final String path = STATE + "/" + key;

    private HttpRequest.Builder put(String body) {
        return json("PUT", path, body);
    }

    @Test
    void storesRetrievesAndDeletes() {
        Answer created = send(put("{'n':1.10,'big':12345678901234567890123,'null':null}"))
                .expect(201);
        Answer found = get(path).expect(200);
        assertThat(found.response().body()).isEqualTo(quoted("{'n':1.10,'big':12345678901234567890123,'null':null}"));
        assertThat(found.header("Content-Type")).startsWith("application/json");
        assertThat(found.header("ETag"))
                .isEqualTo(created.header("ETag"))
                .startsWith("\"")
                .endsWith("\"");
        Answer replaced = send(put("null")).expect(200);
        assertThat(replaced.header("ETag")).isNotEqualTo(created.header("ETag"));
        assertThat(get(path).expect(200).response().body()).isEqualTo("null");
        delete(path).expect(204);
        delete(path).expect(204);
        get(path).expectProblem(404, "no-such-key");
    }

    @Test
    void keepsConditions() {
        String tag = send(put("1").header("If-None-Match", "*")).expect(201).header("ETag");
        Answer failed = send(put("2").header("If-None-Match", "*")).expectProblem(412, "condition-failed");
        assertThat(failed.text("/etag")).isEqualTo(tag);
        String next = send(put("2").header("If-Match", tag)).expect(200).header("ETag");
        send(put("3").header("If-Match", tag)).expectProblem(412, "condition-failed");
        send(put("3").header("If-Match", "W/" + next)).expectProblem(412, "condition-failed");
        send(put("3").header("If-Match", "\"no such\"")).expectInvalid("If-Match");
        send(put("3").header("If-Match", "unquoted")).expectInvalid("If-Match");
        send(put("3").header("If-None-Match", tag)).expectInvalid("If-None-Match");
        send(put("3").header("If-None-Match", "*").header("If-Match", next)).expectInvalid("If-Match");
        assertThat(get(path).response().body()).isEqualTo("2");
        send(request(path).header("If-None-Match", "\"x\", " + next)).expect(304);
        send(request(path).header("If-None-Match", tag)).expect(200);
        send(request(path).header("If-Match", tag).DELETE()).expectProblem(412, "condition-failed");
        send(request(path).header("If-Match", next).DELETE()).expect(204);
        send(request(path).header("If-Match", next).DELETE()).expectProblem(412, "condition-failed");
        send(put("4").header("If-Match", next)).expectProblem(412, "condition-failed");
    }

    @Test
    void forgetsAfterItsTime() {
        send(json("PUT", path + "?ttl=PT1H", "1")).expect(201);
        assertThat(Instant.parse(get(path).header("Caxton-Expires-At"))).isAfter(Instant.now());
        send(json("PUT", path + "?ttl=PT0.001S", "1")).expect(200);
        await(() -> get(path).status() == 404);
        send(json("PUT", path + "?ttl=PT0S", "1")).expectInvalid("ttl");
        send(json("PUT", path + "?ttl=1h", "1")).expectInvalid("ttl");
        send(json("PUT", path + "?tll=PT1H", "1")).expectInvalid("tll");
    }

    @Test
    void listsKeysByPrefixInPages() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            keys.add(key + "/é " + i);
            send(json("PUT", STATE + "?key=" + URLEncoder.encode(key + "/é " + i, StandardCharsets.UTF_8), "1"))
                    .expect(201);
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            Answer page =
                    get(STATE + "?limit=2&prefix=" + key + "/%C3%A9" + cursor).expect(200);
            page.body().path("keys").forEach(k -> listed.add(k.stringValue()));
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.text("/next_cursor");
        } while (!cursor.isEmpty());
        assertThat(listed).isEqualTo(keys);
        get(STATE + "?cursor=nonsense").expectInvalid("cursor");
        get(STATE + "?limit=0&prefx=a").expectInvalid("limit", "prefx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b", "/a", "a/", "//", "a//b", "/", "a b", "a+b", "a%b", "%2F", "%252F", "a;b=c", "a;jsessionid=x",
                "?", "#", "a\\b", "\\..\\", "..x", "é", "日本語/キー", "😀", "\u0085", "\u202E", "{key}", "*", "key=1&x",
                "\"quoted\"", "<x>", "|^`", "a.json", "heartbeat", "e\u0301", "'", "a:b@c!$()*,"
            })
    void anyKeyRoundTripsInThePath(String nasty) {
        roundTrip(key + nasty, STATE + "/" + key + encode(nasty));
        roundTrip(nasty + key, STATE + "/" + encode(nasty) + key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "../..",
                "a/../b",
                "a/./b",
                "../../../../../..",
                "\u0000",
                "a\u0000b",
                "/",
                "a;b",
                "+",
                "%00",
                "\n\r"
            })
    void whatAPathCannotCarryGoesInTheQuery(String nasty) {
        roundTrip(nasty, STATE + "?key=" + URLEncoder.encode(nasty, StandardCharsets.UTF_8));
        roundTrip(nasty, STATE + "?key=" + encode(nasty));
    }

    private void roundTrip(String nasty, String target) {
        send(json("PUT", target, "{'v':1}")).expect(201);
        assertThat(get(target).expect(200).response().body()).isEqualTo("{\"v\":1}");
        assertThat(get(STATE + "?limit=1&prefix=" + encode(nasty))
                        .expect(200)
                        .body()
                        .at("/keys/0")
                        .asString())
                .isEqualTo(nasty);
        delete(target).expect(204);
        get(target).expectProblem(404, "no-such-key");
    }

    /** Percent-encodes every byte but unreserved ones. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Test
    void slashesOfAPathNeedNoEncoding() {
        roundTrip(key + "/b//c/", STATE + "/" + key + "/b//c/");
        roundTrip(key + ";v=1;w", STATE + "/" + key + ";v=1;w");
        roundTrip(key + "+", STATE + "/" + key + "+");
        roundTrip(key + "/../b", STATE + "/" + key + "/%2E%2E/b");
        roundTrip(key + "/./b", STATE + "/" + key + "/%2e/b");
    }

    @Test
    void keysThatCannotBeAreRefused() {
        for (String target :
                List.of("/api/v1/state/%ff", "/api/v1/state/a/../b", "/api/v1/state/..", "/api/v1/state/")) {
            String answer = RawHttp.request(port, "GET", target);
            assertThat(answer).as(target).startsWith("HTTP/1.1 400").contains("problem+json");
        }
        get(STATE + "?key=").expectInvalid("key");
        get(STATE + "/" + "k".repeat(1_025)).expectInvalid("key");
        send(json("PUT", STATE, "1")).expectInvalid("key");
        delete(STATE).expectInvalid("key");
    }

    @Test
    void valuesThatCannotBeAreRefused() {
        send(put("{'a':1,'a':2}")).expectProblem(400, "malformed-json");
        send(put("'\\ud800'")).expectInvalid("body");
        send(put("")).expectInvalid("body");
        send(put("'" + "x".repeat(1 << 20) + "'")).expectProblem(413, "too-large");
        send(put("'" + "x".repeat(7 << 20) + "'")).expectProblem(413, "too-large");
        send(request(path).header("Content-Type", "text/plain").PUT(HttpRequest.BodyPublishers.ofString("1")))
                .expectProblem(415, "unsupported-media-type");
    }
}
