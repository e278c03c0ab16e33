package io.caxton.server.web;

import java.util.UUID;

/** What a request can be about: an agent of the owner with a message of each kind, or ids that nothing has. */
record AccessWorld(String name, String agentId, String messageId, String conversationId, String deadId, String key) {

    static AccessWorld existing(SecuredApiTest api, boolean dead) {
        String name = "own-" + ApiTest.newName();
        String agentId = api.register(name);
        String key = name + "/remembered";
        ApiTest.send(api.json("PUT", "/api/v1/state/" + key, "{'secret':'of the owner'}"))
                .expect(201);
        String deadId = dead ? dead(api, name, agentId) : UUID.randomUUID().toString();
        String messageId = api.accepted("own-sender", name, ",'content':'for the owner only'");
        ApiTest.await(() -> api.get(ApiTest.mailbox(agentId) + "?wait=PT1S")
                .texts("/messages", "message_id")
                .contains(messageId));
        // Another one that waits to be leased.
        api.accepted("own-sender", name);
        return new AccessWorld(name, agentId, messageId, messageId, deadId, key);
    }

    private static String dead(SecuredApiTest api, String name, String agentId) {
        String id = api.accepted("own-sender", name);
        for (int i = 0; i < ApiTest.MAX_ATTEMPTS; i++) {
            ApiTest.await(() -> api.get(ApiTest.mailbox(agentId) + "?wait=PT1S")
                    .texts("/messages", "message_id")
                    .contains(id));
            api.post(ApiTest.mailbox(agentId) + "/" + id + "/nack", "{'reason':'broken','delay':'PT0S'}")
                    .expect(204);
        }
        return id;
    }

    /** The same words, and nothing there. */
    static AccessWorld absent() {
        String name = "own-" + ApiTest.newName();
        return new AccessWorld(name, id(), id(), id(), id(), name + "/remembered");
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    /** An answer without the ids that it was asked with. */
    String blank(String body) {
        return body.replace(agentId, "AGENT")
                .replace(deadId, "DEAD")
                .replace(messageId, "ID")
                .replace(conversationId, "ID")
                .replace(name, "NAME");
    }
}
