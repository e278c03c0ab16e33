package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterApiTest extends ApiTest {
    private final String name = newName();
    private final String list = "/api/v1/dead-letters?agent=" + name;

    private void kill(String agent, String messageId) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            await(() -> get(mailbox(agent) + "?wait=PT1S")
                    .texts("/messages", "message_id")
                    .contains(messageId));
            post(mailbox(agent) + "/" + messageId + "/nack", "{'reason':'broken','delay':'PT0S'}")
                    .expect(204);
        }
    }

    @Test
    void listsRedrivesAndPutsAway() {
        String agent = register(name);
        String id = accepted("bi-bot", name, ",'content':'x'");
        kill(agent, id);
        Answer dead = get(list).expect(200);
        assertThat(dead.texts("/dead_letters", "message_id")).containsExactly(id);
        assertThat(dead.text("/dead_letters/0/dead/agent_name")).isEqualTo(name);
        assertThat(dead.body().at("/dead_letters/0/dead/attempts").intValue()).isEqualTo(MAX_ATTEMPTS);
        assertThat(dead.text("/dead_letters/0/dead/reason")).contains("broken");
        assertThat(dead.text("/dead_letters/0/content")).isEqualTo("x");
        assertThat(dead.body().path("next_cursor").isNull()).isTrue();

        Answer redriven = post("/api/v1/dead-letters/" + id + "/redrive").expect(202);
        assertThat(redriven.body().path("redriven").intValue()).isEqualTo(1);
        assertThat(get(list).body().path("dead_letters").size()).isZero();
        post("/api/v1/dead-letters/" + id + "/redrive").expectProblem(404, "no-such-dead-letter");

        kill(agent, id);
        delete("/api/v1/dead-letters/" + id).expect(204);
        assertThat(get(list).body().path("dead_letters").size()).isZero();
        assertThat(get("/api/v1/messages/" + id).text("/status")).isEqualTo("dead");
        delete("/api/v1/dead-letters/" + id).expectProblem(404, "no-such-dead-letter");
    }

    @Test
    void aBroadcastThatDiedTwiceIsOnOnePage() {
        String other = newName();
        String capability = "cap-" + name;
        String one = register(name, ",'capabilities':['" + capability + "']");
        String two = register(other, ",'capabilities':['" + capability + "']");
        String id = post(
                        "/api/v1/messages",
                        "{'performative':'inform','sender':'bi-bot','capability':'" + capability
                                + "','routing':{'strategy':'broadcast'}}")
                .expect(202)
                .text("/message_id");
        kill(one, id);
        kill(two, id);
        String single = accepted("bi-bot", name);
        kill(one, single);

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get("/api/v1/dead-letters?limit=1" + cursor).expect(200);
            listed.addAll(page.texts("/dead_letters", "message_id"));
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.text("/next_cursor");
        } while (!cursor.isEmpty());
        assertThat(listed).containsSubsequence(id, id, single);
        get("/api/v1/dead-letters?agent=No&limit=0&cursor=x").expectInvalid("agent", "limit", "cursor");
    }
}
