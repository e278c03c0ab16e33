package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** What a node with credentials shows of itself. */
@TestPropertySource(properties = "management.health.diskspace.enabled=false")
class ActuatorApiTest extends SecuredApiTest {

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void probesNeedNoKeyAndTellNothing(String probe) {
        assertThat(send(anonymous(probe)).expect(200).body().path("components").isMissingNode())
                .isTrue();
        assertThat(send(as(OWNER, anonymous(probe)))
                        .expect(200)
                        .body()
                        .path("components")
                        .isMissingNode())
                .isTrue();
        send(as("wrong", anonymous(probe))).expect(401);
    }

    @Test
    void viewersAndAdminsSeeDetails() {
        for (String key : new String[] {VIEWER, ADMIN}) {
            assertThat(send(as(key, anonymous("/actuator/health")))
                            .expect(200)
                            .body()
                            .at("/components/localState/details")
                            .isObject())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/metrics",
                "/actuator/prometheus",
                "/actuator/info",
                "/actuator",
                "/actuator/health/localState"
            })
    void theRestIsForViewersAndAdmins(String path) {
        send(anonymous(path)).expectProblem(401, "unauthenticated");
        send(as(OWNER, anonymous(path))).expectProblem(403, "forbidden");
        send(as(VIEWER, anonymous(path))).expect(200);
        send(as(ADMIN, anonymous(path))).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3/api-docs", "/v3/api-docs/swagger-config", "/swagger-ui/index.html"})
    void theDescriptionIsForWhoComesIn(String path) {
        send(anonymous(path)).expectProblem(401, "unauthenticated");
        send(as(OWNER, anonymous(path))).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/no/such/path", "/error", "/api/v1/nothing", "/actuator/env", "/mcp"})
    void nobodyLearnsWhichPathsThereAre(String path) {
        send(anonymous(path)).expectProblem(401, "unauthenticated");
    }

    @Test
    void pathsSpelledOddlyAreNoWayAround() {
        for (String path : new String[] {
            "/actuator/health/..;/metrics",
            "/actuator//metrics",
            "/actuator/health/%2e%2e/metrics",
            "/actuator/health;/../metrics",
            "/actuator/metrics;/health",
            "/actuator/metrics/",
            "//api/v1/agents",
            "/api/v1/state/..;/..;/..;/actuator/metrics",
            "/api/v1/state/../../../actuator/metrics"
        }) {
            assertThat(RawHttp.request(port, "GET", path))
                    .as(path)
                    .containsPattern("^HTTP/1.1 40[0-14]")
                    .doesNotContain("jvm.memory", "\"names\"");
        }
    }

    @Test
    void nobodyGetsACookie() {
        Answer answer = get("/api/v1/agents").expect(200);
        assertThat(answer.response().headers().map()).doesNotContainKeys("set-cookie", "Set-Cookie");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
}
