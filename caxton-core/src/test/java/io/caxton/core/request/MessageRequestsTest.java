package io.caxton.core.request;

import static io.caxton.core.request.RequestAssertions.errorsOf;
import static io.caxton.core.request.RequestAssertions.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.Routing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageRequestsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String LEAST = "'performative':'request','sender':'bi-bot','receiver':'sales-analyzer'";

    private final RequestContext context = RequestContext.of(RequestLimits.DEFAULT, NOW, new Random(1));

    private Submission parse(String text) {
        return MessageRequests.parse(json(text), context);
    }

    private Map<String, String> errors(String text) {
        return errorsOf(json -> MessageRequests.parse(json, context), text);
    }

    @Test
    void theLeastThatIsAMessage() {
        Submission submission = parse("{" + LEAST + "}");
        Message message = submission.message();
        assertThat(message.id()).hasSize(36);
        assertThat(message.conversationId()).isEqualTo(message.id());
        assertThat(message.replyWith()).isEqualTo(message.id());
        assertThat(message.recipient()).isEqualTo(new Recipient.ToAgent(new AgentName("sales-analyzer")));
        assertThat(message.content().isNull()).isTrue();
        assertThat(message.guarantee()).isEqualTo(Guarantee.AT_LEAST_ONCE);
        assertThat(message.priority()).isEqualTo(Priority.NORMAL);
        assertThat(message.routing()).isEqualTo(Routing.DEFAULT);
        assertThat(submission.fingerprint()).isEmpty();
        assertThat(submission.sizeBytes()).isEqualTo(4);
    }

    @Test
    void everyFieldArrives() {
        Message message = parse(
                        "{'message_id':'m 1/é','performative':'QUERY_REF','sender':'bi-bot','capability':'data:v2',"
                                + "'routing':{'strategy':'broadcast','balance':'least_loaded','fallback_versions':['v1']},"
                                + "'content':{'n':1.10},'conversation_id':'c','reply_with':'r','in_reply_to':'q',"
                                + "'reply_by':'2026-01-02T00:00:00Z','protocol':'fipa-request','language':'l','ontology':'o',"
                                + "'delivery':'at_most_once','priority':'critical','headers':{'h':'v'}}")
                .message();
        assertThat(message)
                .isEqualTo(Message.builder(
                                "m 1/é",
                                Performative.QUERY_REF,
                                new AgentName("bi-bot"),
                                new Recipient.ToCapability(new Capability("data", Optional.of("v2"))),
                                json("{'n':1.10}"))
                        .routing(new Routing(Routing.Strategy.BROADCAST, Routing.Balance.LEAST_LOADED, List.of("v1")))
                        .conversation("c")
                        .replyWith("r")
                        .inReplyTo("q")
                        .replyBy(Instant.parse("2026-01-02T00:00:00Z"))
                        .protocol("fipa-request")
                        .language("l")
                        .ontology("o")
                        .guarantee(Guarantee.AT_MOST_ONCE)
                        .priority(Priority.CRITICAL)
                        .headers(Map.of("h", "v"))
                        .build());
    }

    @Test
    void exactlyOneReceiverIsNeeded() {
        assertThat(errors("{'performative':'inform','sender':'a'}")).containsOnlyKeys("receiver");
        assertThat(errors("{" + LEAST + ",'capability':'c'}")).containsOnlyKeys("receiver");
    }

    @Test
    void broadcastAndFallbackAreForCapabilities() {
        assertThat(errors("{" + LEAST + ",'routing':{'strategy':'broadcast','fallback_versions':['v1']}}"))
                .containsOnlyKeys("routing.strategy", "routing.fallback_versions");
    }

    @Test
    void everyErrorIsNamed() {
        assertThat(errors("{'performative':'shout','sender':'Bi Bot','capability':'a b','routing':{'balance':'x',"
                        + "'fallback_versions':['v 1',2]},'message_id':'..','headers':{'h':1},'delivery':'maybe',"
                        + "'priorty':'low'}"))
                .containsOnlyKeys(
                        "performative",
                        "sender",
                        "capability",
                        "routing.balance",
                        "routing.fallback_versions[0]",
                        "routing.fallback_versions[1]",
                        "message_id",
                        "headers.h",
                        "delivery",
                        "priorty");
        assertThat(errors("{}")).containsOnlyKeys("performative", "sender", "receiver");
    }

    @Test
    void theNodeItselfCannotBeImpersonated() {
        assertThat(errors("{'performative':'inform','sender':'caxton','receiver':'a'}"))
                .containsOnlyKeys("sender");
    }

    @Test
    void equalRequestsHaveEqualFingerprintsWhateverTheOrderOfTheirMembers() {
        RequestContext keyed = context.withIdempotencyKey(Optional.of("k"));
        String one = MessageRequests.parse(json("{" + LEAST + ",'content':{'a':1,'b':2}}"), keyed)
                .fingerprint();
        String other = MessageRequests.parse(json("{'content':{'b':2,'a':1}," + LEAST + "}"), keyed)
                .fingerprint();
        String different = MessageRequests.parse(json("{" + LEAST + ",'content':{'a':1,'b':2.0}}"), keyed)
                .fingerprint();
        assertThat(one).hasSize(64).isEqualTo(other).isNotEqualTo(different);
        assertThat(parse("{" + LEAST + ",'message_id':'x'}").fingerprint()).hasSize(64);
    }

    @Test
    void contentIsMeasuredInBytesAsCompactJson() {
        assertThat(parse("{" + LEAST + ",'content':  'é€' }").sizeBytes()).isEqualTo(7);
        RequestContext small =
                RequestContext.of(RequestLimits.DEFAULT.with(6, 1, Duration.ZERO, 1), NOW, new Random(1));
        assertThatThrownBy(() -> MessageRequests.parse(json("{" + LEAST + ",'content':'é€'}"), small))
                .isInstanceOf(ContentTooLargeException.class)
                .hasMessageContaining("7 bytes")
                .hasMessageContaining("at most 6");
    }
}
