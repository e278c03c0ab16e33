package io.caxton.core.request;

import static io.caxton.core.request.RequestAssertions.errorsOf;
import static io.caxton.core.request.RequestAssertions.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.engine.Registration;
import io.caxton.core.request.AgentRequests.Heartbeat;
import io.caxton.core.request.MailboxRequests.Nack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AgentRequestsTest {
    private static final RequestLimits LIMITS = RequestLimits.DEFAULT;

    private static Map<String, String> registerErrors(String text) {
        return errorsOf(json -> AgentRequests.register(json, LIMITS), text);
    }

    @Test
    void aNameIsEnoughToRegister() {
        assertThat(AgentRequests.register(json("{'name':'a'}"), LIMITS))
                .isEqualTo(new Registration(
                        new AgentName("a"), List.of(), AgentMode.PULL, Duration.ofSeconds(60), 16, Map.of()));
    }

    @Test
    void capabilitiesAreTextsOrObjects() {
        Registration registration = AgentRequests.register(
                json(
                        "{'name':'a','capabilities':['data:v2','plain',{'name':'charts','version':'v1','description':'d'}],"
                                + "'delivery':{'mode':'pull'},'lease':'PT1S','max_in_flight':1000,'metadata':{'k':'v'}}"),
                LIMITS);
        assertThat(registration.capabilities())
                .containsExactly(
                        new OfferedCapability(new Capability("data", Optional.of("v2")), ""),
                        new OfferedCapability(new Capability("plain", Optional.empty()), ""),
                        new OfferedCapability(new Capability("charts", Optional.of("v1")), "d"));
        assertThat(registration.lease()).isEqualTo(Duration.ofSeconds(1));
        assertThat(registration.metadata()).isEqualTo(Map.of("k", "v"));
    }

    @Test
    void everyErrorOfARegistrationIsNamed() {
        assertThat(registerErrors("{'name':'A!','capabilities':['x','x','',{'nam':'y'},7],'lease':'PT0S',"
                        + "'max_in_flight':0,'metadata':[],'deliver':{}}"))
                .containsOnlyKeys(
                        "name",
                        "capabilities[1]",
                        "capabilities[2]",
                        "capabilities[3].name",
                        "capabilities[3].nam",
                        "capabilities[4]",
                        "lease",
                        "max_in_flight",
                        "metadata",
                        "deliver");
    }

    @Test
    void webhooksAreRefusedWithAReason() {
        assertThat(registerErrors("{'name':'a','delivery':{'mode':'webhook','url':'https://example.com'}}"))
                .containsEntry("delivery.mode", "webhook is not available yet in this version; use pull");
        assertThat(registerErrors("{'name':'a','delivery':{'mode':'pull','url':'https://example.com'}}"))
                .containsOnlyKeys("delivery.url");
    }

    @Test
    void anUpdateChangesOnlyWhatItNames() {
        assertThat(AgentRequests.update(json("{'max_in_flight':2}"), LIMITS))
                .isEqualTo(new AgentUpdate(Optional.empty(), Optional.of(2), Optional.empty()));
        assertThat(errorsOf(json -> AgentRequests.update(json, LIMITS), "{'name':'b','status':'ready'}"))
                .containsOnlyKeys("name", "status");
    }

    @Test
    void aHeartbeatMaySayNothing() {
        assertThat(AgentRequests.heartbeat(json("{}")))
                .isEqualTo(new Heartbeat(Optional.empty(), OptionalDouble.empty()));
        assertThat(AgentRequests.heartbeat(json("{'status':'busy','load':1}")))
                .isEqualTo(new Heartbeat(Optional.of(AgentStatus.BUSY), OptionalDouble.of(1)));
        assertThat(errorsOf(AgentRequests::heartbeat, "{'status':'lost','load':1e999}"))
                .containsOnlyKeys("status", "load");
    }

    @Test
    void anUnhandledMessageComesBackUnlessSaidOtherwise() {
        assertThat(MailboxRequests.nack(json("{}"))).isEqualTo(new Nack("no reason given", true, Optional.empty()));
        assertThat(MailboxRequests.nack(json("{'reason':'r','requeue':true,'delay':'PT5S'}")))
                .isEqualTo(new Nack("r", true, Optional.of(Duration.ofSeconds(5))));
        assertThat(errorsOf(MailboxRequests::nack, "{'requeue':false,'delay':'PT5S'}"))
                .containsOnlyKeys("delay");
        assertThat(errorsOf(json -> MailboxRequests.extend(json, LIMITS), "{}")).containsOnlyKeys("lease");
    }
}
