package io.caxton.benchmarks.reply;

import io.caxton.benchmarks.cluster.NodePair;
import io.caxton.benchmarks.process.NodeProcess;
import io.caxton.benchmarks.wire.LinkSocket;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages from an agent of the first node to another one, at least once; one is done when it has arrived. */
final class OneWaySide implements Side {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CONTENT = "\"content\":\"" + "x".repeat(1_022) + "\"";
    private static final int CREDIT = 1_000;

    private final String label;
    private final String senderName;
    private final String recipientName;
    private final Pending pending = new Pending();
    private final LinkSocket sender;
    private final LinkSocket recipient;

    private OneWaySide(NodePair pair, String label, String name, NodeProcess recipientsNode)
            throws IOException, InterruptedException {
        this.label = label;
        this.senderName = "sender-" + name;
        this.recipientName = "recipient-" + name;
        this.recipient = open(recipientsNode, recipientName, this::heardByRecipient);
        this.sender = open(pair.first(), senderName, this::heardBySender);
        recipient.send("{\"type\":\"credit\",\"credit\":" + CREDIT + "}");
        pair.awaitListed(recipientName);
    }

    static OneWaySide local(NodePair pair) throws IOException, InterruptedException {
        return new OneWaySide(pair, "one node", "local", pair.first());
    }

    static OneWaySide remote(NodePair pair) throws IOException, InterruptedException {
        return new OneWaySide(pair, "to the other node", "remote", pair.second());
    }

    private interface Hearing {
        void frame(String type, JsonNode frame);
    }

    private static LinkSocket open(NodeProcess node, String name, Hearing hearing)
            throws IOException, InterruptedException {
        String path = "/api/v1/agents/" + node.register(name, CREDIT) + "/link";
        return LinkSocket.open(node.port(), path, bytes -> {
            JsonNode frame = JSON.readTree(bytes);
            hearing.frame(frame.required("type").stringValue(), frame);
        });
    }

    private void heardBySender(String type, JsonNode frame) {
        switch (type) {
            case "heartbeat" -> sender.send("{\"type\":\"heartbeat\"}");
            case "refused" -> pending.failed(frame.path("ref").asString(""), new IOException(frame.toString()));
            case "error", "goodbye" -> throw new IllegalStateException(frame.toString());
            default -> {
                // That it was accepted is not waited for.
            }
        }
    }

    private void heardByRecipient(String type, JsonNode frame) {
        switch (type) {
            case "deliver" -> {
                JsonNode message = frame.required("message");
                pending.answered(message.required("reply_with").stringValue());
                recipient.send("{\"type\":\"ack\",\"credit\":1,\"message_id\":" + message.required("message_id") + "}");
            }
            case "heartbeat" -> recipient.send("{\"type\":\"heartbeat\"}");
            case "refused", "error", "goodbye" -> throw new IllegalStateException(frame.toString());
            default -> {
                // What was settled needs no answer.
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
        sender.send("{\"type\":\"send\",\"ref\":\"" + question.id()
                + "\",\"message\":{\"performative\":\"inform\",\"sender\":\"" + senderName + "\",\"receiver\":\""
                + recipientName + "\",\"reply_with\":\"" + question.id() + "\"," + CONTENT + "}}");
        return question.reply();
    }

    @Override
    public void close() throws IOException {
        sender.close();
        recipient.close();
    }
}
