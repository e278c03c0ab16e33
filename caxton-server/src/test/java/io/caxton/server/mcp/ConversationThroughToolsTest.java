package io.caxton.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two agents that have nothing but tools. */
class ConversationThroughToolsTest extends McpTest {

    private Outcome receive(String agent, String... more) {
        return tool("message_receive", "{'agent':'" + agent + "','wait_seconds':20" + String.join("", more) + "}");
    }

    private Outcome send(String from, String to, String... more) {
        return tool(
                "message_send",
                "{'sender':'" + from + "','receiver':'" + to + "','performative':'request','content':{'n':1.10}"
                        + String.join("", more) + "}");
    }

    private Outcome ack(String agent, JsonNode message, String outcome, String... more) {
        return tool(
                "message_ack",
                "{'agent':'" + agent + "','message_id':'"
                        + message.path("message_id").asString() + "','outcome':'" + outcome + "'"
                        + String.join("", more) + "}");
    }

    private JsonNode receiveOne(String agent) {
        JsonNode messages = receive(agent).done().path("messages");
        assertThat(messages.size()).isEqualTo(1);
        return messages.get(0);
    }

    @Test
    void aPageOfLargeMessagesEndsBeforeItWeighsMoreThanAModelReads() {
        String to = newName();
        tool("agent_register", "{'agent':'" + to + "'}").done();
        String sent = "{'sender':'" + newName() + "','receiver':'" + to + "','performative':'request','content':'"
                + "x".repeat(60_000) + "'";
        String talk =
                tool("message_send", sent + "}").done().path("conversation_id").asString();
        for (int i = 0; i < 19; i++) {
            tool("message_send", sent + ",'conversation_id':'" + talk + "'}").done();
        }
        String arguments = "{'conversation_id':'" + talk + "'";
        JsonNode first = tool("conversation_get", arguments + ",'limit':50}").done();
        assertThat(first.path("messages").size()).isEqualTo(18);
        String cursor = first.path("next_cursor").asString();
        JsonNode second = tool("conversation_get", arguments + ",'cursor':'" + cursor + "'}")
                .done();
        assertThat(second.path("messages").size()).isEqualTo(2);
        assertThat(second.has("next_cursor")).isFalse();
    }

    @Test
    void oneAsksAndWaitsAndTheOtherAnswersAndAcknowledges() {
        String asker = newName();
        String expert = newName();
        tool("agent_register", "{'agent':'" + expert + "','capabilities':['sums-" + expert + ":v1']}")
                .done();
        JsonNode found =
                tool("agents_find", "{'capability':'sums-" + expert + "'}").done();
        assertThat(found.at("/agents/0/name").asString()).isEqualTo(expert);
        assertThat(found.has("next_cursor")).isFalse();

        CompletableFuture<Outcome> asked = toolAsync(
                "message_send",
                "{'sender':'" + asker + "','capability':'sums-" + expert
                        + ":v1','performative':'request','content':{'add':[1,1.10]},'wait_seconds':20}");
        JsonNode request = receiveOne(expert);
        assertThat(request.path("content").toString()).isEqualTo(quoted("{'add':[1,1.10]}"));
        assertThat(request.path("sender").asString()).isEqualTo(asker);
        assertThat(request.at("/lease/attempt").asInt()).isEqualTo(1);
        tool(
                        "message_send",
                        "{'sender':'" + expert + "','receiver':'" + asker
                                + "','performative':'inform','content':2.10,'conversation_id':'"
                                + request.path("conversation_id").asString() + "','in_reply_to':'"
                                + request.path("reply_with").asString() + "'}")
                .done();
        JsonNode answered = asked.join().done();
        assertThat(answered.path("replied").asBoolean()).isTrue();
        assertThat(answered.at("/reply/content").toString()).isEqualTo("2.10");
        assertThat(ack(expert, request, "handled").done().path("outcome").asString())
                .isEqualTo("handled");
        ack(expert, request, "handled").done();

        JsonNode conversation = tool(
                        "conversation_get",
                        "{'conversation_id':'" + request.path("conversation_id").asString() + "'}")
                .done();
        assertThat(conversation.path("message_count").asInt()).isEqualTo(2);
        assertThat(conversation.at("/messages/1/content").toString()).isEqualTo("2.10");
    }

    @Test
    void whoWaitsInVainIsToldAndTheMessageStays() {
        String expert = newName();
        tool("message_receive", "{'agent':'" + expert + "'}").done();
        JsonNode sent = send(newName(), expert, ",'wait_seconds':1").done();
        assertThat(sent.path("replied").asBoolean()).isFalse();
        assertThat(sent.has("reply")).isFalse();
        assertThat(receiveOne(expert).path("message_id")).isEqualTo(sent.path("message_id"));
    }

    @Test
    void whatAMessageMayHoldOverRestIsReceivedHereToo() {
        String expert = newName();
        tool("message_receive", "{'agent':'" + expert + "'}").done();
        String content = "[".repeat(198) + "1" + "]".repeat(198);
        Answer sent = sendToApi(
                "/api/v1/messages",
                "{'performative':'inform','sender':'x','receiver':'" + expert + "','content':" + content + "}");
        sent.expect(202);
        JsonNode received = rpc(
                        "tools/call",
                        "{'name':'message_receive','arguments':{'agent':'" + expert + "','wait_seconds':20}}")
                .result();
        assertThat(received.at("/structuredContent/messages/0/content").toString())
                .isEqualTo(content);
    }
}
