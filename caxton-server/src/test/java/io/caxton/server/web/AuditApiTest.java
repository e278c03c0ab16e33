package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditApiTest extends SecuredApiTest {
    private static final Pattern LINE = Pattern.compile("caller=(-|\"[ -~]*\") act=[ -~]+ resource=\"[ -~]*\""
            + " outcome=(done|refused|failed) remote=\"127.0.0.1\" trace=(-|[0-9a-f]{32})");

    @RegisterExtension
    final AuditLines audit = new AuditLines();

    private void expectLine(String caller, String act, String resource, String outcome) {
        String line = "caller=" + caller + " act=" + act + " resource=\"" + resource + "\" outcome=" + outcome;
        audit.await(line);
    }

    @Test
    void whoDidWhatIsWrittenDownWithoutContents() {
        String name = "own-" + newName();
        String agent = register(name);
        expectLine("\"admin\"", "agent.register", name, "done");
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String id = send(as(
                                OWNER,
                                json("POST", "/api/v1/messages", message("own-a", name, ",'content':'secret thing'")))
                        .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01"))
                .expect(202)
                .text("/message_id");
        expectLine("\"owner\"", "message.send", id, "done");
        assertThat(audit.all()).anyMatch(line -> line.contains(id) && line.endsWith("trace=" + trace));
        String batched = post("/api/v1/messages/batch", "{'messages':[" + message("own-a", name) + "]}")
                .expect(202)
                .text("/results/0/message_id");
        expectLine("\"admin\"", "message.send", batched, "done");
        get(mailbox(agent)).expect(200);
        post(mailbox(agent) + "/" + id + "/nack", "{'reason':'secret reason'}").expect(204);
        expectLine("\"admin\"", "message.nack", agent + "/" + id, "done");
        post(mailbox(agent) + "/" + batched + "/ack").expect(204);
        expectLine("\"admin\"", "message.ack", agent + "/" + batched, "done");
        send(json("PUT", "/api/v1/state/" + name + "/a%2Fb", "'secret value'")).expect(201);
        expectLine("\"admin\"", "state.store", name + "/a/b", "done");
        delete("/api/v1/state?key=" + name + "/a/b").expect(204);
        expectLine("\"admin\"", "state.delete", name + "/a/b", "done");
        delete("/api/v1/agents/" + agent).expect(204);
        expectLine("\"admin\"", "agent.deregister", agent, "done");
        delete("/api/v1/agents/" + agent).expect(404);
        expectLine("\"admin\"", "agent.deregister", agent, "failed");
        assertThat(audit.all())
                .allMatch(line -> LINE.matcher(line).matches())
                .noneMatch(line -> line.contains("secret"));
    }

    @Test
    void whatWasRefusedIsWrittenDownWithoutCredentials() {
        send(anonymous("/api/v1/agents")).expect(401);
        expectLine("-", "authenticate", "GET /api/v1/agents", "refused");
        send(as("guessed-key", anonymous("/api/v1/capabilities"))).expect(401);
        expectLine("-", "authenticate", "GET /api/v1/capabilities", "refused");
        send(as(OTHER, json("POST", "/api/v1/messages", message("own-a", "own-b"))))
                .expect(403);
        send(as(OTHER, anonymous("/actuator/metrics"))).expect(403);
        expectLine("\"other\"", "authorize", "GET /actuator/metrics", "refused");
        send(as(OTHER, anonymous("/api/v1/state/own-a/x"))).expect(403);
        expectLine("\"other\"", "GET state/{*key}", "own-a/x", "refused");
        assertThat(audit.all())
                .allMatch(line -> LINE.matcher(line).matches())
                .noneMatch(line -> line.contains("guessed") || line.contains(OTHER));
    }

    @Test
    void aLineStaysALine() {
        String key = "own-a/x\r\ncaller=\"admin\" act=forged é\u2028";
        send(json("PUT", "/api/v1/state?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8), "1"))
                .expect(201);
        expectLine(
                "\"admin\"",
                "state.store",
                "own-a/x\\u000d\\u000acaller=\\\"admin\\\" act=forged \\u00e9\\u2028",
                "done");
        assertThat(audit.all()).allMatch(line -> LINE.matcher(line).matches());
    }
}
