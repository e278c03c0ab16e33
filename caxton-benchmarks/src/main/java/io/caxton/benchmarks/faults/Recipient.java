package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.process.NodeProcess;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** An instance of a recipient at one node. It handles what comes, once for each id, and acknowledges it every time. */
final class Recipient implements AgentLink.Listener, AutoCloseable {
    private static final int MAX_IN_FLIGHT = 1_000;

    private final int number;
    private final String prefix;
    private final Ledger ledger;
    private final AgentLink link;

    /**
     * Registers it.
     *
     * @param number of the recipient that it is an instance of
     * @param prefix of all ids of the run
     */
    Recipient(int number, NodeProcess node, String prefix, Ledger ledger) throws IOException, InterruptedException {
        this.number = number;
        this.prefix = prefix;
        this.ledger = ledger;
        this.link = new AgentLink(node, node.register("recipient-" + number, MAX_IN_FLIGHT), this);
    }

    void open() {
        link.open();
    }

    @Override
    public void opened() {
        link.say("{\"type\":\"credit\",\"credit\":" + MAX_IN_FLIGHT + "}");
    }

    @Override
    public void frame(String type, JsonNode frame) {
        if (type.equals("deliver")) {
            JsonNode message = frame.required("message");
            JsonNode content = message.required("content");
            String id = message.required("message_id").stringValue();
            ledger.arrived(
                    number,
                    Integer.parseInt(id.substring(prefix.length())),
                    content.required("number").intValue(),
                    content.required("conversation").intValue(),
                    content.required("sequence").intValue());
            link.say("{\"type\":\"ack\",\"credit\":1,\"message_id\":\"" + id + "\"}");
        } else if (type.equals("refused")) {
            // An acknowledgement that came too late: the message comes again.
            ledger.refused(
                    "acknowledgement: " + frame.path("problem").path("title").asString(""));
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
