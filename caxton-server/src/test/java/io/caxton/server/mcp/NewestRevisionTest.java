package io.caxton.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Revision 2026-07-28. */
class NewestRevisionTest extends McpTest {
    private static final String META =
            "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28','io.modelcontextprotocol/clientCapabilities':{}}";

    private HttpRequest.Builder newest(String method, String params) {
        return post(message(method, params))
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method);
    }

    @Test
    void aClientLearnsWhatTheServerIsWithoutAHandshake() {
        JsonNode result = send(newest("server/discover", "{" + META + "}")).result();
        assertThat(result.path("supportedVersions").toString()).isEqualTo("[\"2026-07-28\"]");
        assertThat(result.path("capabilities").has("tools")).isTrue();
        assertThat(result.path("instructions").asString()).isNotBlank();
        assertThat(result.path("resultType").asString()).isEqualTo("complete");
        assertThat(result.path("_meta")
                        .path("io.modelcontextprotocol/serverInfo")
                        .path("name")
                        .asString())
                .isEqualTo("caxton");
    }

    @Test
    void listingsSayHowLongTheyKeep() {
        JsonNode result = send(newest("tools/list", "{" + META + "}")).result();
        assertThat(result.path("tools").size()).isEqualTo(11);
        assertThat(result.path("ttlMs").intValue()).isPositive();
        assertThat(result.path("cacheScope").asString()).isEqualTo("public");
    }

    @Test
    void aToolIsCalledByNameInTheHeaderToo() {
        String params = "{'name':'state_retrieve','arguments':{'key':'absent'}," + META + "}";
        JsonNode result = send(newest("tools/call", params).header("Mcp-Name", "state_retrieve"))
                .result();
        assertThat(new Outcome(result).done().path("found").booleanValue()).isFalse();
        assertThat(result.path("resultType").asString()).isEqualTo("complete");
        assertThat(result.has("ttlMs")).isFalse();
        String encoded = Base64.getEncoder().encodeToString("state_retrieve".getBytes(StandardCharsets.UTF_8));
        send(newest("tools/call", params).header("Mcp-Name", "=?base64?" + encoded + "?="))
                .result();
        for (String wrong : new String[] {"state_store", "State_Retrieve", "=?base64?###?=", "=?base64?="}) {
            send(newest("tools/call", params).header("Mcp-Name", wrong)).expectError(400, RpcException.HEADER_MISMATCH);
        }
        send(newest("tools/call", params)).expectError(400, RpcException.HEADER_MISMATCH);
    }

    @Test
    void headersMustSayWhatTheBodySays() {
        String body = message("tools/list", "{" + META + "}");
        send(post(body)).expectError(400, RpcException.HEADER_MISMATCH);
        send(post(body).header("MCP-Protocol-Version", "2026-07-28")).expectError(400, RpcException.HEADER_MISMATCH);
        send(post(body).header("MCP-Protocol-Version", "2025-11-25").header("Mcp-Method", "tools/list"))
                .expectError(400, RpcException.HEADER_MISMATCH);
        send(post(body).header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", "tools/call"))
                .expectError(400, RpcException.HEADER_MISMATCH);
    }

    @Test
    void everyRequestSaysWhatItSpeaks() {
        for (String params : new String[] {
            "{}",
            "{'_meta':{}}",
            "{'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28'}}",
            "{'_meta':{'io.modelcontextprotocol/clientCapabilities':{}}}",
            "{'_meta':{'io.modelcontextprotocol/protocolVersion':7,'io.modelcontextprotocol/clientCapabilities':{}}}",
            "{'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
                    + "'io.modelcontextprotocol/clientCapabilities':{},'io.modelcontextprotocol/clientInfo':'x'}}"
        }) {
            send(newest("tools/list", params)).expectError(400, RpcException.INVALID_PARAMS);
        }
    }

    @Test
    void aLaterVersionIsRefusedWithTheOneThatIsSpoken() {
        Answer answer = send(post(message("tools/list", "{" + META.replace("2026-07-28", "2027-01-01") + "}"))
                        .header("MCP-Protocol-Version", "2027-01-01")
                        .header("Mcp-Method", "tools/list"))
                .expectError(400, RpcException.UNSUPPORTED_PROTOCOL_VERSION);
        assertThat(answer.body().at("/error/data/supported").toString()).isEqualTo("[\"2026-07-28\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "resources/unsubscribe",
                "subscriptions/listen",
                "nope"
            })
    void whatTheRevisionRemovedIsNotFound(String method) {
        send(newest(method, "{" + META + "}")).expectError(404, RpcException.METHOD_NOT_FOUND);
    }

    @Test
    void aNotificationIsTaken() {
        assertThat(send(post("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1," + META
                                        + "}}")
                                .header("MCP-Protocol-Version", "2026-07-28"))
                        .status())
                .isEqualTo(202);
    }
}
