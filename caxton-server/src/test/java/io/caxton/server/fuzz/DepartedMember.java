package io.caxton.server.fuzz;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.caxton.swim.ByteString;
import io.caxton.swim.SwimSettings;
import io.caxton.swim.net.Delegate;
import io.caxton.swim.net.MembershipNode;
import io.caxton.swim.net.NetSettings;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.Security;
import io.caxton.swim.wire.SerfCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** A member of the attacked node's cluster that was there and has left. */
final class DepartedMember {
    /** Its id. Once forgotten it can be forgotten again for a while. */
    static final String NAME = "fuzz-departed";

    private static final String MEMBERS = "/api/v1/cluster/members";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final SecureRandom NONCES = new SecureRandom();

    private DepartedMember() {}

    /** Comes and goes; a node that has left itself meets nobody any more. */
    static void comeAndGo(NodeAddress node) throws IOException {
        ByteString key = ByteString.of(Base64.getDecoder().decode(AttackedNode.KEY));
        NetSettings settings = NetSettings.builder(NAME, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .swim(SwimSettings.LOCAL)
                .security(Security.encrypted(KeyRing.of(key), NONCES::nextBytes))
                .seeds(List.of(members(node).get(0).required("address").stringValue()))
                .build();
        ByteString tags = SerfCodec.encodeTags(Map.of("role", "caxton", "epoch", "1"));
        try (MembershipNode member = MembershipNode.start(settings, tags, Delegate.NONE)) {
            var unusedCount = member.joined().get(PATIENCE.toSeconds(), SECONDS);
            await().atMost(PATIENCE).until(() -> has(node, "alive"));
            member.leave().get(PATIENCE.toSeconds(), SECONDS);
            await().atMost(PATIENCE).until(() -> has(node, "left"));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException("no member came and went", e);
        }
    }

    private static boolean has(NodeAddress node, String status) throws IOException {
        return members(node)
                .valueStream()
                .anyMatch(member -> member.required("node_id").stringValue().equals(NAME)
                        && member.required("status").stringValue().equals(status));
    }

    private static JsonNode members(NodeAddress node) throws IOException {
        return node.succeed(HttpText.of("GET", MEMBERS)).required("members");
    }
}
