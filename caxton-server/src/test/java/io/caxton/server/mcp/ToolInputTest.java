package io.caxton.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What tools answer to wrong input, and the corners of right input. */
class ToolInputTest extends McpTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state_store|{}|key,value",
                "state_store|{'key':7,'value':1}|key",
                "state_store|{'key':'k','value':1,'ttl':'PT1H'}|ttl",
                "state_store|{'key':'k','value':1,'ttl_seconds':0}|ttl_seconds",
                "state_store|{'key':'k','value':1,'ttl_seconds':1.5}|ttl_seconds",
                "state_store|{'key':'k','value':1,'if_absent':true,'if_version':'x'}|if_absent",
                "state_store|{'key':'','value':1}|key",
                "state_retrieve|{'kex':'k'}|key,kex",
                "state_delete|{'key':null}|key",
                "state_list|{'limit':0}|limit",
                "state_list|{'cursor':'x'}|cursor",
                "agents_find|{'limit':51,'status':'asleep'}|limit,status",
                "agents_find|{'name':'Not A Name','capability':'a:b:c'}|name,capability",
                "agents_find|{'cursor':'x'}|cursor",
                "agent_register|{}|agent",
                "agent_register|{'agent':'caxton'}|agent",
                "agent_register|{'agent':'a','capabilities':['x','x'],'lease':'PT1H'}|capabilities[1],lease",
                "agent_leave|{'agent':'a','drain':true}|drain",
                "message_send|{}|performative,sender,receiver",
                "message_send|{'sender':'a','receiver':'b','capability':'c','performative':'shout'}|performative,receiver",
                "message_send|{'sender':'a','receiver':'b','performative':'inform','wait_seconds':21}|wait_seconds",
                "message_send|{'sender':'a','receiver':'a','performative':'inform'}|receiver",
                "message_send|{'sender':'a','receiver':'b','performative':'inform','reply_by':'soon'}|reply_by",
                "message_receive|{}|agent",
                "message_receive|{'agent':'a','max':21,'wait_seconds':-1,'lease_seconds':0}|max,wait_seconds,lease_seconds",
                "message_ack|{}|agent,message_id,outcome",
                "message_ack|{'agent':'a','message_id':'m','outcome':'done'}|outcome",
                "message_ack|{'agent':'a','message_id':'m','outcome':'handled','reason':'x','delay_seconds':1}|reason,delay_seconds",
                "message_ack|{'agent':'a','message_id':'m','outcome':'retry','lease_seconds':1}|lease_seconds",
                "conversation_get|{}|conversation_id",
                "conversation_get|{'conversation_id':'c','limit':51,'cursor':'x'}|limit,cursor"
            })
    void everyWrongFieldIsNamed(String tool, String arguments, String fields) {
        tool(tool, arguments).wrong(fields.split(","));
    }

    @Test
    void whoIsNotThereIsToldApart() {
        tool("message_ack", "{'agent':'" + newName() + "','message_id':'m','outcome':'handled'}")
                .problem("no-such-agent");
        tool("conversation_get", "{'conversation_id':'none'}").problem("no-such-conversation");
        JsonNode nobody = tool(
                        "message_send",
                        "{'sender':'a','receiver':'" + newName() + "-nobody','performative':'inform','content':1}")
                .problem("no-receiver");
        assertThat(nobody.path("suggestions").isArray()).isTrue();
        String agent = newName();
        tool("message_receive", "{'agent':'" + agent + "'}").done();
        tool("message_ack", "{'agent':'" + agent + "','message_id':'m','outcome':'handled'}")
                .problem("no-such-message");
    }

    @Test
    void contentThatIsTooLargeIsRefused() {
        String agent = newName();
        tool("message_receive", "{'agent':'" + agent + "'}").done();
        tool(
                        "message_send",
                        "{'sender':'a','receiver':'" + agent + "','performative':'inform','content':'"
                                + "x".repeat(65 << 10) + "'}")
                .problem("too-large");
    }

    @Test
    void aValueIsKeptExactlyAndChangedOnlyByWhoKnowsItsVersion() {
        String key = newName() + "/numbers";
        JsonNode stored = tool("state_store", "{'key':'" + key + "','value':{'n':1.10,'e':1E+400},'if_absent':true}")
                .done();
        assertThat(stored.path("created").booleanValue()).isTrue();
        JsonNode found = tool("state_retrieve", "{'key':'" + key + "'}").done();
        assertThat(found.path("value").toString()).isEqualTo(quoted("{'n':1.10,'e':1E+400}"));
        String version = stored.path("version").asString();
        JsonNode clash = tool("state_store", "{'key':'" + key + "','value':2,'if_version':'other'}")
                .problem("condition-failed");
        assertThat(clash.path("current_version").asString()).isEqualTo(version);
        tool("state_delete", "{'key':'" + key + "','if_version':'other'}").problem("condition-failed");
        tool("state_store", "{'key':'" + key + "','value':null,'if_version':'" + version + "','ttl_seconds':3600}")
                .done();
        JsonNode nothing = tool("state_retrieve", "{'key':'" + key + "'}").done();
        assertThat(nothing.path("value").isNull()).isTrue();
        assertThat(nothing.has("expires_at")).isTrue();
        assertThat(tool("state_delete", "{'key':'" + key + "'}")
                        .done()
                        .path("deleted")
                        .booleanValue())
                .isTrue();
        assertThat(tool("state_delete", "{'key':'" + key + "'}")
                        .done()
                        .path("deleted")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void whatNestsAsDeepAsARequestMayComesBack() {
        String key = newName() + "/deep";
        String value = "[".repeat(190) + "1.10" + "]".repeat(190);
        tool("state_store", "{'key':'" + key + "','value':" + value + "}").done();
        JsonNode result = rpc("tools/call", "{'name':'state_retrieve','arguments':{'key':'" + key + "'}}")
                .result();
        assertThat(result.at("/structuredContent/value").toString()).isEqualTo(value);
        assertThat(result.path("isError").booleanValue()).isFalse();
    }

    @Test
    void keysAreListedPageByPage() {
        String prefix = newName() + "/";
        for (String name : new String[] {"a", "b", "c"}) {
            tool("state_store", "{'key':'" + prefix + name + "','value':1}").done();
        }
        JsonNode first =
                tool("state_list", "{'prefix':'" + prefix + "','limit':2}").done();
        assertThat(first.path("keys").size()).isEqualTo(2);
        JsonNode second = tool(
                        "state_list",
                        "{'prefix':'" + prefix + "','limit':2,'cursor':'"
                                + first.path("next_cursor").asString() + "'}")
                .done();
        assertThat(second.path("keys").toString()).isEqualTo("[\"" + prefix + "c\"]");
    }
}
