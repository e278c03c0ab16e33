package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.cluster.ClusterState;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

/** Two servers in one cluster: members, keys and the goodbye over REST. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = "caxton.security.audit.enabled=true")
class ClusterKeysApiTest extends ClusteredApiTest {
    private static final String OLD = KEY;
    private static final String NEXT = "ZmVkY2JhOTg3NjU0MzIxMA==";
    private static final String ROOT = "/api/v1/cluster";

    @Test
    void aKeyIsRotatedAndANodeLeaves(CapturedOutput output) {
        int second = others.start("second");
        await(() -> get(ROOT).body().path("alive").intValue() == 2);
        ClusterNode other = others.server("second").getBean(ClusterNode.class);
        await(() -> other.status().size() == 2);
        membersAreTold(second);
        rotate(output);
        leave(other);
    }

    private void membersAreTold(int second) {
        Answer first = get(ROOT + "/members?limit=1").expect(200);
        assertThat(first.texts("/members", "node_id")).containsExactly("first");
        assertThat(first.text("/members/0/http_address")).isEqualTo("127.0.0.1:" + port);
        assertThat(first.body().at("/members/0/agents").isInt()).isTrue();
        Answer rest =
                get(ROOT + "/members?cursor=" + first.text("/next_cursor")).expect(200);
        assertThat(rest.texts("/members", "node_id")).containsExactly("second");
        assertThat(rest.text("/members/0/http_address")).isEqualTo("127.0.0.1:" + second);
        assertThat(rest.body().path("next_cursor").isNull()).isTrue();
    }

    private void rotate(CapturedOutput output) {
        String old = get(ROOT + "/keys").expect(200).text("/keys/0/fingerprint");
        assertThat(old).matches("[0-9a-f]{32}");
        assertThat(post(ROOT + "/keys", "{'operation':'use','key':'" + NEXT + "'}")
                        .expectProblem(409, "keys-not-changed")
                        .text("/detail"))
                .contains("the key is not installed");
        post(ROOT + "/keys", "{'operation':'remove','fingerprint':'" + "0".repeat(32) + "'}")
                .expectProblem(409, "keys-not-changed");
        untilComplete("{'operation':'install','key':'" + NEXT + "'}");
        untilComplete("{'operation':'use','key':'" + NEXT + "'}");
        untilComplete("{'operation':'remove','fingerprint':'" + old + "'}");
        await(() -> {
            Answer keys = get(ROOT + "/keys").expect(200);
            return keys.body().path("complete").booleanValue()
                    && keys.texts("/keys", "primary_on").equals(List.of("2"))
                    && !keys.texts("/keys", "fingerprint").contains(old);
        });
        assertThat(output.getAll())
                .contains("act=cluster.keys resource=\"install ")
                .doesNotContain(OLD, NEXT);
    }

    private void untilComplete(String step) {
        await(() -> {
            Answer answer = post(ROOT + "/keys", step).expect(200);
            assertThat(answer.response().body()).doesNotContain(OLD, NEXT);
            return answer.body().path("complete").booleanValue()
                    && Set.copyOf(answer.texts("/members", "node_id")).equals(Set.of("first", "second"));
        });
    }

    private void leave(ClusterNode other) {
        Answer left = post(ROOT + "/leave", "{}").expect(200);
        assertThat(left.text("/state")).isEqualTo("left");
        assertThat(left.body().path("others_told").booleanValue()).isTrue();
        post(ROOT + "/leave", "{}").expect(200);
        await(() -> other.status().size() == 1);
        assertThat(other.status().state()).isEqualTo(ClusterState.JOINED);
        assertThat(get(ROOT).body().path("size").intValue()).isEqualTo(1);
        get(ROOT + "/keys").expectProblem(409, "keys-not-changed");
        get("/actuator/health/readiness").expect(200);
    }
}
