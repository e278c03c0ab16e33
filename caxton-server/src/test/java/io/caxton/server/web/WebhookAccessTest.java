package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the names of a node's own network are is nothing that an agent learns from it. */
class WebhookAccessTest extends SecuredApiTest {
    private String refusal(String key, String host) {
        String body = "{'name':'own-hook','delivery':{'mode':'webhook','url':'https://" + host + "/in'}}";
        return send(as(key, json("POST", "/api/v1/agents", body)))
                .expectInvalid("delivery.url")
                .response()
                .body();
    }

    @Test
    void onlyAnAdminLearnsWhetherANameIsKnown() {
        String unknown = refusal(OWNER, "nowhere.invalid");
        assertThat(refusal(OWNER, "localhost")).isEqualTo(unknown);
        assertThat(refusal(OWNER, "127.0.0.1")).isEqualTo(unknown);
        assertThat(refusal(ADMIN, "nowhere.invalid")).contains("its host is not known");
        assertThat(refusal(ADMIN, "localhost")).contains("leads to an address that is not public");
    }

    @Test
    void aChangeOfTheUrlTellsNoMore() {
        String agent = send(as(
                        OWNER,
                        json(
                                "POST",
                                "/api/v1/agents",
                                "{'name':'own-hook','delivery':{'mode':'webhook','url':'https://1.1.1.1/in'}}")))
                .expect(201)
                .text("/agent_id");
        assertThat(change(agent, "localhost")).isEqualTo(change(agent, "nowhere.invalid"));
    }

    private String change(String agent, String host) {
        String body = "{'delivery':{'url':'https://" + host + "/in'}}";
        return send(as(OWNER, json("PATCH", "/api/v1/agents/" + agent, body)))
                .expectInvalid("delivery.url")
                .response()
                .body();
    }
}
