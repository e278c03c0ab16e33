package io.caxton.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.caxton.spring.localstate.DataDirectory;
import io.caxton.state.InMemoryStateTool;
import io.caxton.state.McpStateTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What an operator reads when a node does not start. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailuresTest {
    @TempDir
    private Path directory;

    private void start(String... properties) {
        start(new StandardEnvironment(), properties);
    }

    private void start(ConfigurableEnvironment environment, String... properties) {
        List<String> arguments = new ArrayList<>(List.of("--caxton.data-dir=" + directory.resolve("data")));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        SpringApplication application = new SpringApplication(Node.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setEnvironment(environment);
        application.run(arguments.toArray(String[]::new)).close();
    }

    private String failureOf(CapturedOutput output, String... properties) {
        int before = output.getAll().length();
        assertThat(catchThrowable(() -> start(properties)))
                .as("start with %s", List.of(properties))
                .isNotNull();
        String said = output.getAll().substring(before);
        assertThat(said).contains("APPLICATION FAILED TO START");
        return said;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            caxton.delivery.lease=soon             | caxton.delivery.lease
            caxton.delivery.lease=0ms              | caxton.delivery.lease
            caxton.delivery.max-attempts=0         | caxton.delivery.max-attempts
            caxton.delivery.jitter=1.5             | caxton.delivery.jitter
            caxton.delivery.max-lease=1s           | caxton.delivery.max-lease must not be shorter than caxton.delivery.lease
            caxton.delivery.max-backoff=10ms       | caxton.delivery.max-backoff must not be shorter
            caxton.conversation.max-participants=1 | caxton.conversation.max-participants
            caxton.retention.max-finished-size=-1B | caxton.retention.max-finished-size
            caxton.limits.max-content-size=1GB     | caxton.limits.max-content-size
            caxton.limits.max-agents=many          | caxton.limits.max-agents
            caxton.local-state.readers=0           | caxton.local-state.readers
            caxton.local-state.synchronous=normal  | caxton.local-state.synchronous
            caxton.state-tool.sqlite.max-key-size=1MB | caxton.state-tool.sqlite.max-key-size
            caxton.agents.threads=0                | caxton.agents.threads
            caxton.node-id=Not_Valid               | caxton.node-id
            caxton.agents.shutdown-timeout=-1s     | caxton.agents.shutdown-timeout
            caxton.cluster.profile=moon            | caxton.cluster.profile
            caxton.cluster.join-timeout=0ms        | caxton.cluster.join-timeout
            caxton.cluster.max-streams=0           | caxton.cluster.max-streams
            """)
    void invalidValueIsNamed(String property, String named, CapturedOutput output) {
        String said = failureOf(output, property);
        assertThat(said.replace("maxAttempts", "max-attempts")
                        .replace("maxParticipants", "max-participants")
                        .replace("maxFinishedSize", "max-finished-size")
                        .replace("maxContentSize", "max-content-size")
                        .replace("maxKeySize", "max-key-size")
                        .replace("nodeId", "node-id")
                        .replace("joinTimeout", "join-timeout")
                        .replace("maxStreams", "max-streams")
                        .replace("dataDir", "data-dir"))
                .contains(named);
    }

    @Test
    void misspeltPropertyIsNamedWithWhatWasMeant(CapturedOutput output) {
        assertThat(failureOf(output, "caxton.delivery.max-atempts=3", "caxton.clutser.seeds[0]=a:1"))
                .contains("Property: caxton.delivery.max-atempts")
                .contains("Did you mean: caxton.delivery.max-attempts?")
                .contains("Property: caxton.clutser.seeds[0]")
                .contains("caxton.delivery.max-atempts\" from property source \"commandLineArgs\"");
    }

    @Test
    void everySpellingOfAPropertyIsKnown(CapturedOutput output) {
        start("caxton.delivery.maxAttempts=3", "caxton.delivery.max_lease=2h", "caxton.localState.readers=2");
        assertThat(output).doesNotContain("FAILED");
    }

    @Test
    void unknownEnvironmentVariableIsReportedUnlessItIsAServiceLink(CapturedOutput output) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of(
                                        "CAXTON_DELIVERY_MAXATTEMPTS", "3",
                                        "CAXTON_NODE_ID", "n1",
                                        "CAXTON_SERVICE_HOST", "10.0.0.1",
                                        "CAXTON_PORT_8080_TCP_ADDR", "10.0.0.1",
                                        "CAXTON_DELIVERY_LEESE", "9s")));
        start(environment);
        assertThat(output).contains("CAXTON_DELIVERY_LEESE sets nothing").containsOnlyOnce("sets nothing");
    }

    @Test
    void aClusterWithoutAKeyIsNotListenedToElsewhere(CapturedOutput output) {
        assertThat(failureOf(
                        output,
                        "caxton.cluster.enabled=true",
                        "caxton.cluster.bind=0.0.0.0:0",
                        "caxton.cluster.advertise=192.0.2.1"))
                .contains("caxton.cluster.advertise must name a port", "Correct what is said above");
        assertThat(failureOf(
                        output,
                        "caxton.cluster.enabled=true",
                        "caxton.cluster.bind=0.0.0.0:0",
                        "caxton.cluster.advertise=192.0.2.1:7946"))
                .contains("caxton.cluster.bind lets the node listen where others can reach it")
                .contains("Set caxton.cluster.encryption-keys on all members");
        assertThat(Files.exists(directory.resolve("data"))).isFalse();
    }

    @Test
    void keysOfAClusterThatAreNoneAreToldAndNotQuoted(CapturedOutput output) {
        assertThat(failureOf(output, "caxton.cluster.enabled=true", "caxton.cluster.encryption-keys=by-mistake"))
                .contains("caxton.cluster.encryption-keys[0] must be 16, 24 or 32 bytes in base64")
                .doesNotContain("by-mistake");
    }

    @Test
    void anAddressOfTheClusterThatIsTakenIsTold(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(failureOf(
                            output,
                            "caxton.cluster.enabled=true",
                            "caxton.cluster.bind=127.0.0.1:" + taken.getLocalPort()))
                    .contains("The node cannot listen where caxton.cluster.bind says")
                    .contains("127.0.0.1:" + taken.getLocalPort())
                    .contains("a port that is free for TCP and UDP");
        }
    }

    @Test
    void anEpochThatIsNotOneIsTold(CapturedOutput output) throws IOException {
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data").resolve("epoch"), "many");
        assertThat(failureOf(output)).contains("the epoch in ", "is not valid: it must be a whole number");
    }

    @Test
    void directoryInUseIsTold(CapturedOutput output) {
        try (DataDirectory held = DataDirectory.open(directory.resolve("data"))) {
            assertThat(failureOf(output))
                    .contains("The data directory " + held.path() + " is in use by process "
                            + ProcessHandle.current().pid())
                    .contains("set caxton.data-dir to a directory of this node's own");
        }
    }

    @Test
    void directoryThatCannotBeMadeIsTold(CapturedOutput output) throws IOException {
        Files.writeString(directory.resolve("data"), "a file");
        assertThat(failureOf(output))
                .contains("The data directory " + directory.resolve("data") + " cannot be used")
                .contains("may write, or set caxton.data-dir");
    }

    @Test
    void newerSchemaIsTold(CapturedOutput output) throws SQLException {
        start();
        Path database = directory.resolve("data").resolve("caxton.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO caxton_schema_history SELECT installed_rank + 100, '999', description,"
                    + " type, script, checksum, installed_by, installed_on, execution_time, success"
                    + " FROM caxton_schema_history WHERE version = '1'");
        }
        assertThat(failureOf(output))
                .contains("A newer version of Caxton has written")
                .contains("caxton.data-dir");
    }

    @Test
    void databaseThatCannotBeOpenedIsTold(CapturedOutput output) throws IOException {
        Files.createDirectories(directory.resolve("data").resolve("caxton.db"));
        assertThat(failureOf(output)).contains("The local state of this node failed on start");
    }

    @Test
    void stateToolWithoutItsStarterIsTold(CapturedOutput output) {
        assertThat(failureOf(output, "caxton.state-tool.type=redis"))
                .contains("caxton.state-tool.type is 'redis'")
                .contains("Add io.caxton:state-tool-redis to the class path");
    }

    @Test
    void unknownStateToolIsTold(CapturedOutput output) {
        assertThat(failureOf(output, "caxton.state-tool.type=oracle"))
                .contains("caxton.state-tool.type is 'oracle'")
                .contains("Set caxton.state-tool.type to sqlite, redis");
    }

    @Test
    void anyTypeGoesWithAToolOfTheApplication() {
        NodeContexts.node(directory.resolve("data"))
                .withPropertyValues("caxton.state-tool.type=own")
                .withBean(McpStateTool.class, () -> new InMemoryStateTool(InstantSource.system()))
                .run(context -> assertThat(context).hasNotFailed());
    }

    /** Without a web server and a database of its own. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Node {}
}
