package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A node that is none of a cluster. */
class ClusterApiTest extends ApiTest {
    private static final String ROOT = "/api/v1/cluster";

    @Test
    void isAClusterOfOne() {
        Answer cluster = get(ROOT).expect(200);
        assertThat(cluster.text("/state")).isEqualTo("off");
        assertThat(cluster.body().path("size").intValue()).isEqualTo(1);
        assertThat(cluster.body().path("alive").intValue()).isEqualTo(1);
        assertThat(cluster.body().path("dead").intValue()).isZero();
        assertThat(cluster.body().path("epoch").longValue()).isPositive();
        Answer members = get(ROOT + "/members").expect(200);
        assertThat(members.texts("/members", "node_id")).containsExactly(cluster.text("/node_id"));
        assertThat(members.text("/members/0/status")).isEqualTo("alive");
        assertThat(members.body().at("/members/0/tags/role").asString()).isEqualTo("caxton");
        assertThat(members.body().path("next_cursor").isNull()).isTrue();
    }

    @Test
    void changesNameTheProperty() {
        String key = "{'operation':'install','key':'MDEyMzQ1Njc4OWFiY2RlZg=='}";
        assertThat(post(ROOT + "/leave", "{}")
                        .expectProblem(409, "not-clustered")
                        .text("/detail"))
                .contains("caxton.cluster.enabled");
        assertThat(post(ROOT + "/keys", key).expectProblem(409, "not-clustered").text("/detail"))
                .contains("caxton.cluster.enabled");
        get(ROOT + "/keys").expectProblem(409, "not-clustered");
        assertThat(delete(ROOT + "/members/b")
                        .expectProblem(409, "not-clustered")
                        .text("/detail"))
                .contains("caxton.cluster.enabled");
    }

    @Test
    void badInputIsToldFieldByField() {
        get(ROOT + "?limit=1").expectInvalid("limit");
        get(ROOT + "/members?limit=0&cursor=x").expectInvalid("limit", "cursor");
        post(ROOT + "/leave", "{'force':true}").expectInvalid("force");
        delete(ROOT + "/members/b?force=true").expectInvalid("force");
        post(ROOT + "/keys", "{'operation':'burn'}").expectInvalid("operation", "key");
        post(ROOT + "/keys", "{'operation':'use','key':'MDEyMzQ1Njc4OWFiY2RlZg==','fingerprint':'00'}")
                .expectInvalid("key");
        Answer wrong = post(ROOT + "/keys", "{'operation':'install','key':'by-mistake'}")
                .expectInvalid("key");
        assertThat(wrong.response().body()).doesNotContain("by-mistake");
    }
}
