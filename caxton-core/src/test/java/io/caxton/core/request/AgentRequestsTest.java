package io.caxton.core.request;

import static io.caxton.core.request.RequestAssertions.errorsOf;
import static io.caxton.core.request.RequestAssertions.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.Claim;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.agent.Webhook;
import io.caxton.core.agent.WebhookSecret;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.engine.Registration;
import io.caxton.core.engine.WebhookChange;
import io.caxton.core.request.AgentRequests.Heartbeat;
import io.caxton.core.request.MailboxRequests.Nack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AgentRequestsTest {
    private static final String SECRET = "whsec_" + "QUFB".repeat(8);
    private static final RequestLimits LIMITS = RequestLimits.DEFAULT;

    private static Map<String, String> registerErrors(String text) {
        return errorsOf(json -> AgentRequests.register(json, LIMITS), text);
    }

    @Test
    void aNameIsEnoughToRegister() {
        assertThat(AgentRequests.register(json("{'name':'a'}"), LIMITS))
                .isEqualTo(new Registration(
                        new AgentName("a"),
                        List.of(),
                        AgentMode.PULL,
                        Duration.ofSeconds(60),
                        16,
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(AgentRequests.register(json("{'name':'a','agent_id':'x-1'}"), LIMITS)
                        .claim())
                .contains(new Claim("x-1", Claim.FIRST));
        assertThat(registerErrors("{'name':'a','agent_id':'" + "x".repeat(129) + "'}"))
                .containsOnlyKeys("agent_id");
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
    void aWebhookHasAUrlAndMayHaveASecret() {
        Registration registration = AgentRequests.register(
                json("{'name':'a','delivery':{'mode':'webhook','url':'https://example.com/in','secret':'" + SECRET
                        + "'}}"),
                LIMITS);
        assertThat(registration.mode()).isEqualTo(AgentMode.WEBHOOK);
        Webhook webhook = registration.webhook().orElseThrow();
        assertThat(webhook.url()).isEqualTo("https://example.com/in");
        assertThat(webhook.secrets()).extracting(WebhookSecret::text).containsExactly(SECRET);
        assertThat(registration.toString()).doesNotContain(SECRET, "example.com");
        assertThat(registerErrors("{'name':'a','delivery':{'mode':'webhook'}}")).containsOnlyKeys("delivery.url");
        assertThat(registerErrors("{'name':'a','lease':'PT5S','delivery':{'mode':'webhook','url':'http://h'}}"))
                .containsOnlyKeys("lease");
        assertThat(registerErrors("{'name':'a','delivery':{'mode':'pull','url':'https://example.com','secret':1}}"))
                .containsOnlyKeys("delivery.url", "delivery.secret");
        assertThat(registerErrors("{'name':'a','delivery':{'mode':'push'}}")).containsOnlyKeys("delivery.mode");
    }

    @Test
    void aSecretIsLongEnoughAndNotRepeatedInAnError() {
        for (String bad : List.of("secret", "whsec_", "whsec_c2hvcnQ=", "whsec_!!", "whsec_" + "QUFB".repeat(22))) {
            assertThat(registerErrors(
                            "{'name':'a','delivery':{'mode':'webhook','url':'http://h','secret':'" + bad + "'}}"))
                    .containsExactly(Map.entry("delivery.secret", "must be whsec_ and then 24 to 64 bytes in base64"));
        }
    }

    @Test
    void anUpdateMayMoveAWebhookButNotChangeTheMode() {
        AgentUpdate update =
                AgentRequests.update(json("{'delivery':{'url':'http://h/2','secret':'" + SECRET + "'}}"), LIMITS);
        assertThat(update.webhook().orElseThrow())
                .isEqualTo(new WebhookChange(
                        Optional.of("http://h/2"), Optional.of(new WebhookSecret(SECRET, Optional.empty()))));
        assertThat(errorsOf(json -> AgentRequests.update(json, LIMITS), "{'delivery':{'mode':'pull'}}"))
                .containsOnlyKeys("delivery.mode");
    }

    @Test
    void anUpdateChangesOnlyWhatItNames() {
        assertThat(AgentRequests.update(json("{'max_in_flight':2}"), LIMITS))
                .isEqualTo(new AgentUpdate(Optional.empty(), Optional.of(2), Optional.empty(), Optional.empty()));
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
