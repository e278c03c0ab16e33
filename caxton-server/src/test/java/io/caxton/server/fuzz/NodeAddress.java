package io.caxton.server.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the attacked node is, and how to talk to it decently. */
record NodeAddress(int port) {
    private static final JsonMapper MAPPER = new JsonMapper();

    HttpAnswer ask(HttpText request) throws IOException {
        try (HttpConnection connection = new HttpConnection(port)) {
            connection.send(request.bytes());
            return connection.receive(request.method());
        }
    }

    /** The body of the answer to a valid request. */
    JsonNode succeed(HttpText request) throws IOException {
        HttpAnswer answer = ask(request);
        if (answer.status() >= 300) {
            throw new AssertionError("the valid request " + request.method() + " " + request.target() + " "
                    + new String(request.body(), StandardCharsets.UTF_8) + " was answered " + answer.status() + " "
                    + answer.text());
        }
        return answer.body().length == 0 ? MAPPER.missingNode() : MAPPER.readTree(answer.body());
    }

    JsonNode post(String target, String json) throws IOException {
        return succeed(HttpText.json("POST", target, json));
    }

    /** Registers an instance that does not get lost during a test; its id. */
    String register(String name) throws IOException {
        return post("/api/v1/agents", "{'name':'" + name + "','lease':'PT24H','max_in_flight':1000}")
                .required("agent_id")
                .stringValue();
    }

    /** Sends a message to a name; its id. */
    String send(String receiver) throws IOException {
        return post(
                        "/api/v1/messages",
                        "{'performative':'request','sender':'fuzz-sender','receiver':'" + receiver
                                + "','content':{'n':1}}")
                .required("message_id")
                .stringValue();
    }
}
