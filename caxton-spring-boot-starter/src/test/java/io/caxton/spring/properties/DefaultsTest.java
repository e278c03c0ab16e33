package io.caxton.spring.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.conversation.ConversationPolicy;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.engine.EngineSettings;
import io.caxton.core.engine.RetentionPolicy;
import io.caxton.spring.localstate.SqliteLocalStateSettings;
import io.caxton.state.StateToolLimits;
import io.caxton.state.sqlite.SqliteOptions;
import io.caxton.swim.SwimSettings;
import io.caxton.swim.net.NetSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DefaultsTest {
    private static <T> T defaultOf(Class<T> type, String prefix) {
        return new Binder(new MapConfigurationPropertySource()).bindOrCreate(prefix, type);
    }

    @Test
    void deliveryIsBoundAsTheCoreSays() {
        assertThat(defaultOf(DeliveryProperties.class, "caxton.delivery").toPolicy())
                .isEqualTo(DeliveryPolicy.DEFAULT);
    }

    @Test
    void conversationsAreBoundAsTheCoreSays() {
        assertThat(defaultOf(ConversationProperties.class, "caxton.conversation")
                        .toPolicy())
                .isEqualTo(ConversationPolicy.DEFAULT);
    }

    @Test
    void retentionIsBoundAsTheCoreSays() {
        assertThat(defaultOf(RetentionProperties.class, "caxton.retention").toPolicy())
                .isEqualTo(RetentionPolicy.DEFAULT);
    }

    @Test
    void localStateIsBoundAsItSays() {
        assertThat(defaultOf(LocalStateProperties.class, "caxton.local-state").toSettings())
                .isEqualTo(SqliteLocalStateSettings.DEFAULT);
    }

    @Test
    void limitsAreTheDocumentedOnes() {
        LimitsProperties limits = defaultOf(LimitsProperties.class, "caxton.limits");
        assertThat(limits.maxAgents()).isEqualTo(EngineSettings.DEFAULT.maxAgents());
        assertThat(limits.maxContentSize()).isEqualTo(DataSize.ofMegabytes(10));
        assertThat(limits.maxBatch()).isEqualTo(1_000);
    }

    @Test
    void stateToolIsBoundAsItsLimitsSay() {
        StateToolProperties tool = defaultOf(StateToolProperties.class, "caxton.state-tool");
        assertThat(tool.type()).isEqualTo("sqlite");
        assertThat(tool.sqlite().maxKeySize().toBytes()).isEqualTo(StateToolLimits.DEFAULTS.maxKeyBytes());
        assertThat(tool.sqlite().maxValueSize().toBytes()).isEqualTo(StateToolLimits.DEFAULTS.maxValueBytes());
        assertThat(tool.sqlite().maxFileSize().toBytes()).isEqualTo(SqliteOptions.DEFAULT_MAX_FILE_BYTES);
    }

    @Test
    void theClusterIsBoundAsItsLibrarySays() {
        ClusterProperties cluster = defaultOf(ClusterProperties.class, "caxton.cluster");
        assertThat(cluster.enabled()).isFalse();
        assertThat(cluster.bind()).isEqualTo("127.0.0.1:" + NetSettings.DEFAULT_PORT);
        assertThat(cluster.toSettings()).isEqualTo(SwimSettings.LAN);
        assertThat(cluster.streamTimeout()).isEqualTo(NetSettings.DEFAULT_STREAM_TIMEOUT);
        assertThat(cluster.maxStreams()).isEqualTo(NetSettings.DEFAULT_MAX_STREAMS);
        assertThat(cluster.joinTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(cluster.drainTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(cluster.forgetAfter()).isEqualTo(Duration.ofDays(1));
        assertThat(cluster.leaveTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void oneMessageAlwaysFitsIntoARequestOfANode() {
        PeerProperties peer = defaultOf(PeerProperties.class, "caxton.cluster.peer");
        assertThat(peer.maxBytes(DataSize.ofMegabytes(10))).isEqualTo(16 << 20);
        assertThat(peer.maxBytes(DataSize.ofMegabytes(100))).isEqualTo(101 << 20);
        assertThat(peer.callTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(peer.maxCalls()).isLessThanOrEqualTo(peer.maxRequests());
    }

    @Test
    void dataDirectoryIsBesideTheProcess() {
        assertThat(defaultOf(NodeProperties.class, "caxton").dataDirectory()).isEqualTo(Path.of("./data"));
    }

    @Test
    void everyPropertyIsDescribedWithItsDefault() throws IOException {
        try (InputStream in = Objects.requireNonNull(NodeProperties.class
                .getClassLoader()
                .getResourceAsStream("META-INF/spring-configuration-metadata.json"))) {
            JsonNode properties = JsonMapper.shared().readTree(in).path("properties");
            assertThat(properties).hasSizeGreaterThan(40).allSatisfy(property -> {
                assertThat(property.path("name").asString()).startsWith("caxton.");
                assertThat(property.path("description").asString(""))
                        .as("description of %s", property.path("name"))
                        .matches("[A-Z].*\\.");
                assertThat(property.has("defaultValue"))
                        .as("default of %s", property.path("name"))
                        .isTrue();
            });
        }
    }
}
