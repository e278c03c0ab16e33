package io.caxton.swim.net;

import static io.caxton.swim.net.Loopback.QUICK;
import static io.caxton.swim.net.Loopback.await;
import static io.caxton.swim.net.Loopback.awaitAgreement;
import static io.caxton.swim.net.Loopback.awaitStatus;
import static io.caxton.swim.net.Loopback.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.caxton.swim.ByteString;
import io.caxton.swim.Counter;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.net.Loopback.Heard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes on IPv6, and one behind a router that hides where it listens. */
class AddressesTest {
    private static final byte[] LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final Loopback loopback = new Loopback();

    @AfterEach
    void close() {
        loopback.close();
    }

    private static NetSettings.Builder onIpv6(String name) throws IOException {
        InetAddress address = InetAddress.getByAddress(LOOPBACK);
        try (ServerSocket probe = new ServerSocket(0, 1, address)) {
            return NetSettings.builder(name, new InetSocketAddress(probe.getInetAddress(), 0))
                    .swim(QUICK);
        } catch (IOException e) {
            String reason = "This machine has no IPv6 loopback address, so nothing is known about IPv6 here: " + e;
            System.err.println(reason);
            return abort(reason);
        }
    }

    @Test
    void aClusterLivesOnIpv6() throws Exception {
        Heard heard = new Heard();
        MembershipNode first = loopback.start(onIpv6("first"), heard);
        assertThat(first.address().isIpv4()).isFalse();
        assertThat(first.address().toString()).startsWith("[0:0:0:0:0:0:0:1]:");
        String seed = first.address().toString();
        MembershipNode second = loopback.start(onIpv6("second").seeds(seed));
        MembershipNode third = loopback.start(onIpv6("third").seeds(seed));
        assertThat(second.joined().get(2, TimeUnit.MINUTES)).isPositive();
        awaitAgreement(List.of(first, second, third));
        assertThat(third.members()).extracting(member -> member.address()).contains(first.address(), second.address());

        await(() -> heard.events.stream().anyMatch(MembershipEvent.Answered.class::isInstance));
        second.send("first", ByteString.utf8("over a stream")).get(2, TimeUnit.MINUTES);
        await(() -> heard.messages.contains(ByteString.utf8("over a stream")));
        third.close();
        awaitStatus(first, "third", MemberStatus.DEAD);
        awaitStatus(second, "third", MemberStatus.DEAD);
    }

    @Test
    void aNodeBehindNatIsReachedWhereItSaysItIs() throws Exception {
        Heard heardOutside = new Heard();
        Heard heardInside = new Heard();
        MembershipNode outside = loopback.start(settings("outside"), heardOutside);
        MembershipNode other =
                loopback.start(settings("other").seeds(outside.address().toString()));
        try (Forwarder router = new Forwarder()) {
            int port = freePort();
            router.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            MembershipNode inside = loopback.start(
                    NetSettings.builder("inside", new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                            .swim(QUICK)
                            .advertised(router.address())
                            .seeds(outside.address().toString()),
                    heardInside);
            assertThat(inside.address()).isEqualTo(router.address());
            awaitAgreement(List.of(outside, other, inside));
            assertThat(addressOf(outside, "inside")).isEqualTo(router.address());
            assertThat(addressOf(other, "inside")).isEqualTo(router.address());

            outside.send("inside", ByteString.utf8("through the router")).get(2, TimeUnit.MINUTES);
            await(() -> heardInside.messages.contains(ByteString.utf8("through the router")));
            assertThat(router.streams()).isPositive();
            awaitAnswered(heardOutside, "inside");
            awaitAnswered(heardInside, "outside");
            assertThat(router.packets()).isPositive();
            assertThat(inside.counters()).containsEntry(Counter.FORGED_SENDERS, 0L);
        }
        awaitStatus(outside, "inside", MemberStatus.DEAD);
    }

    private static void awaitAnswered(Heard heard, String name) {
        await(() -> heard.events.stream()
                .anyMatch(event -> event instanceof MembershipEvent.Answered answered
                        && answered.member().name().equals(name)));
    }

    private static NodeAddress addressOf(MembershipNode node, String name) {
        return node.members().stream()
                .filter(member -> member.name().equals(name))
                .findAny()
                .orElseThrow()
                .address();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
