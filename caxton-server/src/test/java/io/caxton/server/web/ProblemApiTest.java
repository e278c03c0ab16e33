package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong, the answer is a problem that says what, without quoting content or showing code. */
class ProblemApiTest extends ApiTest {
    private static final String AGENTS = "/api/v1/agents";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': secret-thing}|line 1, column",
                "{'name':'a',}|not JSON",
                "{'name':'a'|not JSON",
                "{'name':'a'} secret|not JSON",
                "{'name':'a'} {}|something follows",
                "{'name':'a','name':'b'}|same name twice",
                "{'metadata':{'a':1e99999999999}}|exponent",
                "NaN|not JSON",
                "'\u0001'|not JSON",
            })
    void malformedJsonIsLocatedButNotQuoted(String body, String detail) {
        Answer problem = post(AGENTS, body).expectProblem(400, "malformed-json");
        assertThat(problem.text("/detail")).contains(detail);
        assertThat(problem.response().body()).doesNotContain("secret");
    }

    @Test
    void theLineOfAnErrorIsTold() {
        assertThat(post(AGENTS, "{\n 'name':\n  oops}")
                        .expectProblem(400, "malformed-json")
                        .text("/detail"))
                .contains("line 3");
    }

    @Test
    void deepNestingAndLongNumbersAreRefused() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        assertThat(post(AGENTS, deep).expectProblem(400, "malformed-json").text("/detail"))
                .contains("200");
        post(AGENTS, "[" + "9".repeat(1_001) + "]").expectProblem(400, "malformed-json");
        String name = newName();
        String agent = register(name);
        String content = "[".repeat(150) + "]".repeat(150);
        accepted("bi-bot", name, ",'content':" + content);
        assertThat(get(mailbox(agent)).expect(200).response().body()).contains(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7B226E616D65223A22FF227D", "FEFF007B007D", "007B007D", "22C080 22", "22EDA08022"})
    void onlyUtf8IsRead(String hex) {
        byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
        send(request(AGENTS).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)))
                .expectProblem(400, "malformed-json");
    }

    @Test
    void aSemicolonIsPartOfAnId() {
        assertThat(get("/api/v1/agents/a;b").expectProblem(404, "no-such-agent").text("/detail"))
                .contains("'a;b'");
        String name = newName();
        register(name);
        accepted("bi-bot", name, ",'message_id':'m;1-" + name + "'");
        get("/api/v1/messages/m;1-" + name).expect(200);
        get("/api/v1/messages/m%3B1-" + name).expect(200);
        get("/api/v1/agents;x=y").expectProblem(404, "no-such-path");
    }

    @Test
    void aDocumentHasABoundOnItsValues() {
        String many = "{'content':[" + "1,".repeat(1_000_000) + "1]}";
        assertThat(post("/api/v1/messages", many)
                        .expectProblem(400, "malformed-json")
                        .text("/detail"))
                .contains("1000000 values");
    }

    @Test
    void aBodyThatEndsTooSoonIsRefused() {
        String answer = RawHttp.request(port, "POST", AGENTS, "Content-Type: application/json", "Content-Length: 9");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("urn:caxton:problem:bad-request");
    }

    @Test
    void aBodyIsNeededWhereOneIs() {
        post(AGENTS).expectInvalid("body");
        post(AGENTS, "   ").expectInvalid("body");
        post(AGENTS, "[]").expectInvalid("body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "multipart/form-data",
                "application/json; charset=ISO-8859-1",
                "nonsense"
            })
    void otherMediaTypesAreRefused(String type) {
        send(request(AGENTS).header("Content-Type", type).POST(BodyPublishers.ofString("{\"name\":\"a\"}")))
                .expectProblem(415, "unsupported-media-type");
    }

    @Test
    void jsonOfAnyNameIsRead() {
        send(request(AGENTS)
                        .header("Content-Type", "application/vnd.caxton+json; charset=utf-8")
                        .POST(BodyPublishers.ofString(quoted("{'name':'" + newName() + "'}"))))
                .expect(201);
        send(json("POST", AGENTS, "{}").header("Content-Encoding", "gzip"))
                .expectProblem(415, "unsupported-media-type");
    }

    @Test
    void otherMethodsAreNotAllowed() {
        Answer problem = send(json("PUT", AGENTS, "{}")).expectProblem(405, "method-not-allowed");
        assertThat(problem.header("Allow")).contains("GET", "POST");
        assertThat(problem.text("/detail")).contains("PUT");
        delete("/api/v1/messages").expectProblem(405, "method-not-allowed");
        send(request(AGENTS).method("TRACE", BodyPublishers.noBody())).expect(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/v1",
                "/api/v1/agent",
                "/api/v1/agents/",
                "/api/v1/agents/x/y/z",
                "/api/v1/messages/a/b",
                "/error",
                "/favicon.ico",
                "/index.html",
                "/api/v2/agents"
            })
    void unknownPathsAreProblemsToo(String path) {
        assertThat(get(path).expectProblem(404, "no-such-path").text("/instance"))
                .isEqualTo(path);
    }

    @Test
    void whatTheClientWouldRatherHaveDoesNotMatter() {
        send(request("/api/v1/agents/none").header("Accept", "text/html")).expectProblem(404, "no-such-agent");
        send(request("/nowhere").header("Accept", "text/html")).expectProblem(404, "no-such-path");
        send(request(AGENTS).header("Accept", "application/xml")).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/agents/%zz",
                "/api/v1/agents/%",
                "/api/v1/agents/a\"b",
                "/api/v1/agents/a\\b",
                "/api/v1/agents/{a}",
                "/api/v1/agents/%00",
                "/api/v1/agents/a;b%2",
                "/api/v1/messages/a;b%00c",
                "/api/v1/messages/a%2F..%2F..%2F..%2F..%2F..",
                "/api/v1/messages/a;b%5C..%2F..%2F..%2F..%2F..%2F..",
                "/../../etc/passwd",
                "/api/v1/agents?name=%zz",
                "/api/v1/agents?name=%ff",
                "/api/v1/agents?name=a|b",
                "*",
                "nonsense"
            })
    void whatTomcatRefusesIsAProblemToo(String target) {
        String answer = RawHttp.request(port, "GET", target);
        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("<html", "Exception", "Tomcat");
        assertThat(answer.toLowerCase(Locale.ROOT)).contains("application/problem+json");
    }

    @Test
    void headersThatAreTooLargeAreRefused() {
        String answer = RawHttp.request(port, "GET", AGENTS, "X: " + "x".repeat(20_000));
        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("<html", "Exception", "Tomcat");
    }

    @Test
    void aDeclaredBodyThatIsTooLargeIsNotRead() {
        String answer =
                RawHttp.request(port, "POST", AGENTS, "Content-Type: application/json", "Content-Length: 99999999999");
        assertThat(answer).startsWith("HTTP/1.1 413").contains("urn:caxton:problem:too-large");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        byte[] large = new byte[(2 << 20)];
        Arrays.fill(large, (byte) ' ');
        send(request(AGENTS).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(large)))
                .expectProblem(413, "too-large");
        send(request(AGENTS)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))))
                .expectProblem(413, "too-large");
    }

    @Test
    void halfASurrogatePairCannotBeSentOn() {
        String name = newName();
        register(name);
        post("/api/v1/messages", message("a", name, ",'content':{'x':['\\ud800']}"))
                .expectInvalid("content");
    }

    @Test
    void theNodeReportsItsHealth() {
        assertThat(get("/actuator/health/readiness").expect(200).text("/status"))
                .isEqualTo("UP");
        assertThat(get("/actuator/health/liveness").expect(200).text("/status")).isEqualTo("UP");
        get("/actuator/prometheus").expect(200);
        get("/actuator/env").expectProblem(404, "no-such-path");
    }
}
