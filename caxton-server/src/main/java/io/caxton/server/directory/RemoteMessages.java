package io.caxton.server.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caxton.core.agent.AgentName;
import io.caxton.server.security.Caller;
import io.caxton.spring.cluster.Cluster;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerOperation;
import io.caxton.swim.MemberStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What other nodes know of a message that this one does not. */
@Component
public final class RemoteMessages {
    private static final int MAX_ID = 128;

    private final Cluster cluster;
    private final ObjectProvider<PeerCalls> calls;
    private final JsonMapper json;

    RemoteMessages(Cluster cluster, ObjectProvider<PeerCalls> calls, JsonMapper json) {
        this.cluster = cluster;
        this.calls = calls;
        this.json = json;
    }

    /**
     * The first answer of a node that knows the message, in the shape in which clients are told of it; empty once all others
     * that are alive have said that they do not, or have not answered, or if the caller may not read it.
     */
    public CompletableFuture<Optional<JsonNode>> find(Caller caller, String messageId) {
        return ask(messageId).thenApply(found -> found.filter(json -> mayRead(caller, json)));
    }

    /** As {@link Caller#mayRead}, by what the other node says of it. */
    private static boolean mayRead(Caller caller, JsonNode json) {
        return caller.mayLookAtEverything()
                || Stream.concat(
                                Stream.of(json.path("sender"), json.path("receiver")),
                                json.path("deliveries").valueStream().map(delivery -> delivery.path("agent_name")))
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue)
                        .anyMatch(name -> AgentName.isValid(name) && caller.mayActAs(new AgentName(name)));
    }

    private CompletableFuture<Optional<JsonNode>> ask(String messageId) {
        List<String> others = cluster.members().stream()
                .filter(member -> !member.self() && member.isCaxton() && member.status() == MemberStatus.ALIVE)
                .map(ClusterMember::nodeId)
                .toList();
        PeerCalls peers = calls.getIfAvailable();
        CompletableFuture<Optional<JsonNode>> found = new CompletableFuture<>();
        if (peers == null || others.isEmpty() || messageId.length() > MAX_ID) {
            found.complete(Optional.empty());
            return found;
        }
        AtomicInteger left = new AtomicInteger(others.size());
        for (String other : others) {
            var unused = peers.call(other, PeerOperation.LOOKUP, messageId.getBytes(UTF_8))
                    .whenComplete((answer, failure) -> {
                        Optional<JsonNode> known = failure == null ? read(answer) : Optional.empty();
                        if (known.isPresent() || left.decrementAndGet() == 0) {
                            found.complete(known);
                        }
                    });
        }
        return found;
    }

    private Optional<JsonNode> read(byte[] answer) {
        try {
            return answer.length == 0 ? Optional.empty() : Optional.of(json.readTree(answer));
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }
}
