package io.caxton.spring.directory;

import io.caxton.core.storage.Failures;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerHandler;
import io.caxton.spring.peer.PeerOperation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes the members of a cluster forget one that failed or left, and its agents, before its time: what waits for it goes to others, or waits
 * here. A node that is there forgets nobody who is there as well. Safe for use by several threads.
 */
public final class MemberRemoval implements PeerHandler {
    private static final Logger LOG = LoggerFactory.getLogger(MemberRemoval.class);
    private static final int LONGEST_ID = 255;

    /** What a node makes of it. The name is part of the wire. */
    public enum Outcome {
        /** Done, now or shortly before. */
        FORGOTTEN,
        /** It knows no such member. */
        UNKNOWN,
        /** The member is there. */
        PRESENT
    }

    /**
     * What one node says.
     *
     * @param reason why it was not done; empty if it was
     */
    public record Answer(String nodeId, boolean done, String reason) {}

    private final ClusterNode node;
    private final AgentDirectory directory;
    private final ObjectProvider<PeerCalls> calls;

    MemberRemoval(ClusterNode node, AgentDirectory directory, ObjectProvider<PeerCalls> calls) {
        this.node = node;
        this.directory = directory;
        this.calls = calls;
    }

    /** Forgets a member on this node alone. Once done, again is the same for a while. */
    public CompletableFuture<Outcome> forgetHere(String nodeId) {
        Optional<ClusterMember> member = node.member(nodeId);
        if (member.isEmpty()) {
            return CompletableFuture.completedFuture(
                    directory.isForgotten(nodeId) ? Outcome.FORGOTTEN : Outcome.UNKNOWN);
        }
        if (member.get().isPresent() || member.get().self()) {
            return CompletableFuture.completedFuture(Outcome.PRESENT);
        }
        return node.forget(nodeId).thenApply(done -> {
            if (node.member(nodeId).isPresent()) {
                return Outcome.PRESENT; // It has come back in this moment.
            }
            directory.forget(nodeId);
            LOG.info("Member {} is forgotten, with its agents, as was asked for", nodeId);
            return Outcome.FORGOTTEN;
        });
    }

    /** Asks all members that are there to forget another one; in the order of their ids. */
    public CompletableFuture<List<Answer>> forgetElsewhere(String nodeId) {
        PeerCalls peers = calls.getObject();
        byte[] body = nodeId.getBytes(StandardCharsets.UTF_8);
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        for (ClusterMember member : node.members()) {
            if (!member.self() && member.isPresent() && member.isPeer()) {
                asked.add(peers.call(member.nodeId(), PeerOperation.FORGET, body)
                        .handle((said, failure) ->
                                failure == null ? answer(member.nodeId(), said) : failed(member.nodeId(), failure)));
            }
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(all -> asked.stream().map(CompletableFuture::join).toList());
    }

    private static Answer answer(String nodeId, byte[] said) {
        String word = new String(said, StandardCharsets.US_ASCII);
        return Arrays.stream(Outcome.values())
                .filter(outcome -> wireName(outcome).equals(word))
                .findFirst()
                .map(outcome -> switch (outcome) {
                    case FORGOTTEN, UNKNOWN -> new Answer(nodeId, true, "");
                    case PRESENT -> new Answer(nodeId, false, "for this node the member is there");
                })
                .orElseGet(() -> new Answer(nodeId, false, "it has answered something else"));
    }

    private static Answer failed(String nodeId, Throwable failure) {
        return new Answer(
                nodeId, false, String.valueOf(Failures.causeOf(failure).getMessage()));
    }

    private static String wireName(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public PeerOperation operation() {
        return PeerOperation.FORGET;
    }

    @Override
    public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
        if (body.length == 0 || body.length > LONGEST_ID) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("an id has 1 to " + LONGEST_ID + " bytes"));
        }
        return forgetHere(new String(body, StandardCharsets.UTF_8))
                .thenApply(outcome -> wireName(outcome).getBytes(StandardCharsets.US_ASCII));
    }
}
