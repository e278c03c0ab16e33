package io.caxton.spring.copies;

import io.caxton.core.copies.CopyCodec;
import io.caxton.core.copies.MalformedCopyException;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerHandler;
import io.caxton.spring.peer.PeerOperation;
import io.caxton.swim.MemberStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;

/** An operator declares nodes lost, at one node for all that it reaches. */
public final class LostMembers implements PeerHandler {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ClusterNode cluster;
    private final Adopter adopter;
    private final ObjectProvider<PeerCalls> calls;

    LostMembers(ClusterNode cluster, Adopter adopter, ObjectProvider<PeerCalls> calls) {
        this.cluster = cluster;
        this.adopter = adopter;
        this.calls = calls;
    }

    /**
     * What one node has done.
     *
     * @param adopted how many messages it has adopted; empty if it has not answered, and is to be told again
     */
    public record Told(String nodeId, Optional<Integer> adopted) {}

    /** Whether a node may be declared lost. */
    public enum Verdict {
        GONE,
        UNKNOWN,
        REACHABLE
    }

    /** What this node knows of a node that is said to be lost. */
    public Verdict look(String nodeId) {
        Optional<ClusterMember> member = cluster.member(nodeId);
        if (member.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        MemberStatus status = member.get().status();
        boolean gone = status == MemberStatus.DEAD || status == MemberStatus.LEFT;
        return gone && !member.get().self() ? Verdict.GONE : Verdict.REACHABLE;
    }

    /** Lets this node and all that it reaches adopt what they keep for a node. Done again it changes nothing. */
    public CompletableFuture<List<Told>> declare(String self, String nodeId) {
        List<CompletableFuture<Told>> all = new ArrayList<>();
        all.add(adopter.lost(nodeId).thenApply(adopted -> new Told(self, Optional.of(adopted))));
        cluster.members().stream()
                .filter(member -> !member.self() && member.isCaxton())
                .filter(member -> member.status() == MemberStatus.ALIVE || member.status() == MemberStatus.SUSPECT)
                .forEach(member -> all.add(tell(member.nodeId(), nodeId)));
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Told> tell(String other, String nodeId) {
        PeerCalls current = calls.getIfAvailable();
        if (current == null) {
            return CompletableFuture.completedFuture(new Told(other, Optional.empty()));
        }
        return current.call(other, PeerOperation.LOST, CopyCodec.encodeLost(nodeId))
                .copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(answer -> new Told(other, Optional.of(CopyCodec.decodeCount(answer))))
                .exceptionally(failure -> new Told(other, Optional.empty()));
    }

    @Override
    public PeerOperation operation() {
        return PeerOperation.LOST;
    }

    /** Of a node that this one can reach it believes nobody that it is lost. */
    @Override
    public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
        String nodeId;
        try {
            nodeId = CopyCodec.decodeLost(body);
        } catch (MalformedCopyException e) {
            return CompletableFuture.failedFuture(e);
        }
        return look(nodeId) == Verdict.REACHABLE
                ? CompletableFuture.failedFuture(new IllegalStateException("node " + nodeId + " can be reached"))
                : adopter.lost(nodeId).thenApply(CopyCodec::encodeCount);
    }
}
