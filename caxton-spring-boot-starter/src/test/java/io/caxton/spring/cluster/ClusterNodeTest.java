package io.caxton.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.spring.cluster.ClusterEvent.MemberFailed;
import io.caxton.spring.cluster.ClusterEvent.MemberJoined;
import io.caxton.spring.cluster.ClusterEvent.MemberLeft;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.SwimSettings;
import io.caxton.swim.net.Delegate;
import io.caxton.swim.net.MembershipNode;
import io.caxton.swim.net.NetSettings;
import io.caxton.swim.wire.SerfCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whole applications in one JVM that form a cluster. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@ExtendWith(OutputCaptureExtension.class)
class ClusterNodeTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String ENCRYPTED = "caxton.cluster.encryption-keys=" + KEY;

    @TempDir
    private Path directory;

    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    private TestNode start(String id, String... properties) {
        return start(id, id, properties);
    }

    private TestNode start(String dataDir, String id, String[] properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("caxton.node-id=" + id);
        TestNode node = TestNode.start(directory.resolve(dataDir), all.toArray(String[]::new));
        nodes.add(node);
        return node;
    }

    @Test
    void threeNodesMeetAndTellLeavingFromFailing() {
        TestNode a = start("a", ENCRYPTED);
        TestNode b = start("b", ENCRYPTED, a.asSeed());
        TestNode c = start("c", ENCRYPTED, a.asSeed());
        for (TestNode node : nodes) {
            node.awaitAlive("a", "b", "c");
            node.awaitState(ClusterState.JOINED);
            assertThat(node.health("swim").getStatus()).isEqualTo(Status.UP);
            assertThat(node.health("firstJoin").getStatus()).isEqualTo(Status.UP);
        }
        assertThat(b.member("a").orElseThrow().tags())
                .containsKeys("version", "epoch")
                .containsEntry("role", "caxton");
        assertThat(b.node.takesMessages()).isTrue();
        b.close();
        assertThat(b.node.takesMessages()).isFalse();
        a.awaitStatus("b", MemberStatus.LEFT);
        c.awaitStatus("b", MemberStatus.LEFT);
        c.kill();
        a.awaitStatus("c", MemberStatus.DEAD);
        await().atMost(TestNode.PATIENCE).until(() -> a.events().stream().anyMatch(MemberFailed.class::isInstance));
        assertThat(a.events()).filteredOn(MemberJoined.class::isInstance).hasSize(2);
        assertThat(a.events())
                .filteredOn(MemberLeft.class::isInstance)
                .extracting(event -> event.member().nodeId())
                .containsExactly("b");
        assertThat(a.events())
                .filteredOn(MemberFailed.class::isInstance)
                .extracting(event -> event.member().nodeId())
                .containsExactly("c");
        isolationIsToldAndNoPartOfReadiness(a);
    }

    private static void isolationIsToldAndNoPartOfReadiness(TestNode lonely) {
        lonely.awaitState(ClusterState.ISOLATED);
        var health = lonely.health("swim");
        assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(health.getDetails())
                .containsEntry("isolated", true)
                .containsEntry("members", Map.of("alive", 1, "suspect", 0, "dead", 1, "left", 1));
        assertThat(String.valueOf(health.getDetails().get("last_events"))).contains("c failed", "b left");
        assertThat(lonely.health("firstJoin").getStatus()).isEqualTo(Status.UP);
        MeterRegistry meters = lonely.context.getBean(MeterRegistry.class);
        assertThat(meters.get("caxton.cluster.members")
                        .tag("status", "dead")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters.get("caxton.cluster.failures").functionCounter().count())
                .isEqualTo(1);
        assertThat(meters.get("caxton.cluster.packets")
                        .tag("direction", "in")
                        .functionCounter()
                        .count())
                .isPositive();
        assertThat(meters.get("caxton.cluster.probe").timer().count()).isPositive();
    }

    @Test
    void aRestartedNodeFindsTheOthersWithoutSeedsAndHasALargerEpoch() {
        TestNode a = start("a");
        TestNode b = start("b", a.asSeed());
        a.awaitAlive("a", "b");
        b.awaitAlive("a", "b");
        b.close();
        a.awaitStatus("b", MemberStatus.LEFT);
        long before = epoch(a.member("b").orElseThrow());
        assertThat(directory.resolve("b").resolve(ClusterNode.PEERS)).hasContent(a.address());
        TestNode again = start("b");
        assertThat(again.node.status().expectsOthers()).isTrue();
        again.awaitAlive("a", "b");
        a.awaitAlive("a", "b");
        assertThat(epoch(a.member("b").orElseThrow())).isGreaterThan(before);
    }

    private static long epoch(ClusterMember member) {
        return Long.parseLong(member.tags().getOrDefault("epoch", "0"));
    }

    @Test
    void aWrongKeyIsToldOnBothSides(CapturedOutput output) {
        TestNode a = start("a", ENCRYPTED);
        String other = Base64.getEncoder().encodeToString("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        TestNode b =
                start("b", "caxton.cluster.encryption-keys=" + other, a.asSeed(), "caxton.cluster.join-timeout=4s");
        staysAlone(a, b, output);
        assertThat(output.getAll()).doesNotContain(other, KEY);
    }

    @Test
    void aWrongLabelIsToldOnBothSides(CapturedOutput output) {
        TestNode a = start("a", "caxton.cluster.label=blue");
        TestNode b = start("b", "caxton.cluster.label=green", a.asSeed(), "caxton.cluster.join-timeout=4s");
        staysAlone(a, b, output);
    }

    private static void staysAlone(TestNode seed, TestNode node, CapturedOutput output) {
        assertThat(node.health("firstJoin").getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        node.awaitState(ClusterState.ALONE);
        assertThat(node.health("firstJoin").getStatus()).isEqualTo(Status.UP);
        assertThat(node.health("swim").getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(node.health("swim").getDetails()).containsKey("last_refusal");
        assertThat(output.getAll())
                .contains("None of the seeds [" + seed.address() + "] has let this node join within PT4S")
                .contains("Compare caxton.cluster.encryption-keys and caxton.cluster.label with theirs")
                .contains("A stream of 127.0.0.1:");
        assertThat(seed.node.status().size()).isEqualTo(1);
    }

    @Test
    void aSeedThatNeverAnswersKeepsANodeFromBeingReadyForAWhileOnly(CapturedOutput output) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String seed = "127.0.0.1:" + silent.getLocalPort();
            TestNode node = TestNode.start(
                    WebApplicationType.SERVLET,
                    directory.resolve("a"),
                    "caxton.cluster.seeds=" + seed,
                    "caxton.cluster.join-timeout=10s");
            nodes.add(node);
            assertThat(readiness(node)).isEqualTo(503);
            node.awaitState(ClusterState.ALONE);
            assertThat(readiness(node)).isEqualTo(200);
            assertThat(output.getAll())
                    .contains("None of the seeds [" + seed + "] has let this node join within PT10S");
        }
    }

    @Test
    void aNodeThatHearsOfNoAgentsKeepsAnotherFromBeingReadyForAWhileOnly(CapturedOutput output) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            TestNode mute = TestNode.start(
                    WebApplicationType.SERVLET,
                    directory.resolve("a"),
                    "caxton.node-id=a",
                    "caxton.cluster.http-advertise=127.0.0.1:" + silent.getLocalPort());
            nodes.add(mute);
            TestNode node = TestNode.start(
                    WebApplicationType.SERVLET,
                    directory.resolve("b"),
                    mute.asSeed(),
                    "caxton.cluster.join-timeout=10s");
            nodes.add(node);
            node.awaitState(ClusterState.JOINED);
            assertThat(readiness(node)).isEqualTo(503);
            await().atMost(TestNode.PATIENCE).until(() -> readiness(node) == 200);
            assertThat(output.getAll()).contains("none of the nodes [a] has told it of the agents within PT10S");
        }
    }

    @Test
    void aNodeThatIsTheFirstToHaveSomebodyJoinStaysReady() throws Exception {
        TestNode first = TestNode.start(WebApplicationType.SERVLET, directory.resolve("a"), "caxton.node-id=a");
        nodes.add(first);
        assertThat(readiness(first)).isEqualTo(200);
        TestNode second = TestNode.start(WebApplicationType.SERVLET, directory.resolve("b"), first.asSeed());
        nodes.add(second);
        assertThat(readiness(first)).isEqualTo(200);
        await().atMost(TestNode.PATIENCE).until(() -> readiness(second) == 200);
    }

    private static MembershipNode member(String name, TestNode seed, Map<String, String> tags) throws IOException {
        NetSettings settings = NetSettings.builder(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .swim(SwimSettings.LOCAL)
                .seeds(seed.address())
                .build();
        return MembershipNode.start(settings, SerfCodec.encodeTags(tags), Delegate.NONE);
    }

    @Test
    void membersOfOtherVersionsAndKindsAreNamedAndNobodyWaitsForThem(CapturedOutput output) throws Exception {
        TestNode a = start("a");
        Map<String, String> old = Map.of("role", "caxton", "version", "0.0.7\n", "epoch", "1");
        try (MembershipNode older = member("older", a, old);
                MembershipNode serf = member("serf-agent", a, Map.of("role", "web"))) {
            a.awaitAlive("a", older.name(), serf.name());
            TestNode b = start("b", a.asSeed());
            b.awaitAlive("a", "b", older.name(), serf.name());
            await().atMost(TestNode.PATIENCE).until(b.node::isReady);
            assertThat(output.getAll()).doesNotContain("none of the nodes");
            assertThat(b.health("swim").getStatus()).isEqualTo(Status.UP);
            assertThat(b.health("swim").getDetails()).containsEntry("other_versions", Map.of("older", "0.0.7\n"));
            assertThat(output.getAll())
                    .containsPattern("Member older at \\S+ joined, with version 0\\.0\\.7\\?, and this node has ");
        }
    }

    private static int readiness(TestNode node) throws IOException, InterruptedException {
        String port = node.context.getEnvironment().getRequiredProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void membersLearnWhereTheWebServerListens() {
        TestNode a = start("a");
        TestNode b = TestNode.start(
                WebApplicationType.SERVLET,
                directory.resolve("b"),
                "caxton.node-id=b",
                "server.address=127.0.0.1",
                a.asSeed());
        nodes.add(b);
        String port = b.context.getEnvironment().getRequiredProperty("local.server.port");
        a.awaitAlive("a", "b");
        assertThat(a.member("b").orElseThrow().http()).contains("127.0.0.1:" + port);
        assertThat(a.member("a").orElseThrow().http()).isEmpty();
        b.awaitAlive("a", "b");
    }

    @Test
    void twoNodesWithOneIdAreToldOnBothSides(CapturedOutput output) {
        TestNode first = start("first", "twin", new String[0]);
        TestNode second = start("second", "twin", new String[] {first.asSeed()});
        for (TestNode node : List.of(first, second)) {
            await().atMost(TestNode.PATIENCE)
                    .until(() -> node.node.status().conflict().isPresent());
            assertThat(node.health("swim").getStatus()).isEqualTo(Status.DOWN);
            assertThat(String.valueOf(node.health("swim").getDetails().get("conflict")))
                    .contains("another node with the id twin", "give it an id of its own");
        }
        assertThat(output.getAll())
                .contains("another node with the id twin is at " + second.address() + ", and this one is at "
                        + first.address())
                .contains("another node with the id twin is at " + first.address() + ", and this one is at "
                        + second.address());
    }

    @Test
    void aKeyIsRotatedOnAllAndKeptForTheNextStart() throws Exception {
        TestNode a = start("a", ENCRYPTED);
        TestNode b = start("b", ENCRYPTED, a.asSeed());
        a.awaitAlive("a", "b");
        b.awaitAlive("a", "b");
        byte[] next = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        ClusterKeys keys = a.context.getBean(ClusterKeys.class);
        for (ClusterKeys.Change step : List.of(ClusterKeys.Change.INSTALL, ClusterKeys.Change.USE)) {
            untilAllHaveDoneIt(keys, step, next);
        }
        await().atMost(TestNode.PATIENCE)
                .untilAsserted(() -> assertThat(
                                keys.list().get(1, TimeUnit.MINUTES).keys())
                        .containsExactlyInAnyOrder(
                                new KeyInventory.Key(ClusterKeys.fingerprint(next), 2, 2),
                                new KeyInventory.Key(ClusterKeys.fingerprint(new byte[32]), 2, 0)));
        untilAllHaveDoneIt(keys, ClusterKeys.Change.REMOVE, new byte[32]);
        Path file = directory.resolve("b").resolve(KeyFile.NAME);
        await().atMost(TestNode.PATIENCE)
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() == 2);
        b.close();
        a.awaitStatus("b", MemberStatus.LEFT);
        TestNode again = start("b", ENCRYPTED);
        again.awaitAlive("a", "b");
        a.awaitAlive("a", "b");
    }

    private static void untilAllHaveDoneIt(ClusterKeys keys, ClusterKeys.Change step, byte[] key) {
        await().atMost(TestNode.PATIENCE).until(() -> {
            List<KeyAnswer> answers = keys.change(step, key).get(1, TimeUnit.MINUTES);
            return answers.size() == 2 && answers.stream().allMatch(KeyAnswer::done);
        });
    }

    @Test
    void whoLeavesGoesOnAlone() throws Exception {
        TestNode a = start("a", ENCRYPTED);
        TestNode b = start("b", ENCRYPTED, a.asSeed());
        a.awaitAlive("a", "b");
        b.awaitAlive("a", "b");
        assertThat(b.node.leave().get(1, TimeUnit.MINUTES)).isEqualTo(new Farewell(true, 0, 0));
        assertThat(b.node.leave().get(1, TimeUnit.MINUTES)).isEqualTo(new Farewell(true, 0, 0));
        a.awaitStatus("b", MemberStatus.LEFT);
        assertThat(b.node.status().state()).isEqualTo(ClusterState.LEFT);
        assertThat(b.node.status().size()).isEqualTo(1);
        assertThat(b.node.takesMessages()).as("it goes on alone").isTrue();
        assertThat(b.node.members()).hasSize(1);
        assertThat(b.health("swim").getStatus()).isEqualTo(Status.UP);
    }
}
