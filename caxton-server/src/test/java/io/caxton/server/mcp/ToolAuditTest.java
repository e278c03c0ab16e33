package io.caxton.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.web.AuditLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "caxton.security.audit.enabled=true")
class ToolAuditTest extends McpTest {
    @RegisterExtension
    final AuditLines audit = new AuditLines();

    private void expectLine(String act, String resource, String outcome, String trace) {
        assertThat(audit.all())
                .contains("caller=\"local\" act=" + act + " resource=\"" + resource + "\" outcome=" + outcome
                        + " remote=\"127.0.0.1\" trace=" + trace);
    }

    @Test
    void whatModelsDoIsWrittenDownWithoutContents() {
        String name = newName();
        tool("agent_register", "{'agent':'" + name + "','metadata':{'a':'secret one'}}")
                .done();
        expectLine("agent.register", name, "done", "-");
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String params = "{'_meta':{'traceparent':'00-" + trace + "-00f067aa0ba902b7-01'},'name':'message_send',"
                + "'arguments':{'sender':'asker','receiver':'" + name
                + "','performative':'inform','content':'secret two'}}";
        String id = new Outcome(send(post(message("tools/call", params))).result())
                .done()
                .path("message_id")
                .asString();
        expectLine("message.send", id, "done", trace);
        tool("message_receive", "{'agent':'" + name + "','wait_seconds':20}").done();
        String settled = "{'agent':'" + name + "','message_id':'" + id + "','outcome':'";
        tool("message_ack", settled + "retry','reason':'secret three','delay_seconds':0}")
                .done();
        expectLine("message.nack", id, "done", "-");
        tool("message_receive", "{'agent':'" + name + "','wait_seconds':20}").done();
        tool("message_ack", settled + "handled'}").done();
        expectLine("message.ack", id, "done", "-");
        tool("message_ack", "{'agent':'" + name + "','message_id':'none','outcome':'handled'}")
                .problem("no-such-message");
        expectLine("message.ack", "none", "failed", "-");
        tool("state_store", "{'key':'" + name + "/k\\r\\n','value':'secret four'}")
                .done();
        expectLine("state.store", name + "/k\\u000d\\u000a", "done", "-");
        tool("state_delete", "{'key':'" + name + "/k\\r\\n'}").done();
        expectLine("state.delete", name + "/k\\u000d\\u000a", "done", "-");
        tool("agent_leave", "{'agent':'" + name + "'}").done();
        expectLine("agent.deregister", name, "done", "-");
        assertThat(audit.all()).noneMatch(line -> line.contains("secret"));
    }
}
