package io.caxton.server.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caxton.server.json.ReceiptJson;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.peer.PeerHandler;
import io.caxton.spring.peer.PeerOperation;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells other nodes what this one knows of a message: the JSON that clients get, or nothing. */
@Component
final class LookupHandler implements PeerHandler {
    private final MessageGateway messages;
    private final NodeIdentity node;
    private final JsonMapper json;

    LookupHandler(MessageGateway messages, NodeIdentity node, JsonMapper json) {
        this.messages = messages;
        this.node = node;
        this.json = json;
    }

    @Override
    public PeerOperation operation() {
        return PeerOperation.LOOKUP;
    }

    @Override
    public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
        return CompletableFuture.completedFuture(messages.find(new String(body, UTF_8))
                .map(traced -> json.writeValueAsBytes(ReceiptJson.traced(traced, node.nodeId())))
                .orElseGet(() -> new byte[0]));
    }
}
