package io.caxton.swim.serf;

import static io.caxton.swim.net.Loopback.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.SwimSettings;
import io.caxton.swim.net.Loopback;
import io.caxton.swim.net.Loopback.Heard;
import io.caxton.swim.net.MembershipNode;
import io.caxton.swim.net.NetCounter;
import io.caxton.swim.net.NetSettings;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.Security;
import io.caxton.swim.wire.SerfCodec;
import io.caxton.swim.wire.SerfMessage.KeyResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of ours and real Serf agents in one cluster. Needs Debian's package {@code serf}; {@code .ci/serf} runs it. */
@Tag("peer")
class SerfClusterTest {
    private static final int EACH = 5;
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT_KEY = "fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
    /** For how long the mixed cluster talks. */
    private static final Duration TALK = Duration.ofSeconds(Long.getLong("caxton.serf.seconds", 30));

    private final List<SerfAgent> agents = new ArrayList<>();
    private final List<MembershipNode> nodes = new ArrayList<>();
    private final List<SerfDelegate> delegates = new ArrayList<>();
    private final List<Heard> heard = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        nodes.forEach(MembershipNode::close);
        agents.forEach(SerfAgent::close);
    }

    private static Security secured(byte[] key) {
        return Security.encrypted(KeyRing.of(ByteString.of(key)), new SecureRandom()::nextBytes);
    }

    private void startCluster(Optional<byte[]> key) throws IOException {
        List<String> options = new ArrayList<>(List.of("-profile=local"));
        key.ifPresent(bytes -> options.add("-encrypt=" + Base64.getEncoder().encodeToString(bytes)));
        for (int i = 0; i < EACH; i++) {
            List<String> all = new ArrayList<>(options);
            if (i > 0) {
                all.add("-retry-join=" + agents.get(0).address());
            }
            agents.add(SerfAgent.start("serf-" + i, directory, all));
        }
        for (int i = 0; i < EACH; i++) {
            startNode("caxton-" + i, key.map(SerfClusterTest::secured).orElse(Security.none()));
        }
        awaitAll("alive", names());
    }

    private void startNode(String name, Security security) throws IOException {
        NetSettings settings = NetSettings.builder(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .swim(SwimSettings.LOCAL)
                .security(security)
                .seeds(agents.get(0).address().toString())
                .build();
        Heard hears = new Heard();
        ByteString tags = SerfCodec.encodeTags(Map.of("role", "caxton", "http", "127.0.0.1:8080"));
        heard.add(hears);
        SerfDelegate delegate = new SerfDelegate(name, hears);
        delegates.add(delegate);
        nodes.add(MembershipNode.start(settings, tags, delegate));
    }

    private List<String> names() {
        return names(List.of());
    }

    private List<String> names(List<String> more) {
        List<String> names = new ArrayList<>(more);
        agents.forEach(agent -> names.add(agent.name()));
        nodes.forEach(node -> names.add(node.name()));
        return names;
    }

    /** Until all who are there see these in a status. */
    private void awaitAll(String status, List<String> names) {
        MemberStatus ours = switch (status) {
            case "alive" -> MemberStatus.ALIVE;
            case "failed" -> MemberStatus.DEAD;
            default -> MemberStatus.LEFT;
        };
        for (MembershipNode node : nodes) {
            await(() -> Loopback.names(node, ours).containsAll(names));
        }
        for (SerfAgent agent : agents) {
            await(() -> {
                Map<String, String> members = agent.members();
                return names.stream().allMatch(name -> status.equals(members.get(name)));
            });
        }
    }

    private void assertNoErrors() throws IOException {
        for (SerfAgent agent : agents) {
            assertThat(agent.errors().stream().filter(line -> line.contains("[ERR]")))
                    .as("errors of " + agent.name())
                    .isEmpty();
        }
        for (MembershipNode node : nodes) {
            assertThat(node.netCounters())
                    .containsEntry(NetCounter.PACKETS_MALFORMED, 0L)
                    .containsEntry(NetCounter.STREAMS_MALFORMED, 0L);
        }
    }

    @Test
    void bothKindsSeeEachOtherComeTalkFailAndLeave() throws Exception {
        comeTalkFailAndLeave(Optional.empty());
    }

    @Test
    void andSoTheyDoWhenTheyEncrypt() throws Exception {
        comeTalkFailAndLeave(Optional.of(KEY));
    }

    private void comeTalkFailAndLeave(Optional<byte[]> key) throws Exception {
        startCluster(key);
        assertThat(agents.get(1).line("caxton-0")).contains("role=caxton", "http=127.0.0.1:8080");
        talk();
        assertNoErrors();

        nodes.remove(4).leave().get(1, TimeUnit.MINUTES);
        awaitAll("left", List.of("caxton-4"));
        SerfAgent leaver = agents.remove(4);
        leaver.run("leave");
        awaitAll("left", List.of("serf-4"));
        leaver.close();
        assertNoErrors();

        nodes.remove(3).close();
        agents.remove(3).close();
        awaitAll("failed", List.of("caxton-3", "serf-3"));
    }

    /** Serf's user events and messages of ours go around. */
    private void talk() {
        long end = System.nanoTime() + TALK.toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
            agents.get(i % agents.size()).run("event", "tick-" + i, "payload");
            nodes.get(i % nodes.size())
                    .describe(SerfCodec.encodeTags(Map.of("role", "caxton", "http", "127.0.0.1:8080", "n", "" + i)))
                    .join();
            LockSupport.parkNanos(100_000_000);
        }
        awaitAll("alive", names());
    }

    @Test
    void anAgentThatStoppedForAWhileIsSuspectedAndSpeaksUp() throws Exception {
        startCluster(Optional.empty());
        agents.get(2).signal("STOP");
        await(() -> heard.get(0).events.stream()
                .anyMatch(event -> event instanceof MembershipEvent.Suspected suspected
                        && suspected.member().name().equals("serf-2")));
        agents.get(2).signal("CONT");
        awaitAll("alive", names());
    }

    @Test
    void aNodeOfOursThatStoppedForAWhileIsSuspectedAndSpeaksUpAndOneThatDiedIsNot() throws Exception {
        startCluster(Optional.empty());
        try (NodeProcess apart = NodeProcess.start("apart", agents.get(0).address(), directory)) {
            awaitAll("alive", names(List.of("apart")));
            apart.signal("STOP");
            await(() -> agents.stream().anyMatch(agent -> agent.hasLogged("Suspect apart has failed")));
            apart.signal("CONT");
            await(() -> apart.hasPrinted("REFUTED"));
            awaitAll("alive", names(List.of("apart")));
            apart.signal("KILL");
            awaitAll("failed", List.of("apart"));
        }
        awaitAll("alive", names());
    }

    @Test
    void aKeyIsRotatedBySerf() throws Exception {
        startCluster(Optional.of(KEY));
        String next = Base64.getEncoder().encodeToString(NEXT_KEY);
        String old = Base64.getEncoder().encodeToString(KEY);
        rotate("-install=" + next);
        assertThat(keys()).contains(old + "  [10/10]", next + "  [10/10]");
        rotate("-use=" + next);
        rotate("-remove=" + old);
        assertThat(keys()).contains(next + "  [10/10]").doesNotContain(old);
        startNode("caxton-late", secured(NEXT_KEY));
        awaitAll("alive", names());
        assertThat(heard).filteredOn(node -> !node.keys.isEmpty()).hasSize(EACH);
        assertThat(agents.get(0).run("keys", "-remove=" + next)).contains("the primary key cannot be removed");
    }

    /** One step, on all members. As Serf spreads it by gossip, somebody may miss it; it says so, and is asked again. */
    private void rotate(String step) {
        await(() -> agents.get(0).run("keys", step).contains("Successfully"));
    }

    private String keys() {
        List<String> outputs = new ArrayList<>();
        await(() -> {
            outputs.add(agents.get(0).run("keys", "-list"));
            return outputs.get(outputs.size() - 1).contains("Keys gathered");
        });
        return outputs.get(outputs.size() - 1);
    }

    @Test
    void aKeyIsRotatedByUs() throws Exception {
        startCluster(Optional.of(KEY));
        String next = Base64.getEncoder().encodeToString(NEXT_KEY);
        KeyRing ring = KeyRing.of(ByteString.of(KEY)).install(ByteString.of(NEXT_KEY));
        secure(ring);
        rotate("-install=" + next);
        secure(ring.use(ByteString.of(NEXT_KEY)));
        rotate("-use=" + next);
        secure(KeyRing.of(ByteString.of(NEXT_KEY)));
        rotate("-remove=" + Base64.getEncoder().encodeToString(KEY));
        startNode("caxton-late", secured(NEXT_KEY));
        awaitAll("alive", names());
    }

    @Test
    void aKeyIsRotatedByAQuestionOfOurs() throws Exception {
        startCluster(Optional.of(KEY));
        ask(KeyOperation.INSTALL, NEXT_KEY);
        ask(KeyOperation.USE, NEXT_KEY);
        ask(KeyOperation.REMOVE, KEY);
        assertThat(ask(KeyOperation.LIST, new byte[0]))
                .allSatisfy(
                        (name, answer) -> assertThat(answer.keys()).as(name).containsExactly(ByteString.of(NEXT_KEY)));
        assertThat(keys()).contains(Base64.getEncoder().encodeToString(NEXT_KEY) + "  [10/10]");
        assertThat(asked(KeyOperation.REMOVE, NEXT_KEY))
                .as("who refuses asks nobody else")
                .hasSize(1)
                .allSatisfy((name, answer) -> assertThat(answer.message()).contains("use another one first"));
        assertNoErrors();
    }

    /** One step, until nobody has missed it; what all have answered. */
    private Map<String, KeyResponse> ask(KeyOperation operation, byte[] key) {
        Map<String, KeyResponse> answers = new TreeMap<>();
        await(() -> {
            answers.clear();
            answers.putAll(asked(operation, key));
            return answers.size() == 2 * EACH && answers.values().stream().allMatch(KeyResponse::done);
        });
        return answers;
    }

    private Map<String, KeyResponse> asked(KeyOperation operation, byte[] key) {
        return delegates
                .get(0)
                .ask(operation, ByteString.of(key), nodes.get(0).address(), Set.copyOf(names()), Duration.ofSeconds(10))
                .join();
    }

    private void secure(KeyRing ring) {
        for (MembershipNode node : nodes) {
            node.secure(Security.encrypted(ring, new SecureRandom()::nextBytes)).join();
        }
    }
}
