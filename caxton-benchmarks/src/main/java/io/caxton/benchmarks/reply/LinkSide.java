package io.caxton.benchmarks.reply;

import io.caxton.benchmarks.cluster.NodePair;
import io.caxton.benchmarks.process.NodeProcess;
import io.caxton.benchmarks.wire.LinkSocket;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two agents of a node, each on its link: a send, a reply that also acknowledges, and an acknowledgement. */
final class LinkSide implements Side {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CONTENT = "\"content\":\"" + "x".repeat(1_022) + "\"";
    private static final int CREDIT = 900;

    private final String label;
    private final String delivery;
    private final Pending pending = new Pending();
    private final String askerName;
    private final String responderName;
    private LinkSocket asker;
    private LinkSocket responder;

    private LinkSide(String label, String name, NodeProcess askersNode, NodeProcess respondersNode, String delivery)
            throws IOException, InterruptedException {
        this.label = label;
        this.delivery = "\"delivery\":\"" + delivery + "\"";
        this.askerName = "asker-" + name;
        this.responderName = "responder-" + name;
        this.asker = open(askersNode, askerName, this::heardByAsker);
        this.responder = open(respondersNode, responderName, this::heardByResponder);
        grant(asker);
        grant(responder);
    }

    static LinkSide atMostOnce(NodeProcess node) throws IOException, InterruptedException {
        return new LinkSide("Caxton link, at most once", "at-most-once", node, node, "at_most_once");
    }

    static LinkSide atLeastOnce(NodeProcess node) throws IOException, InterruptedException {
        return new LinkSide("Caxton link, every write synced", "at-least-once", node, node, "at_least_once");
    }

    /** Both at the first one. */
    static LinkSide local(NodePair pair, String delivery) throws IOException, InterruptedException {
        return of(pair, "one node", "local", pair.first(), delivery);
    }

    /** The asker at the first one, the responder at the second. */
    static LinkSide remote(NodePair pair, String delivery) throws IOException, InterruptedException {
        return of(pair, "two nodes", "remote", pair.second(), delivery);
    }

    private static LinkSide of(NodePair pair, String label, String name, NodeProcess respondersNode, String delivery)
            throws IOException, InterruptedException {
        LinkSide side =
                new LinkSide(label, name + "-" + delivery.replace('_', '-'), pair.first(), respondersNode, delivery);
        pair.awaitListed(side.askerName);
        pair.awaitListed(side.responderName);
        return side;
    }

    private interface Hearing {
        void frame(String type, JsonNode frame);
    }

    private static LinkSocket open(NodeProcess node, String name, Hearing hearing)
            throws IOException, InterruptedException {
        String path = "/api/v1/agents/" + node.register(name, 1_000) + "/link";
        return LinkSocket.open(node.port(), path, bytes -> {
            JsonNode frame = JSON.readTree(bytes);
            hearing.frame(frame.required("type").stringValue(), frame);
        });
    }

    private static void grant(LinkSocket link) {
        link.send("{\"type\":\"credit\",\"credit\":" + CREDIT + "}");
    }

    private void heardByAsker(String type, JsonNode frame) {
        switch (type) {
            case "deliver" -> {
                JsonNode message = frame.required("message");
                pending.answered(message.required("in_reply_to").stringValue());
                asker.send("{\"type\":\"ack\",\"credit\":1,\"message_id\":" + message.required("message_id") + "}");
            }
            case "heartbeat" -> asker.send("{\"type\":\"heartbeat\"}");
            case "refused" -> pending.failed(frame.path("ref").asString(""), new IOException(frame.toString()));
            case "error", "goodbye" -> throw new IllegalStateException(frame.toString());
            default -> {
                // What was accepted or settled needs no answer.
            }
        }
    }

    private void heardByResponder(String type, JsonNode frame) {
        switch (type) {
            case "deliver" ->
                responder.send("{\"type\":\"reply\",\"credit\":1,\"message_id\":"
                        + frame.required("message").required("message_id") + ",\"message\":{" + delivery + "," + CONTENT
                        + "}}");
            case "heartbeat" -> responder.send("{\"type\":\"heartbeat\"}");
            case "refused", "error", "goodbye" -> throw new IllegalStateException(frame.toString());
            default -> {
                // What was accepted or settled needs no answer.
            }
        }
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public CompletableFuture<Void> ask() {
        Pending.Question question = pending.ask();
        asker.send("{\"type\":\"send\",\"ref\":\"" + question.id()
                + "\",\"message\":{\"performative\":\"request\",\"sender\":\""
                + askerName
                + "\",\"receiver\":\"" + responderName + "\",\"reply_with\":\"" + question.id() + "\"," + delivery + ","
                + CONTENT + "}}");
        return question.reply();
    }

    @Override
    public void close() throws IOException {
        asker.close();
        responder.close();
    }
}
