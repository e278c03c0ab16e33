package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an agent may send, and what ids it may choose for that. */
class OwnIdsApiTest extends SecuredApiTest {
    private static final String SEND = "/api/v1/messages";

    private final String name = "own-" + newName();
    private final String stranger = "other-" + newName();

    private Answer send(String key, String body) {
        return send(as(key, json("POST", SEND, body)));
    }

    @Test
    void idsAreChosenWhereTheyMeetNobodyElses() {
        register(name);
        send(OTHER, message(stranger, name, ",'message_id':'order-1'")).expectProblem(403, "forbidden");
        send(OTHER, message(stranger, name, ",'message_id':'own-a:1'")).expectProblem(403, "forbidden");
        send(OTHER, message(stranger, name, ",'message_id':'" + stranger + ":1'"))
                .expect(202);
        send(OTHER, message(stranger, name, ",'message_id':'" + UUID.randomUUID() + "'"))
                .expect(202);
        send(ADMIN, message(stranger, name, ",'message_id':'" + newName() + "'"))
                .expect(202);
    }

    @Test
    void anIdInUseIsRefusedLikeOneThatIsNot() {
        register(name);
        String used = newName();
        accepted("own-a", name, ",'message_id':'" + used + "','conversation_id':'" + used + "-c'");
        for (String field : new String[] {"message_id", "conversation_id"}) {
            String suffix = field.equals("message_id") ? "" : "-c";
            Answer inUse = send(OTHER, message(stranger, name, ",'" + field + "':'" + used + suffix + "'"));
            Answer free = send(OTHER, message(stranger, name, ",'" + field + "':'free-" + used + suffix + "'"));
            inUse.expectProblem(403, "forbidden");
            assertThat(inUse.texts("/errors", "field")).containsExactly(field);
            assertThat(inUse.response().body()).isEqualTo(free.response().body());
        }
    }

    @Test
    void aKeyOfAnotherSenderIsNoRepeat() {
        register(name);
        String key = newName();
        String first = send(as(OWNER, json("POST", SEND, message("own-a", name)))
                        .header("Idempotency-Key", key))
                .expect(202)
                .text("/message_id");
        String second = send(as(OTHER, json("POST", SEND, message(stranger, name)))
                        .header("Idempotency-Key", key))
                .expect(202)
                .text("/message_id");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void oneSpeaksInAConversationOfOthersOnlyWhenSpokenTo() {
        String conversation = UUID.randomUUID().toString();
        String in = ",'conversation_id':'" + conversation + "'";
        String mine = register(name);
        String theirs = register(stranger);
        send(OWNER, message("own-a", name, in)).expect(202);
        send(OTHER, message(stranger, name, in)).expectProblem(403, "forbidden");
        send(as(OTHER, anonymous("/api/v1/conversations/" + conversation))).expect(404);
        send(OWNER, message(name, stranger, in)).expect(202);
        send(OTHER, message(stranger, name, in)).expect(202);
        assertThat(send(as(OTHER, anonymous("/api/v1/conversations/" + conversation + "/messages")))
                        .expect(200)
                        .body()
                        .path("messages")
                        .size())
                .isEqualTo(3);
        assertThat(mine).isNotEqualTo(theirs);
    }

    @Test
    void aBatchIsAskedItemByItem() {
        register(name);
        Answer batch = send(as(
                        OTHER,
                        json(
                                "POST",
                                SEND + "/batch",
                                "{'messages':[" + message(stranger, name) + "," + message("own-a", name) + ","
                                        + message(stranger, name, ",'message_id':'x'") + "]}")))
                .expect(202);
        assertThat(batch.body()
                        .at("/results")
                        .valueStream()
                        .map(result -> result.path("status").intValue()))
                .containsExactly(202, 403, 403);
    }

    @Test
    void ofABroadcastThatDiedEachRedrivesItsOwnPart() {
        String capability = "cap-" + newName();
        String one = register(name, ",'capabilities':['" + capability + "']");
        String two = register(stranger, ",'capabilities':['" + capability + "']");
        String id = post(
                        SEND,
                        "{'performative':'inform','sender':'own-a','capability':'" + capability
                                + "','delivery':'at_most_once','routing':{'strategy':'broadcast'}}")
                .expect(202)
                .text("/message_id");
        for (String agent : new String[] {one, two}) {
            get(mailbox(agent)).expect(200);
            post(mailbox(agent) + "/" + id + "/nack", "{'reason':'broken'}").expect(204);
        }
        Answer redriven = send(as(
                        OTHER,
                        anonymous("/api/v1/dead-letters/" + id + "/redrive")
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody())))
                .expect(202);
        assertThat(redriven.body().path("redriven").intValue()).isEqualTo(1);
        assertThat(get("/api/v1/dead-letters?agent=" + name).texts("/dead_letters", "message_id"))
                .containsExactly(id);
        assertThat(get("/api/v1/dead-letters?agent=" + stranger)
                        .body()
                        .path("dead_letters")
                        .size())
                .isZero();
        send(as(OWNER, anonymous("/api/v1/dead-letters"))).expectProblem(403, "forbidden");
    }
}
