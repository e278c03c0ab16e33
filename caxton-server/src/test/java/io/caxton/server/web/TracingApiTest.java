package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.message.Performative;
import io.caxton.server.webhook.Receiver;
import io.caxton.spring.agent.AgentMessenger;
import io.caxton.spring.agent.CaxtonAgent;
import io.caxton.spring.agent.OnMessage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** The way of a message as spans that form one tree. */
@TestPropertySource(
        properties = {
            "management.opentelemetry.enabled=true",
            "management.tracing.sampling.probability=1.0",
            "caxton.webhook.allowed-targets=127.0.0.1"
        })
@Import(TracingApiTest.Traced.class)
class TracingApiTest extends ApiTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENT = "00f067aa0ba902b7";

    @Autowired
    private InMemorySpanExporter exporter;

    @Autowired
    private SdkTracerProvider provider;

    @Autowired
    private Thinker thinker;

    @TestConfiguration
    static class Traced {
        @Bean
        InMemorySpanExporter exporter() {
            return InMemorySpanExporter.create();
        }

        @Bean
        Thinker thinker(AgentMessenger messenger) {
            return new Thinker(messenger);
        }
    }

    @CaxtonAgent(name = "thinker")
    static class Thinker {
        final Map<String, String> logged = new ConcurrentHashMap<>();
        private final AgentMessenger messenger;

        Thinker(AgentMessenger messenger) {
            this.messenger = messenger;
        }

        @OnMessage(Performative.REQUEST)
        String think(String question) {
            logged.put(question, String.valueOf(MDC.get("traceId")));
            messenger.tell("thinker", "listener", "I was asked: " + question).join();
            return "an answer";
        }
    }

    private List<SpanData> spans(String trace) {
        provider.forceFlush().join(60, TimeUnit.SECONDS);
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .toList();
    }

    /** Waits for a span: it ends only after its answer is on the wire, so that a client may be ahead of it. */
    private SpanData span(String trace, Predicate<SpanData> wanted) {
        await(() -> spans(trace).stream().anyMatch(wanted));
        return spans(trace).stream().filter(wanted).findFirst().orElseThrow();
    }

    private SpanData span(String trace, String name, String messageId) {
        return span(
                trace,
                span -> span.getName().equals(name)
                        && messageId.equals(span.getAttributes().get(AttributeKey.stringKey("messaging.message.id"))));
    }

    private Answer sendTraced(String body, String query) {
        return send(json("POST", "/api/v1/messages" + query, body)
                .header("traceparent", "00-" + TRACE + "-" + CLIENT + "-01")
                .header("tracestate", "vendor=x"));
    }

    @Test
    void aMessageToABeanIsOneTreeFromItsClientToItsReply() {
        String listener = register("listener");
        Answer reply = sendTraced(
                        message("bot", "thinker", ",'content':'why?','conversation_id':'talk'"), "?wait=PT30S")
                .expect(200);
        String id = reply.text("/in_reply_to");
        SpanData accept = span(TRACE, "accept", id);
        SpanData handle = span(TRACE, "handle", id);
        SpanData deliver = span(TRACE, "deliver", id);
        SpanData http = span(TRACE, span -> span.getSpanId().equals(accept.getParentSpanId()));
        assertThat(http.getParentSpanId()).isEqualTo(CLIENT);
        assertThat(span(TRACE, "route", id).getParentSpanId()).isEqualTo(accept.getSpanId());
        assertThat(deliver.getParentSpanId()).isEqualTo(accept.getSpanId());
        assertThat(handle.getParentSpanId()).isEqualTo(deliver.getSpanId());
        assertThat(thinker.logged).containsEntry("why?", TRACE);

        SpanData replied = span(TRACE, "accept", reply.text("/message_id"));
        assertThat(replied.getParentSpanId()).isEqualTo(handle.getSpanId());
        Answer told = get(mailbox(listener) + "?wait=PT30S").expect(200);
        String toldId = told.text("/messages/0/message_id");
        assertThat(span(TRACE, "accept", toldId).getParentSpanId()).isEqualTo(handle.getSpanId());
        assertThat(told.text("/messages/0/traceparent"))
                .isEqualTo("00-" + TRACE + "-" + span(TRACE, "deliver", toldId).getSpanId() + "-01");

        assertThat(accept.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("messaging.system"), "caxton")
                .containsEntry(AttributeKey.stringKey("messaging.operation.name"), "accept")
                .containsEntry(AttributeKey.stringKey("messaging.operation.type"), "send")
                .containsEntry(AttributeKey.stringKey("messaging.message.conversation_id"), "talk")
                .containsEntry(AttributeKey.stringKey("messaging.destination.name"), "thinker");
        assertThat(spans(TRACE).toString()).doesNotContain("why?", "an answer", "I was asked");
    }

    @Test
    void aMessageWithoutATraceStartsOneAndAWebhookBringsItOn() {
        try (Receiver receiver = new Receiver()) {
            String name = newName();
            post(
                            "/api/v1/agents",
                            "{'name':'" + name + "','delivery':{'mode':'webhook','url':'" + receiver.url("/in") + "'}}")
                    .expect(201);
            String id = accepted("bot", name);
            await(() -> !receiver.posts("/in").isEmpty());
            String[] brought =
                    receiver.posts("/in").get(0).header("traceparent").split("-");
            assertThat(brought).hasSize(4);
            SpanData deliver = span(brought[1], "deliver", id);
            assertThat(deliver.getSpanId()).isEqualTo(brought[2]);
            assertThat(deliver.getParentSpanId())
                    .isEqualTo(span(brought[1], "accept", id).getSpanId());
        }
    }

    @Test
    void whatTheClientDidNotSampleIsNotRecordedButGoesOn() {
        String agent = register(newName());
        String name = get("/api/v1/agents/" + agent).text("/name");
        String trace = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        send(json("POST", "/api/v1/messages", message("bot", name))
                        .header("traceparent", "00-" + trace + "-" + CLIENT + "-00"))
                .expect(202);
        Answer received = get(mailbox(agent) + "?wait=PT30S").expect(200);
        assertThat(received.text("/messages/0/traceparent"))
                .startsWith("00-" + trace)
                .endsWith("-00");
        assertThat(spans(trace)).isEmpty();
    }

    @Test
    void theStateOfVendorsGoesOnAndARefusedMessageSaysWhy() {
        String agent = register(newName());
        String name = get("/api/v1/agents/" + agent).text("/name");
        sendTraced(message("bot", name), "").expect(202);
        assertThat(get(mailbox(agent) + "?wait=PT30S").text("/messages/0/tracestate"))
                .isEqualTo("vendor=x");
        sendTraced("{'performative':'inform','sender':'bot','receiver':'nobody-here','message_id':'lost-1'}", "")
                .expect(404);
        assertThat(span(TRACE, "accept", "lost-1").getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("NoReceiver");
    }
}
