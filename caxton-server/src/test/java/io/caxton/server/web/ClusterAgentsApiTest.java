package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Three servers in one cluster: the agents of each over the REST of any. */
class ClusterAgentsApiTest extends ClusteredApiTest {
    private static final String AGENTS = "/api/v1/agents";

    private List<String> known(String query) {
        return get(AGENTS + query).expect(200).texts("/agents", "agent_id");
    }

    @Test
    void whatRegistersAtOneIsKnownAtAll() {
        String mine = register("here", ",'capabilities':['sums:v1']");
        int second = others.start("second");
        int third = others.start("third");
        String theirs = at(third, () -> register("there", ",'capabilities':['sums:v2'],'metadata':{'zone':'b'}"));
        for (int each : List.of(port, second, third)) {
            await(() -> at(each, () -> known("")).equals(List.of(mine, theirs)));
            assertThat(at(each, () -> known("?capability=sums"))).containsExactly(mine, theirs);
            assertThat(at(each, () -> known("?capability=sums:v2"))).containsExactly(theirs);
            assertThat(at(each, () -> known("?name=here"))).containsExactly(mine);
            assertThat(at(each, () -> known("?node=third"))).containsExactly(theirs);
            assertThat(at(
                            each,
                            () -> get("/api/v1/cluster").body().path("agents").intValue()))
                    .isEqualTo(2);
        }
        pages(second, mine, theirs);
        whatIsElsewhere(third, theirs);
        goneFromOneGoneFromAll(second, third, theirs);
    }

    private void pages(int second, String mine, String theirs) {
        Answer first = at(second, () -> get(AGENTS + "?limit=1")).expect(200);
        assertThat(first.texts("/agents", "agent_id")).containsExactly(mine);
        Answer rest = at(second, () -> get(AGENTS + "?limit=1&cursor=" + first.text("/next_cursor")))
                .expect(200);
        assertThat(rest.texts("/agents", "agent_id")).containsExactly(theirs);
        assertThat(rest.body().path("next_cursor").isNull()).isTrue();
    }

    private void whatIsElsewhere(int third, String theirs) {
        Answer seen = get(AGENTS + "/" + theirs).expect(200);
        assertThat(seen.text("/node_id")).isEqualTo("third");
        assertThat(seen.text("/metadata/zone")).isEqualTo("b");
        assertThat(seen.body().path("reachable").booleanValue()).isTrue();
        assertThat(seen.body().has("lease_expires_at")).isFalse();
        Answer refused = post(AGENTS + "/" + theirs + "/heartbeat", "{}").expectProblem(421, "agent-elsewhere");
        assertThat(refused.text("/node_id")).isEqualTo("third");
        assertThat(refused.text("/http_address")).isEqualTo("127.0.0.1:" + third);
        get(AGENTS + "/" + theirs + "/messages").expectProblem(421, "agent-elsewhere");
        get(AGENTS + "/" + theirs + "/stream").expectProblem(421, "agent-elsewhere");
        get(AGENTS + "/" + theirs + "/link").expectProblem(421, "agent-elsewhere");
        delete(AGENTS + "/" + theirs).expectProblem(421, "agent-elsewhere");
        at(third, () -> post(AGENTS + "/" + theirs + "/heartbeat", "{'status':'busy'}"))
                .expect(200);
        await(() -> get(AGENTS + "/" + theirs).text("/status").equals("busy"));
    }

    private void goneFromOneGoneFromAll(int second, int third, String theirs) {
        String brief = at(third, () -> register("there"));
        await(() -> at(second, () -> known("?name=there")).equals(List.of(theirs, brief)));
        at(third, () -> delete(AGENTS + "/" + brief)).expect(204);
        await(() -> at(second, () -> known("?name=there")).equals(List.of(theirs)));
        others.stop("third");
        await(() ->
                !get(AGENTS + "/" + theirs).expect(200).body().path("reachable").booleanValue());
        assertThat(known("?name=there")).containsExactly(theirs);
    }
}
