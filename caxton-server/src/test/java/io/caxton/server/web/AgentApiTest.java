package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentApiTest extends ApiTest {
    private static final String AGENTS = "/api/v1/agents/";

    @Test
    void registersAndShowsAnInstance() {
        String name = newName();
        Answer created = post(
                        "/api/v1/agents",
                        "{'name':'" + name + "','capabilities':['data-analysis:v2.0',{'name':'charts','version':'v1.0',"
                                + "'description':'draws'}],'delivery':{'mode':'pull'},'lease':'PT60S','max_in_flight':16,"
                                + "'metadata':{'team':'bi'}}")
                .expect(201);
        String id = created.text("/agent_id");
        assertThat(created.header("Location")).isEqualTo("/api/v1/agents/" + id);
        assertThat(created.text("/name")).isEqualTo(name);
        assertThat(created.text("/status")).isEqualTo("ready");
        assertThat(created.text("/node_id")).isNotBlank();
        assertThat(Instant.parse(created.text("/lease_expires_at"))).isAfter(Instant.now());
        assertThat(created.texts("/capabilities", "name")).containsExactly("data-analysis", "charts");
        assertThat(created.texts("/capabilities", "version")).containsExactly("v2.0", "v1.0");
        assertThat(created.text("/capabilities/1/description")).isEqualTo("draws");
        assertThat(created.text("/metadata/team")).isEqualTo("bi");
        assertThat(created.text("/delivery/mode")).isEqualTo("pull");

        assertThat(get(created.header("Location")).expect(200).text("/agent_id"))
                .isEqualTo(id);
    }

    @Test
    void namesEverythingThatIsWrongWithARegistration() {
        post("/api/v1/agents", "{'name':'No','lease':'1 minute','max_in_flight':'many','metdata':{}}")
                .expectInvalid("name", "lease", "max_in_flight", "metdata");
        post("/api/v1/agents", "{'name':'a','delivery':{'mode':'webhook','url':'http://127.0.0.1/'}}")
                .expectInvalid("delivery.url");
    }

    @Test
    void changesWhatAnInstanceOffers() {
        String id = register(newName(), ",'capabilities':['before']");
        Answer changed = send(json("PATCH", "/api/v1/agents/" + id, "{'capabilities':['after'],'max_in_flight':2}"))
                .expect(200);
        assertThat(changed.texts("/capabilities", "name")).containsExactly("after");
        assertThat(changed.body().path("max_in_flight").intValue()).isEqualTo(2);
        send(json("PATCH", "/api/v1/agents/" + id, "{'name':'other'}")).expectInvalid("name");
        send(json("PATCH", "/api/v1/agents/none", "{}")).expectProblem(404, "no-such-agent");
    }

    @Test
    void heartbeatsRenewTheLeaseAndTellStatusAndLoad() {
        String id = register(newName());
        Instant before = Instant.parse(get("/api/v1/agents/" + id).text("/lease_expires_at"));
        Answer beaten = post("/api/v1/agents/" + id + "/heartbeat", "{'status':'busy','load':0.5}")
                .expect(200);
        assertThat(beaten.text("/status")).isEqualTo("busy");
        assertThat(beaten.body().path("load").doubleValue()).isEqualTo(0.5);
        assertThat(Instant.parse(beaten.text("/lease_expires_at"))).isAfter(before);
        post("/api/v1/agents/" + id + "/heartbeat").expect(200);
        post("/api/v1/agents/" + id + "/heartbeat", "{'status':'lost','load':2}")
                .expectInvalid("status", "load");
        post("/api/v1/agents/none/heartbeat", "{}").expectProblem(404, "no-such-agent");
    }

    @Test
    void anInstanceGoesOnWithItsIdAndWhatItHadInHandComesAgain() {
        String name = newName();
        String id = register(name);
        String message = accepted("bi-bot", name);
        get(AGENTS + id + "/messages").expect(200);
        assertThat(register(name, ",'agent_id':'" + id + "','capabilities':['more']"))
                .isEqualTo(id);
        Answer again = get(AGENTS + id + "/messages").expect(200);
        assertThat(again.texts("/messages", "message_id")).containsExactly(message);
        assertThat(again.body().at("/messages/0/lease/attempt").intValue()).isEqualTo(2);
        assertThat(get(AGENTS + id).texts("/capabilities", "name")).containsExactly("more");
        post("/api/v1/agents", "{'name':'" + newName() + "','agent_id':'" + id + "'}")
                .expectProblem(409, "agent-not-known");
        post("/api/v1/agents", "{'name':'" + name + "','agent_id':'none'}").expectProblem(409, "agent-not-known");
    }

    @Test
    void removesAnInstance() {
        String id = register(newName());
        delete("/api/v1/agents/" + id).expect(204);
        get("/api/v1/agents/" + id).expectProblem(404, "no-such-agent");
        delete("/api/v1/agents/" + id).expectProblem(404, "no-such-agent");
        delete("/api/v1/agents/" + id + "?drain=perhaps").expectInvalid("drain");
    }

    @Test
    void aDrainingInstanceFinishesWhatItHasAndIsHandedNothingNew() {
        String name = newName();
        String id = register(name);
        String first = accepted("drain-client", name);
        get(mailbox(id)).expect(200);
        assertThat(delete("/api/v1/agents/" + id + "?drain=true").expect(202).text("/status"))
                .isEqualTo("draining");
        accepted("drain-client", name);
        assertThat(get(mailbox(id)).expect(200).body().path("messages").size()).isZero();
        post(mailbox(id) + "/" + first + "/ack").expect(204);
        await(() -> get("/api/v1/agents/" + id).status() == 404);
        String successor = register(name);
        assertThat(get(mailbox(successor) + "?wait=PT30S")
                        .expect(200)
                        .body()
                        .path("messages")
                        .size())
                .isEqualTo(1);
        String idle = register(newName());
        delete("/api/v1/agents/" + idle + "?drain=true").expect(204);
    }

    @Test
    void listsInPagesAndByFilters() {
        String name = newName();
        String capability = "cap-" + name;
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(register(name, ",'capabilities':['" + capability + ":v" + i + "']"));
        }
        post("/api/v1/agents/" + ids.get(0) + "/heartbeat", "{'status':'busy'}");

        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get("/api/v1/agents?limit=2&name=" + name + cursor).expect(200);
            assertThat(page.body().path("agents").size()).isLessThanOrEqualTo(2);
            paged.addAll(page.texts("/agents", "agent_id"));
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.text("/next_cursor");
        } while (!cursor.isEmpty());
        assertThat(paged).containsExactlyInAnyOrderElementsOf(ids).isSorted();

        assertThat(get("/api/v1/agents?capability=" + capability + ":v3").texts("/agents", "agent_id"))
                .containsExactly(ids.get(3));
        assertThat(get("/api/v1/agents?status=busy&name=" + name).texts("/agents", "agent_id"))
                .containsExactly(ids.get(0));
        String node = get("/api/v1/agents/" + ids.get(0)).text("/node_id");
        assertThat(get("/api/v1/agents?node=" + node + "&name=" + name)
                        .body()
                        .path("agents")
                        .size())
                .isEqualTo(5);
        assertThat(get("/api/v1/agents?node=another").body().path("agents").size())
                .isZero();
    }

    @Test
    void refusesQueriesThatMakeNoSense() {
        get("/api/v1/agents?limit=0").expectInvalid("limit");
        get("/api/v1/agents?limit=1001").expectInvalid("limit");
        get("/api/v1/agents?cursor=nonsense").expectInvalid("cursor");
        get("/api/v1/agents?statsu=ready&status=great&name=A").expectInvalid("statsu", "status", "name");
        get("/api/v1/agents?name=a&name=b").expectInvalid("name");
    }

    @Test
    void countsWhoOffersACapability() {
        String capability = "count-" + newName();
        register(newName(), ",'capabilities':['" + capability + ":v1','" + capability + ":v2']");
        register(newName(), ",'capabilities':['" + capability + "','zebra']");
        Answer all = get("/api/v1/capabilities").expect(200);
        var found = all.body()
                .path("capabilities")
                .valueStream()
                .filter(c -> c.path("name").asString().equals(capability))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).path("agents").intValue()).isEqualTo(2);
        assertThat(found.get(0).path("versions").toString()).isEqualTo("[\"v1\",\"v2\"]");
        Answer page = get("/api/v1/capabilities?limit=1").expect(200);
        assertThat(page.body().path("capabilities").size()).isEqualTo(1);
        get("/api/v1/capabilities?limit=1&cursor=" + page.text("/next_cursor")).expect(200);
    }
}
