package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationApiTest extends ApiTest {
    private final String alice = newName();
    private final String bob = newName();
    private final String id = "talk-" + alice;
    private final String path = "/api/v1/conversations/" + id;
    private final String inIt = ",'conversation_id':'" + id + "'";

    @Test
    void showsWhoTalksAndHowMuch() {
        register(alice);
        register(bob);
        accepted(alice, bob, inIt);
        accepted(bob, alice, inIt);
        Answer shown = get(path).expect(200);
        assertThat(shown.text("/conversation_id")).isEqualTo(id);
        assertThat(shown.body().path("participants").toString()).isEqualTo(quoted("['" + alice + "','" + bob + "']"));
        assertThat(shown.text("/state")).isEqualTo("open");
        assertThat(shown.body().path("message_count").intValue()).isEqualTo(2);
        assertThat(shown.body().at("/budget/max_messages").intValue()).isEqualTo(MAX_MESSAGES);
        assertThat(shown.body().at("/budget/remaining").intValue()).isEqualTo(MAX_MESSAGES - 2);
        assertThat(shown.text("/started_at")).isNotBlank();
        assertThat(shown.text("/last_activity_at")).isNotBlank();
        get("/api/v1/conversations/none").expectProblem(404, "no-such-conversation");
        get("/api/v1/conversations/none/messages").expectProblem(404, "no-such-conversation");
    }

    @Test
    void listsItsMessagesInOrderAndInPages() {
        register(bob);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            sent.add(accepted(alice, bob, inIt));
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get(path + "/messages?limit=12" + cursor).expect(200);
            assertThat(page.body().path("messages").size()).isLessThanOrEqualTo(12);
            listed.addAll(page.texts("/messages", "message_id"));
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.text("/next_cursor");
        } while (!cursor.isEmpty());
        assertThat(listed).containsExactlyElementsOf(sent);
        get(path + "/messages?cursor=abc&limit=x").expectInvalid("cursor", "limit");
    }

    @Test
    void theCursorOfAnotherConversationIsRefused() {
        register(bob);
        accepted(alice, bob, inIt);
        accepted(alice, bob, inIt);
        String cursor = get(path + "/messages?limit=1").expect(200).text("/next_cursor");
        get(path + "/messages?limit=1&cursor=" + cursor).expect(200);
        String other = accepted(alice, bob);
        get("/api/v1/conversations/" + other + "/messages?cursor=" + cursor).expectInvalid("cursor");
    }

    @Test
    void twoAgentsConverse() {
        String capability = "sums-" + bob;
        String client = register(alice);
        String worker = register(bob, ",'capabilities':['" + capability + ":v1']");
        post(
                        "/api/v1/messages",
                        "{'performative':'request','sender':'" + alice + "','capability':'" + capability + "'"
                                + ",'reply_with':'sum','content':{'add':[1,2]}" + inIt + "}")
                .expect(202);
        Answer request = get(mailbox(worker) + "?wait=PT30S");
        assertThat(request.text("/messages/0/performative")).isEqualTo("request");
        accepted(bob, alice, inIt, ",'in_reply_to':'sum','content':3");
        post(mailbox(worker) + "/" + request.text("/messages/0/message_id") + "/ack")
                .expect(204);
        Answer reply = get(mailbox(client) + "?wait=PT30S");
        assertThat(reply.text("/messages/0/in_reply_to")).isEqualTo("sum");
        assertThat(reply.text("/messages/0/content")).isEqualTo("3");
        post(mailbox(client) + "/" + reply.text("/messages/0/message_id") + "/ack")
                .expect(204);
    }

    @Test
    void aReplyToAnOutsideClientIsFoundInTheConversation() {
        register(bob);
        accepted("outside", bob, inIt);
        Answer reply = post("/api/v1/messages", message(bob, "outside", inIt)).expect(202);
        assertThat(reply.text("/status")).isEqualTo("handled");
        assertThat(get(path + "/messages").texts("/messages", "receiver")).containsExactly(bob, "outside");
    }

    @Test
    void aClosedConversationTakesNoMore() {
        register(bob);
        accepted(alice, bob, inIt);
        Answer closed = post(path + "/close").expect(200);
        assertThat(closed.text("/state")).isEqualTo("closed");
        Answer refused = post("/api/v1/messages", message(alice, bob, inIt)).expectProblem(409, "conversation-ended");
        assertThat(refused.text("/state")).isEqualTo("closed");
        post("/api/v1/conversations/none/close").expectProblem(404, "no-such-conversation");
        post(path + "/close", "{'raeson':'x'}").expectInvalid("raeson");
    }

    @Test
    void aHaltRefusesWhatIsQueued() {
        String agent = register(bob);
        String message = accepted(alice, bob, inIt);
        Answer halted = post(path + "/halt", "{'reason':'runaway'}").expect(200);
        assertThat(halted.text("/state")).isEqualTo("halted");
        assertThat(halted.text("/reason")).isEqualTo("runaway");
        assertThat(get("/api/v1/messages/" + message).text("/status")).isEqualTo("refused");
        assertThat(get(mailbox(agent)).body().path("messages").size()).isZero();
        post("/api/v1/messages", message(alice, bob, inIt)).expectProblem(409, "conversation-ended");
        post("/api/v1/conversations/none/halt", "{}").expectProblem(404, "no-such-conversation");
    }

    @Test
    void aSpentBudgetIsALimit() {
        String agent = register(bob);
        for (int i = 0; i < MAX_MESSAGES; i++) {
            String message = accepted(alice, bob, inIt);
            get(mailbox(agent)).expect(200);
            post(mailbox(agent) + "/" + message + "/ack").expect(204);
        }
        Answer limit = post("/api/v1/messages", message(alice, bob, inIt)).expectProblem(409, "limit-reached");
        assertThat(limit.texts("/errors", "field")).containsExactly("conversation_id");
        assertThat(get(path).text("/state")).isEqualTo("halted");
    }
}
