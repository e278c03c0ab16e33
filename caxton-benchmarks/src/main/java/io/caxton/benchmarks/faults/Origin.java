package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.process.NodeProcess;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An agent that sends from one node, and says each message again, under its id, until the node says that it has it. */
final class Origin implements AgentLink.Listener, AutoCloseable {
    private static final String PADDING = "x".repeat(200);
    private static final long AGAIN_MILLIS = 200;
    private static final int CREDIT = 1_000;
    private static final int MAX_IN_FLIGHT = 1_000;

    private final String name;
    private final String prefix;
    private final Ledger ledger;
    private final ScheduledExecutorService later;
    private final AgentLink link;
    private final Map<Integer, Sent> unanswered = new ConcurrentHashMap<>();

    private record Sent(Conversation conversation, String frame) {}

    /** @param prefix of all ids of the run */
    Origin(int number, NodeProcess node, String prefix, Ledger ledger, ScheduledExecutorService later)
            throws IOException, InterruptedException {
        this.name = "origin-" + number;
        this.prefix = prefix;
        this.ledger = ledger;
        this.later = later;
        this.link = new AgentLink(node, node.register(name, MAX_IN_FLIGHT), this);
    }

    void open() {
        link.open();
    }

    /** Sends the next message of a conversation, and returns at once. */
    void send(Conversation conversation) {
        int number = ledger.next();
        String frame = "{\"type\":\"send\",\"ref\":\"" + number + "\",\"message\":{\"message_id\":\"" + prefix + number
                + "\",\"performative\":\"inform\",\"sender\":\"" + name + "\",\"receiver\":\"recipient-"
                + conversation.recipient() + "\",\"conversation_id\":\"" + prefix + "c" + conversation.index()
                + "\",\"content\":{\"number\":" + number + ",\"conversation\":" + conversation.index()
                + ",\"sequence\":" + conversation.next() + ",\"padding\":\"" + PADDING + "\"}}}";
        unanswered.put(number, new Sent(conversation, frame));
        say(number);
    }

    private void say(int number) {
        @Nullable Sent sent = unanswered.get(number);
        if (sent != null) {
            ledger.tried(number);
            link.say(sent.frame());
        }
    }

    @Override
    public void opened() {
        link.say("{\"type\":\"credit\",\"credit\":" + CREDIT + "}");
        unanswered.keySet().forEach(this::say);
    }

    @Override
    public void frame(String type, JsonNode frame) {
        switch (type) {
            case "accepted" -> accepted(Integer.parseInt(frame.required("ref").stringValue()));
            case "refused" -> refused(frame);
            case "deliver" -> {
                ledger.notice();
                link.say("{\"type\":\"ack\",\"credit\":1,\"message_id\":"
                        + frame.required("message").required("message_id") + "}");
            }
            case "error" -> ledger.refused(frame.path("problem").path("title").asString("error"));
            default -> {
                // Goodbyes are followed by another link.
            }
        }
    }

    private void accepted(int number) {
        Sent sent = unanswered.remove(number);
        if (sent != null) {
            ledger.accepted(number);
            sent.conversation().accepted();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is said again until it is answered
    private void refused(JsonNode frame) {
        ledger.refused(frame.path("problem").path("title").asString("refused"));
        if (frame.hasNonNull("ref")) {
            int number = Integer.parseInt(frame.required("ref").stringValue());
            later.schedule(() -> say(number), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
