package io.caxton.swim.net;

import static io.caxton.swim.net.Loopback.await;
import static io.caxton.swim.net.Loopback.awaitAgreement;
import static io.caxton.swim.net.Loopback.awaitStatus;
import static io.caxton.swim.net.Loopback.names;
import static io.caxton.swim.net.Loopback.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.ByteString;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.net.Loopback.Heard;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.Security;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets on the loopback address. */
class MembershipNodeTest {
    private static final ByteString OLD_KEY = ByteString.of(new byte[16]);
    private static final ByteString NEW_KEY = ByteString.utf8("0123456789abcdef0123456789abcdef");

    private final Loopback loopback = new Loopback();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        loopback.close();
    }

    @Test
    void nodesFindEachOtherThroughOneOfThem() throws Exception {
        List<MembershipNode> cluster = loopback.cluster(5);
        assertThat(cluster.get(4).joined().get(1, TimeUnit.MINUTES)).isPositive();
        assertThat(cluster.get(2).members()).extracting(member -> member.meta()).containsOnly(ByteString.utf8("meta"));
    }

    @Test
    void aNodeThatStopsWithoutAWordHasFailed() throws Exception {
        List<MembershipNode> cluster = loopback.cluster(4);
        cluster.get(3).close();
        for (MembershipNode node : cluster.subList(0, 3)) {
            awaitStatus(node, "node-3", MemberStatus.DEAD);
        }
        assertThat(names(cluster.get(0), MemberStatus.ALIVE)).containsExactly("node-0", "node-1", "node-2");
    }

    @Test
    void aNodeThatSaysGoodbyeHasLeft() throws Exception {
        List<MembershipNode> cluster = loopback.cluster(4);
        cluster.get(3).leave().get(1, TimeUnit.MINUTES);
        cluster.get(3).close();
        for (MembershipNode node : cluster.subList(0, 3)) {
            awaitStatus(node, "node-3", MemberStatus.LEFT);
        }
    }

    @Test
    void aNodeThatStartsAgainIsBack() throws Exception {
        List<MembershipNode> cluster = new ArrayList<>(loopback.cluster(3));
        NodeAddress address = cluster.get(2).address();
        cluster.remove(2).close();
        awaitStatus(cluster.get(0), "node-2", MemberStatus.DEAD);
        InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port());
        cluster.add(loopback.start(NetSettings.builder("node-2", bind)
                .swim(Loopback.QUICK)
                .seeds(cluster.get(0).address().toString())));
        awaitAgreement(cluster);
    }

    @Test
    void aNameIsTakenUntilItsBearerIsGone() throws Exception {
        List<MembershipNode> cluster = loopback.cluster(3);
        Heard heard = new Heard();
        MembershipNode twin =
                loopback.start(settings("node-2").seeds(cluster.get(0).address().toString()), heard);
        await(() -> heard.events.stream().anyMatch(MembershipEvent.NameTaken.class::isInstance));
        cluster.get(2).close();
        List<MembershipNode> rest = List.of(cluster.get(0), cluster.get(1), twin);
        await(() -> rest.get(0).members().stream()
                .anyMatch(member -> member.name().equals("node-2")
                        && member.address().equals(twin.address())
                        && member.status() == MemberStatus.ALIVE));
        awaitAgreement(rest);
    }

    @Test
    void messagesReachAllOrOne() throws Exception {
        Heard first = new Heard();
        Heard second = new Heard();
        MembershipNode a = loopback.start(settings("a"), first);
        MembershipNode b = loopback.start(settings("b").seeds(a.address().toString()), second);
        awaitAgreement(List.of(a, b));
        a.broadcast(Optional.empty(), ByteString.utf8("to all")).get(1, TimeUnit.MINUTES);
        ByteString large = ByteString.of(new byte[1 << 20]);
        b.send("a", large).get(1, TimeUnit.MINUTES);
        await(() -> second.messages.contains(ByteString.utf8("to all")));
        await(() -> first.messages.contains(large));
        assertThatThrownBy(() -> a.broadcast(Optional.empty(), large).get(1, TimeUnit.MINUTES))
                .hasMessageContaining("does not fit into a packet");
    }

    @Test
    void whatANodeSaysAboutItselfReachesTheOthers() throws Exception {
        List<MembershipNode> cluster = loopback.cluster(3);
        cluster.get(1).describe(ByteString.utf8("busy")).get(1, TimeUnit.MINUTES);
        await(() -> cluster.get(2).members().stream()
                .anyMatch(member -> member.meta().equals(ByteString.utf8("busy"))));
    }

    private static Security secured(KeyRing ring) {
        return Security.encrypted(ring, new SecureRandom()::nextBytes);
    }

    @Test
    void aKeyIsRotatedWhileTheClusterRuns() throws Exception {
        KeyRing old = KeyRing.of(OLD_KEY);
        List<MembershipNode> cluster = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            NetSettings.Builder settings = settings("node-" + i).security(secured(old));
            cluster.add(loopback.start(
                    i == 0 ? settings : settings.seeds(cluster.get(0).address().toString())));
        }
        awaitAgreement(cluster);
        for (KeyRing ring : List.of(old.install(NEW_KEY), old.install(NEW_KEY).use(NEW_KEY), KeyRing.of(NEW_KEY))) {
            for (MembershipNode node : cluster) {
                node.secure(secured(ring)).get(1, TimeUnit.MINUTES);
            }
        }
        cluster.add(loopback.start(settings("node-3")
                .security(secured(KeyRing.of(NEW_KEY)))
                .seeds(cluster.get(0).address().toString())));
        awaitAgreement(cluster);
        assertThat(cluster.get(0).netCounters()).containsEntry(NetCounter.PACKETS_MALFORMED, 0L);
    }

    @Test
    void whoHasAnotherKeyOrLabelOrNoneStaysOutside() throws Exception {
        MembershipNode inside = loopback.start(settings("inside").security(secured(KeyRing.of(NEW_KEY))));
        String seed = inside.address().toString();
        List<MembershipNode> outside = List.of(
                loopback.start(settings("plain").seeds(seed)),
                loopback.start(settings("other-key")
                        .security(secured(KeyRing.of(OLD_KEY)))
                        .seeds(seed)),
                loopback.start(settings("other-label")
                        .security(secured(KeyRing.of(NEW_KEY)).withLabel("other"))
                        .seeds(seed)));
        await(() -> inside.netCounters().getOrDefault(NetCounter.STREAMS_MALFORMED, 0L) >= 3);
        assertThat(inside.members()).hasSize(1);
        outside.forEach(node -> assertThat(node.members()).hasSize(1));
    }

    @Test
    void aNodeThatStartsAgainFindsTheOthersWithoutSeeds() throws Exception {
        List<MembershipNode> cluster = loopback.cluster(2);
        Path file = directory.resolve("peers");
        MembershipNode first = loopback.start(settings("forgetful")
                .snapshot(file)
                .seeds(cluster.get(0).address().toString()));
        awaitAgreement(List.of(cluster.get(0), cluster.get(1), first));
        first.leave().get(1, TimeUnit.MINUTES);
        first.close();
        assertThat(file).exists();
        MembershipNode again = loopback.start(settings("forgetful").snapshot(file));
        awaitAgreement(List.of(cluster.get(0), cluster.get(1), again));
    }

    @Test
    void aSnapshotThatCannotBeReadIsIgnored() throws Exception {
        Path file = directory.resolve("peers");
        Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, '\n', 'x'});
        MembershipNode node = loopback.start(settings("alone").snapshot(file));
        assertThat(node.members()).hasSize(1);
    }

    @Test
    void garbageIsCountedAndDoesNoHarm() throws Exception {
        List<MembershipNode> cluster = loopback.cluster(2);
        NodeAddress target = cluster.get(0).address();
        Random random = new Random(1);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 2_000; i++) {
                byte[] garbage = new byte[random.nextInt(1_400)];
                random.nextBytes(garbage);
                socket.send(new DatagramPacket(garbage, garbage.length, Addresses.of(target)));
            }
        }
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), target.port());
                    OutputStream out = socket.getOutputStream()) {
                byte[] garbage = new byte[1_000];
                random.nextBytes(garbage);
                out.write(garbage);
            } catch (IOException closed) {
                assertThat(closed).hasMessageNotContaining("refused");
            }
        }
        await(() -> cluster.get(0).netCounters().getOrDefault(NetCounter.PACKETS_MALFORMED, 0L) > 0);
        await(() -> cluster.get(0).netCounters().getOrDefault(NetCounter.STREAMS_MALFORMED, 0L) > 0);
        MembershipNode late = loopback.start(settings("late").seeds(target.toString()));
        awaitAgreement(List.of(cluster.get(0), cluster.get(1), late));
    }

    @Test
    void onlySoManyStreamsAreOpenAndEachForSoLong() throws Exception {
        MembershipNode node = loopback.start(
                settings("narrow").streamTimeout(Duration.ofSeconds(2)).maxStreams(3));
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            idle.add(new Socket(InetAddress.getLoopbackAddress(), node.address().port()));
        }
        await(() -> node.netCounters().getOrDefault(NetCounter.STREAMS_REFUSED, 0L) >= 3);
        for (Socket socket : idle) {
            socket.setSoTimeout(60_000);
            assertThat(socket.getInputStream().read()).as("closed by the node").isNegative();
            socket.close();
        }
        MembershipNode late =
                loopback.start(settings("late").seeds(node.address().toString()));
        awaitAgreement(List.of(node, late));
    }

    @Test
    void whoListensEverywhereMustSayWhereItIs() {
        assertThatThrownBy(
                        () -> NetSettings.builder("x", new InetSocketAddress(0)).build())
                .hasMessageContaining("advertised");
    }

    @Test
    void aPortThatIsTakenIsAnError() throws Exception {
        MembershipNode node = loopback.start(settings("first"));
        InetSocketAddress taken = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), node.address().port());
        assertThatThrownBy(() -> loopback.start(NetSettings.builder("second", taken)))
                .isInstanceOf(IOException.class);
    }
}
