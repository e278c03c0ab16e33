package io.caxton.server.web;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The same rules wherever the actuator was moved to, and for endpoints that change something. */
@TestPropertySource(
        properties = {
            "management.endpoints.web.base-path=/manage",
            "management.endpoints.web.exposure.include=health,metrics,loggers"
        })
class ActuatorPathApiTest extends SecuredApiTest {

    @Test
    void agentsSeeNothingOfItAndViewersChangeNothing() {
        send(anonymous("/manage/metrics")).expectProblem(401, "unauthenticated");
        for (String path :
                new String[] {"/manage", "/manage/metrics", "/manage/loggers", "/manage/health/localState"}) {
            send(as(OWNER, anonymous(path))).expectProblem(403, "forbidden");
            send(as(VIEWER, anonymous(path))).expect(200);
        }
        String logger = "/manage/loggers/io.caxton.none";
        String level = "{'configuredLevel':'ERROR'}";
        send(as(OWNER, json("POST", logger, level))).expectProblem(403, "forbidden");
        send(as(VIEWER, json("POST", logger, level))).expectProblem(403, "forbidden");
        send(as(ADMIN, json("POST", logger, level))).expect(204);
    }
}
