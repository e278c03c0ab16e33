package io.caxton.swim.net;

import io.caxton.swim.ByteString;
import io.caxton.swim.Member;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.SwimSettings;
import io.caxton.swim.wire.KeyRing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Real nodes on the loopback address; all are closed with it. */
public final class Loopback implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Faster than any profile, so that tests are. */
    public static final SwimSettings QUICK = SwimSettings.LOCAL.toBuilder()
            .probeInterval(Duration.ofMillis(300))
            .probeTimeout(Duration.ofMillis(150))
            .gossipInterval(Duration.ofMillis(50))
            .pushPullInterval(Duration.ofSeconds(2))
            .build();

    private final List<MembershipNode> nodes = new ArrayList<>();

    /** Hears everything. */
    public static final class Heard implements Delegate {
        public final List<MembershipEvent> events = new CopyOnWriteArrayList<>();
        public final List<ByteString> messages = new CopyOnWriteArrayList<>();
        public final List<KeyRing> keys = new CopyOnWriteArrayList<>();

        @Override
        public void told(MembershipEvent event) {
            events.add(event);
        }

        @Override
        public void keysChanged(KeyRing ring) {
            keys.add(ring);
        }

        @Override
        public void message(ByteString body) {
            messages.add(body);
        }
    }

    public static NetSettings.Builder settings(String name) {
        return NetSettings.builder(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .swim(QUICK);
    }

    public MembershipNode start(NetSettings.Builder settings, Delegate delegate) throws IOException {
        MembershipNode node = MembershipNode.start(settings.build(), ByteString.utf8("meta"), delegate);
        nodes.add(node);
        return node;
    }

    public MembershipNode start(NetSettings.Builder settings) throws IOException {
        return start(settings, Delegate.NONE);
    }

    /** So many nodes, each of which asks the first one. */
    public List<MembershipNode> cluster(int size) throws IOException {
        List<MembershipNode> cluster = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            NetSettings.Builder settings = settings("node-" + i);
            cluster.add(start(
                    i == 0 ? settings : settings.seeds(cluster.get(0).address().toString())));
        }
        awaitAgreement(cluster);
        return cluster;
    }

    public static Set<String> names(MembershipNode node, MemberStatus status) {
        return node.members().stream()
                .filter(member -> member.status() == status)
                .map(Member::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public static void awaitAgreement(List<MembershipNode> cluster) {
        Set<String> all = cluster.stream().map(MembershipNode::name).collect(Collectors.toSet());
        await(() -> cluster.stream()
                .allMatch(node -> names(node, MemberStatus.ALIVE).equals(all)));
    }

    public static void awaitStatus(MembershipNode node, String name, MemberStatus status) {
        await(() -> names(node, status).contains(name));
    }

    public static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        nodes.forEach(MembershipNode::close);
    }
}
