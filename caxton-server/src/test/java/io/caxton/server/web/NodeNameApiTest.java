package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A key for names that start as the node's own does. */
@TestPropertySource(
        properties = {
            "caxton.security.api-keys[4].id=c",
            // Of the text "key-of-c".
            "caxton.security.api-keys[4].sha256=859b90e31e5892c32c90cb0fac6dfd8f395d51d8ffce2f71137c149048d04307",
            "caxton.security.api-keys[4].roles=agent",
            "caxton.security.api-keys[4].agents=c*"
        })
class NodeNameApiTest extends SecuredApiTest {
    private static final String KEY = "key-of-c";

    @Test
    void whatTheNodeTellsOthersIsNotForWhoeverIsNamedLikeIt() {
        String asker = "own-" + newName();
        String worker = "own-" + newName();
        String mailbox = mailbox(register(asker));
        String agent = register(worker);
        String id = accepted(asker, worker);
        await(() -> get(mailbox(agent) + "?wait=PT1S")
                .texts("/messages", "message_id")
                .contains(id));
        post(mailbox(agent) + "/" + id + "/nack", "{'reason':'no','requeue':false}")
                .expect(204);
        List<String> notice = new ArrayList<>();
        await(() -> {
            Answer received = get(mailbox + "?wait=PT1S").expect(200);
            if (received.texts("/messages", "sender").contains("caxton")) {
                notice.add(received.text("/messages/0/message_id"));
            }
            return !notice.isEmpty();
        });
        String path = "/api/v1/messages/" + notice.get(0);
        assertThat(get(path).expect(200).response().body()).contains("caxton");
        send(as(KEY, anonymous(path))).expectProblem(404, "no-such-message");
        send(as(KEY, anonymous("/api/v1/conversations/" + id))).expectProblem(404, "no-such-conversation");
        send(as(KEY, anonymous("/api/v1/state?prefix=caxton/"))).expectProblem(403, "forbidden");
    }
}
