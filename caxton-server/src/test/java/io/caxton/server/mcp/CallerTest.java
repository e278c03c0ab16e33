package io.caxton.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.message.TraceContext;
import io.caxton.server.problem.Problems;
import io.caxton.server.security.AuditLog;
import io.caxton.server.security.Caller;
import io.caxton.server.security.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Who may do what, and which trace a call belongs to. */
class CallerTest extends McpTest {
    private static final Caller MINE = new Caller("key", Set.of(Role.AGENT), List.of("mine"));

    private static final AuditLog.Origin NOWHERE = new AuditLog.Origin("127.0.0.1", Optional.empty());

    @Autowired
    @SuppressWarnings("NullAway.Init") // set before each test
    private List<NodeTool> tools;

    private JsonNode call(Caller caller, String tool, String arguments) {
        NodeTool called =
                tools.stream().filter(t -> t.name().equals(tool)).findFirst().orElseThrow();
        return called.call(new ToolCall(caller, JSON.readTree(quoted(arguments)), Optional.empty(), NOWHERE))
                .join();
    }

    private String refused(Caller caller, String tool, String arguments) {
        try {
            return call(caller, tool, arguments).toString();
        } catch (CompletionException failure) {
            return Problems.of(failure).type().name();
        } catch (RuntimeException failure) {
            return Problems.of(failure).type().name();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "message_send|{'sender':'other','receiver':'mine','performative':'inform'}",
                "message_send|{'sender':'mine','receiver':'mine','performative':'inform','message_id':'order-1'}",
                "message_send|{'sender':'mine','receiver':'mine','performative':'inform','message_id':'other:1'}",
                "message_send|{'sender':'mine','receiver':'mine','performative':'inform','conversation_id':'other:1'}",
                "message_send|{'sender':'caxton-2','receiver':'mine','performative':'inform'}",
                "message_receive|{'agent':'other'}",
                "message_ack|{'agent':'other','message_id':'m','outcome':'handled'}",
                "agent_register|{'agent':'other'}",
                "agent_leave|{'agent':'other'}",
                "state_store|{'key':'other/x','value':1}",
                "state_store|{'key':'mine','value':1}",
                "state_retrieve|{'key':'other/x'}",
                "state_delete|{'key':'minely/x'}",
                "state_list|{}",
                "state_list|{'prefix':'mine'}",
                "state_list|{'prefix':'other/'}"
            })
    void anAgentActsOnlyAsItselfAndInItsNamespace(String tool, String arguments) {
        assertThat(refused(MINE, tool, arguments)).isEqualTo("FORBIDDEN");
    }

    @Test
    void anAgentLivesInItsOwnName() {
        call(MINE, "agent_register", "{'agent':'mine'}");
        call(MINE, "state_store", "{'key':'mine/x','value':1}");
        assertThat(call(MINE, "state_list", "{'prefix':'mine/'}").path("keys").size())
                .isEqualTo(1);
        assertThat(call(MINE, "agents_find", "{'name':'mine'}").path("agents").size())
                .isEqualTo(1);
        String stranger = newName();
        JsonNode sent = tool(
                        "message_send",
                        "{'sender':'" + stranger + "','receiver':'mine','performative':'inform','content':1}")
                .done();
        String conversation =
                "{'conversation_id':'" + sent.path("conversation_id").asString() + "'}";
        assertThat(call(MINE, "conversation_get", conversation)
                        .path("message_count")
                        .intValue())
                .isEqualTo(1);
        Caller third = new Caller("key-3", Set.of(Role.AGENT), List.of("third"));
        assertThat(refused(third, "conversation_get", conversation)).isEqualTo("NO_SUCH_CONVERSATION");
        Caller viewer = new Caller("viewer", Set.of(Role.VIEWER), List.of());
        assertThat(call(viewer, "conversation_get", conversation).has("messages"))
                .isTrue();
        assertThat(refused(viewer, "message_receive", "{'agent':'mine'}")).isEqualTo("FORBIDDEN");
    }

    @Test
    void oneNameHasOneRegistrationHoweverOftenItCalls() {
        String name = newName();
        JsonNode first = tool("message_receive", "{'agent':'" + name + "'}").done();
        tool("agent_register", "{'agent':'" + name + "','capabilities':['c'],'metadata':{'a':'b'}}")
                .done();
        JsonNode again = tool("message_receive", "{'agent':'" + name + "'}").done();
        assertThat(again.path("agent_id")).isEqualTo(first.path("agent_id"));
        JsonNode found = tool("agents_find", "{'name':'" + name + "'}").done().path("agents");
        assertThat(found.size()).isEqualTo(1);
        assertThat(found.at("/0/metadata").toString()).isEqualTo(quoted("{'a':'b','door':'mcp'}"));
        assertThat(found.at("/0/capabilities/0/name").asString()).isEqualTo("c");
        assertThat(tool("agent_leave", "{'agent':'" + name + "'}")
                        .done()
                        .path("left")
                        .booleanValue())
                .isTrue();
        assertThat(tool("agent_leave", "{'agent':'" + name + "'}")
                        .done()
                        .path("left")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void theTraceOfACallGoesIntoTheMessage() {
        String inMeta = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String inHeader = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(traceOf("'_meta':{'traceparent':'" + inMeta + "','tracestate':'k=v'},", inHeader))
                .contains(new TraceContext(inMeta, Optional.of("k=v")));
        assertThat(traceOf("", inHeader)).contains(new TraceContext(inHeader, Optional.empty()));
        assertThat(traceOf("'_meta':{'traceparent':'nonsense'},", inHeader))
                .contains(new TraceContext(inHeader, Optional.empty()));
        assertThat(traceOf("'_meta':{'traceparent':7},", "nonsense")).isEmpty();
    }

    /** The trace of a message that was sent so, as its receiver sees it. */
    private Optional<TraceContext> traceOf(String meta, String header) {
        String receiver = newName();
        tool("message_receive", "{'agent':'" + receiver + "'}").done();
        String params = "{" + meta + "'name':'message_send','arguments':{'sender':'tracer','receiver':'" + receiver
                + "','performative':'inform','content':1}}";
        new Outcome(send(post(message("tools/call", params)).header("traceparent", header))
                        .result())
                .done();
        JsonNode received = tool("message_receive", "{'agent':'" + receiver + "','wait_seconds':20}")
                .done()
                .at("/messages/0");
        return Optional.ofNullable(received.get("traceparent"))
                .flatMap(parent -> TraceContext.parse(
                        parent.asString(),
                        Optional.ofNullable(received.get("tracestate")).map(JsonNode::asString)));
    }
}
