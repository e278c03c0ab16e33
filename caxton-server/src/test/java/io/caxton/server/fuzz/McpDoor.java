package io.caxton.server.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Model Context Protocol: every tool that the node lists, and the methods around them. */
final class McpDoor implements Door {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MAX_BODY = 17 << 20;

    /** Arguments by tool; a tool of the node that is missing here fails the test. */
    private static final Map<String, String> ARGUMENTS = new LinkedHashMap<>();

    static {
        ARGUMENTS.put(
                "agent_register",
                "{'agent':'fuzz-mcp','capabilities':['a:v1'],'max_in_flight':4,'metadata':{'k':'v'}}");
        ARGUMENTS.put("agents_find", "{'name':'fuzz-mcp','status':'ready','limit':5}");
        ARGUMENTS.put(
                "message_send",
                "{'sender':'fuzz-sender','receiver':'fuzz-mcp','performative':'inform','content':{'n':1.50},'protocol':'p','headers':{'h':'v'}}");
        ARGUMENTS.put("message_receive", "{'agent':'fuzz-mcp','max':2,'wait_seconds':0,'lease_seconds':60}");
        ARGUMENTS.put("message_ack", "{'agent':'fuzz-mcp','message_id':'none','outcome':'handled'}");
        ARGUMENTS.put("conversation_get", "{'conversation_id':'none','limit':5}");
        ARGUMENTS.put("state_store", "{'key':'fuzz/mcp','value':{'a':[1,2.50]},'ttl_seconds':60}");
        ARGUMENTS.put("state_retrieve", "{'key':'fuzz/mcp'}");
        ARGUMENTS.put("state_list", "{'prefix':'fuzz','limit':5}");
        ARGUMENTS.put("state_delete", "{'key':'fuzz/mcp-gone'}");
        ARGUMENTS.put("agent_leave", "{'agent':'fuzz-mcp-gone'}");
    }

    @Override
    public String name() {
        return "mcp";
    }

    @Override
    public List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(new Method("tools/list", "{}"));
        endpoints.add(new Method("ping", "{}"));
        endpoints.add(new Method(
                "initialize",
                "{'protocolVersion':'2025-11-25','capabilities':{},'clientInfo':{'name':'fuzz','version':'1'}}"));
        ARGUMENTS.forEach((tool, arguments) -> endpoints.add(
                new Method("tools/call " + tool, "{'name':'" + tool + "','arguments':" + arguments + "}")));
        return endpoints;
    }

    private static HttpText request(String method, String params) {
        return HttpText.json(
                        "POST",
                        "/mcp",
                        "{'jsonrpc':'2.0','id':1,'method':'" + method.split(" ", 2)[0] + "','params':" + params + "}")
                .header("Accept: application/json, text/event-stream")
                .header("MCP-Protocol-Version: 2025-11-25");
    }

    private record Method(String name, String params) implements Endpoint {
        @Override
        public Session open(NodeAddress node) throws IOException {
            if (name.equals("tools/list")) {
                requireAllTools(node);
            }
            HttpText sample = request(name, params);
            JsonNode answer = node.succeed(sample);
            if (!answer.path("result").isObject()) {
                throw new AssertionError("the valid call " + name + " was answered " + answer);
            }
            HttpSession http = new HttpSession(node, McpDoor::complaint);
            HttpMutation mutation = new HttpMutation(sample, false, MAX_BODY);
            return new McpSession(http, mutation);
        }

        private void requireAllTools(NodeAddress node) throws IOException {
            for (JsonNode tool : node.succeed(request(name, params)).at("/result/tools")) {
                if (!ARGUMENTS.containsKey(tool.path("name").stringValue())) {
                    throw new AssertionError("no sample arguments for the tool " + tool.path("name"));
                }
            }
        }
    }

    /** A refusal is a problem, or an error of JSON-RPC 2.0. */
    private static String complaint(HttpAnswer answer) {
        if (answer.header("Content-Type").orElse("").startsWith("application/problem+json")) {
            return Oracle.problemComplaint(answer);
        }
        try {
            JsonNode json = MAPPER.readTree(answer.body());
            boolean error = json.path("jsonrpc").asString("").equals("2.0")
                    && json.at("/error/code").isInt()
                    && !json.at("/error/message").asString("").isBlank();
            return error ? "" : "neither a problem nor a JSON-RPC error: " + answer.text();
        } catch (JacksonException notJson) {
            return "neither a problem nor JSON: " + answer.text();
        }
    }

    private record McpSession(HttpSession http, HttpMutation mutation) implements Session {
        @Override
        public Outcome attack(Dice dice) throws IOException {
            Mutant mutant = mutation.mutate(dice);
            Outcome outcome = http.attack(mutant);
            return outcome.isFine()
                    ? outcome
                    : new Outcome(
                            outcome.answer(),
                            mutant.how() + ": " + outcome.complaint() + "\n"
                                    + new String(
                                            mutant.bytes(),
                                            0,
                                            Math.min(1_500, mutant.bytes().length),
                                            StandardCharsets.ISO_8859_1));
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
