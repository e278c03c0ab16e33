package io.caxton.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What goes over the wire at the revisions that the SDK speaks, and what is refused at any. */
class ProtocolTest extends McpTest {
    private static final String NOTHING = "{}";

    private static String initialize(String version) {
        return message(
                "initialize",
                "{'protocolVersion':'" + version + "','capabilities':{},'clientInfo':{'name':'test','version':'1'}}");
    }

    private static HttpRequest.Builder withVersion(HttpRequest.Builder request, String version) {
        return request.header("MCP-Protocol-Version", version);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-06-18,2025-06-18",
        "2025-11-25,2025-11-25",
        "2025-03-26,2025-11-25",
        "2024-11-05,2025-11-25",
        "2026-07-28,2025-11-25",
        "next,2025-11-25"
    })
    void aHandshakeAgreesOnTheRevisionAskedForOrTheNewestThatHasOne(String asked, String agreed) {
        JsonNode result = send(post(initialize(asked))).result();
        assertThat(result.path("protocolVersion").asString()).isEqualTo(agreed);
        assertThat(result.at("/serverInfo/name").asString()).isEqualTo("caxton");
        assertThat(result.path("capabilities").has("tools")).isTrue();
        assertThat(result.path("instructions").asString()).contains("message_receive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-06-18", "2025-11-25"})
    void eachEarlierRevisionPingsListsAndCalls(String version) {
        assertThat(send(withVersion(post(message("ping", NOTHING)), version))
                        .result()
                        .size())
                .isZero();
        assertThat(send(withVersion(post(message("tools/list", NOTHING)), version))
                        .result()
                        .path("tools")
                        .size())
                .isEqualTo(11);
        assertThat(send(withVersion(post("{'jsonrpc':'2.0','method':'notifications/initialized'}"), version))
                        .status())
                .isEqualTo(202);
        assertThat(new Outcome(send(withVersion(
                                        post(message("tools/call", "{'name':'agents_find','arguments':{}}")), version))
                                .result())
                        .done()
                        .has("agents"))
                .isTrue();
    }

    @Test
    void everyToolIsDescribedForModelsAndMachines() {
        JsonNode tools = rpc("tools/list", NOTHING).result().path("tools");
        assertThat(tools.valueStream().map(t -> t.path("name").asString()))
                .containsExactly(
                        "agent_leave",
                        "agent_register",
                        "agents_find",
                        "conversation_get",
                        "message_ack",
                        "message_receive",
                        "message_send",
                        "state_delete",
                        "state_list",
                        "state_retrieve",
                        "state_store");
        assertThat(tools.valueStream()).allSatisfy(tool -> {
            assertThat(tool.path("title").asString()).isNotBlank();
            assertThat(tool.path("description").asString()).hasSizeGreaterThan(60);
            for (String schema : new String[] {"inputSchema", "outputSchema"}) {
                assertThat(tool.path(schema).path("$schema").asString())
                        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
                assertThat(tool.path(schema).path("type").asString()).isEqualTo("object");
            }
            assertThat(tool.at("/inputSchema/additionalProperties").booleanValue())
                    .isFalse();
            for (String hint : new String[] {"readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"}) {
                assertThat(tool.path("annotations").path(hint).isBoolean()).isTrue();
            }
        });
    }

    @Test
    void anUnknownVersionIsRefusedWithThoseThatAreKnown() {
        Answer answer = send(withVersion(post(message("tools/list", NOTHING)), "1999-01-01"))
                .expectError(400, RpcException.UNSUPPORTED_PROTOCOL_VERSION);
        assertThat(answer.body().at("/error/data/supported").valueStream().map(JsonNode::asString))
                .containsExactly("2025-06-18", "2025-11-25", "2026-07-28");
        assertThat(answer.text("/error/data/requested")).isEqualTo("1999-01-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "PUT", "PATCH", "OPTIONS"})
    void onlyPostIsTaken(String method) {
        Answer answer = send(request().method(method, BodyPublishers.noBody()));
        answer.expectProblem(405, "method-not-allowed");
        assertThat(answer.response().headers().firstValue("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json;charset=utf-16", "/"})
    void onlyJsonIsRead(String type) {
        send(request().header("Content-Type", type).POST(BodyPublishers.ofString("{}")))
                .expectProblem(415, "unsupported-media-type");
    }

    @Test
    void whoTakesNoJsonIsToldSo() {
        send(HttpRequest.newBuilder(request().build().uri())
                        .header("Accept", "text/event-stream")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(quoted(message("ping", NOTHING)))))
                .expectProblem(406, "not-acceptable");
    }

    @Test
    void whoTakesOnlyJsonIsServed() {
        send(HttpRequest.newBuilder(request().build().uri())
                        .header("Accept", "application/json")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(quoted(message("ping", NOTHING)))))
                .result();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "{'jsonrpc':'2.0','id':1,'method':'ping','method':'ping'}",
                "{'jsonrpc':'2.0','id':1,'method':'ping'} {}",
                "nonsense"
            })
    void whatIsNotJsonIsAParseError(String body) {
        if (body.isEmpty()) {
            send(post(body)).expectProblem(400, "invalid-request");
        } else {
            send(post(body)).expectError(400, RpcException.PARSE_ERROR);
        }
    }

    @Test
    void whatIsNotUtf8IsAParseError() {
        byte[] latin = quoted(message("tools/call", "{'name':'é'}")).getBytes(StandardCharsets.ISO_8859_1);
        send(request().header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(latin)))
                .expectError(400, RpcException.PARSE_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{'jsonrpc':'2.0','id':1,'method':'ping'}]",
                "7",
                "null",
                "{}",
                "{'id':1,'method':'ping'}",
                "{'jsonrpc':2.0,'id':1,'method':'ping'}",
                "{'jsonrpc':'1.0','id':1,'method':'ping'}",
                "{'jsonrpc':'2.0','id':null,'method':'ping'}",
                "{'jsonrpc':'2.0','id':1.5,'method':'ping'}",
                "{'jsonrpc':'2.0','id':{},'method':'ping'}",
                "{'jsonrpc':'2.0','id':1,'method':7}",
                "{'jsonrpc':'2.0','id':1,'method':''}",
                "{'jsonrpc':'2.0','id':1,'method':'ping','params':[]}",
                "{'jsonrpc':'2.0','id':1,'method':'ping','params':null}",
                "{'jsonrpc':'2.0','id':1,'result':{}}"
            })
    void whatIsNotAMessageIsAnInvalidRequest(String body) {
        send(post(body)).expectError(400, RpcException.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call|{}",
                "tools/call|{'name':7}",
                "tools/call|{'name':'agents_find','arguments':[]}",
                "tools/call|{'name':'agents_find','arguments':'x'}",
                "tools/call|{'name':'agents_find','arguments':null}",
                "tools/call|{'name':'agents_find','_meta':7}",
                "tools/list|{'cursor':'x'}",
                "initialize|{}",
                "initialize|{'protocolVersion':1,'capabilities':{},'clientInfo':{}}",
                "initialize|{'protocolVersion':'2025-11-25','capabilities':[],'clientInfo':{}}"
            })
    void wrongParametersAreInvalid(String method, String params) {
        Answer answer = rpc(method, params).expectError(400, RpcException.INVALID_PARAMS);
        assertThat(answer.body().path("id").asInt()).isEqualTo(7);
    }

    @Test
    void anUnknownToolIsRefusedWithAGuess() {
        Answer answer = rpc("tools/call", "{'name':'mesage_send'}").expectError(200, RpcException.INVALID_PARAMS);
        assertThat(answer.text("/error/message")).contains("message_send");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "resources/list", "prompts/list", "server/discover", "tools/call/x", "__proto__"})
    void anUnknownMethodIsNotFound(String method) {
        rpc(method, NOTHING).expectError(200, RpcException.METHOD_NOT_FOUND);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        byte[] huge = new byte[8 << 20];
        java.util.Arrays.fill(huge, (byte) ' ');
        send(request().header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(huge)))
                .expectProblem(413, "too-large");
    }

    @Test
    void whatNestsTooDeepIsRefused() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        rpc("tools/call", "{'name':'state_store','arguments':{'key':'a','value':" + deep + "}}")
                .expectError(400, RpcException.PARSE_ERROR);
    }

    @Test
    void aLongIdIsRefusedAndAnyShorterComesBack() {
        send(post("{'jsonrpc':'2.0','id':'" + "x".repeat(257) + "','method':'ping'}"))
                .expectError(400, RpcException.INVALID_REQUEST);
        assertThat(send(post("{'jsonrpc':'2.0','id':'ä-1','method':'ping'}"))
                        .expect(200)
                        .text("/id"))
                .isEqualTo("ä-1");
        assertThat(send(post("{'jsonrpc':'2.0','id':9007199254740993,'method':'ping'}"))
                        .expect(200)
                        .body()
                        .path("id")
                        .longValue())
                .isEqualTo(9007199254740993L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example.com", "null", "http://localhost:3000", "not a url"})
    void aPageOfAnotherHostIsRefused(String origin) {
        send(post(message("ping", NOTHING)).header("Origin", origin)).expectProblem(403, "forbidden");
    }
}
