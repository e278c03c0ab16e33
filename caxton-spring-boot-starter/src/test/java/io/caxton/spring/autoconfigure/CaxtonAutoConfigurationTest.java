package io.caxton.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.engine.EngineSettings;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.localstate.DataDirectory;
import io.caxton.spring.localstate.SqliteLocalState;
import io.caxton.state.InMemoryStateTool;
import io.caxton.state.McpStateTool;
import io.caxton.state.sqlite.SqliteStateTool;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

class CaxtonAutoConfigurationTest {
    @TempDir
    private Path dataDir;

    private ApplicationContextRunner node() {
        return NodeContexts.node(dataDir);
    }

    @Test
    void nodeStartsWithEverythingItsDoorsNeed() {
        node().run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(SqliteLocalState.class)
                    .hasSingleBean(MessageGateway.class)
                    .hasSingleBean(MailboxGateway.class)
                    .hasSingleBean(AgentGateway.class)
                    .hasSingleBean(NodeClock.class)
                    .hasSingleBean(InstantSource.class)
                    .hasSingleBean(RandomGenerator.class)
                    .hasSingleBean(SqliteStateTool.class);
            assertThat(context.getBean(EngineSettings.class)).isEqualTo(EngineSettings.DEFAULT);
            assertThat(dataDir.resolve("caxton.db")).exists();
        });
    }

    @Test
    void nodeIdIsKeptOverRestartsUnlessGiven() {
        String[] first = new String[1];
        node().run(context -> first[0] = context.getBean(NodeIdentity.class).nodeId());
        node().run(context ->
                assertThat(context.getBean(NodeIdentity.class).nodeId()).isEqualTo(first[0]));
        node().withPropertyValues("caxton.node-id=blue-1")
                .run(context ->
                        assertThat(context.getBean(NodeIdentity.class).nodeId()).isEqualTo("blue-1"));
    }

    @Test
    void versionIsThatOfTheBuild() {
        node().run(context ->
                assertThat(context.getBean(NodeIdentity.class).version()).matches("\\d+\\.\\d+\\.\\d+.*"));
    }

    @Test
    void applicationsOwnBeansTakePrecedence() {
        Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
        node().withBean(InMemoryLocalState.class)
                .withBean(Clock.class, () -> clock)
                .withBean(McpStateTool.class, () -> new InMemoryStateTool(clock))
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(SqliteLocalState.class);
                    assertThat(context.getBean(LocalState.class)).isInstanceOf(InMemoryLocalState.class);
                    assertThat(context.getBean(InstantSource.class)).isSameAs(clock);
                    assertThat(context.getBean(McpStateTool.class)).isInstanceOf(InMemoryStateTool.class);
                });
    }

    @Test
    void stateToolsFileCanLieElsewhere() {
        Path file = dataDir.resolve("elsewhere").resolve("memory.db");
        node().withPropertyValues("caxton.state-tool.sqlite.file=" + file).run(context -> {
            assertThat(context.getBean(McpStateTool.class).find("key")).isEmpty();
            assertThat(file).exists();
        });
    }

    /** On the class path of an application that depends on nothing but the starter: Boot's JDBC and Flyway are for tests. */
    @Test
    void applicationWithoutDatabaseStarts() throws Exception {
        URL[] urls = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(spring-boot-(starter-)?(jdbc|flyway|sql)|HikariCP)-.*"))
                .map(entry -> toUrl(Path.of(entry)))
                .toArray(URL[]::new);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader alone = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(alone);
            Class<?> application = alone.loadClass(Application.class.getName());
            Object beans = application.getMethod("start", String[].class).invoke(null, (Object)
                    new String[] {"--caxton.data-dir=" + dataDir});
            assertThat(beans).isEqualTo(1);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL toUrl(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void applicationsOwnDatabaseAndMigrationsAreLeftAlone() {
        node().withConfiguration(
                        AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=jdbc:sqlite:" + dataDir.resolve("own.db"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    JdbcTemplate own = new JdbcTemplate(context.getBean(DataSource.class));
                    assertThat(own.queryForList("SELECT name FROM sqlite_master WHERE name = 'message'"))
                            .isEmpty();
                });
    }

    @Test
    void everythingIsClosedInOrderAndTheDirectoryIsFree() {
        SqliteLocalState[] state = new SqliteLocalState[1];
        node().run(context -> state[0] = context.getBean(SqliteLocalState.class));
        assertThat(state[0].write(tx -> 1))
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(LocalStateException.class);
        DataDirectory.open(dataDir).close();
        assertThat(dataDir.resolve("caxton.db-wal"))
                .satisfiesAnyOf(
                        wal -> assertThat(wal).doesNotExist(),
                        wal -> assertThat(Files.size(wal)).isZero());
    }

    @Test
    void directoryIsFreeAfterAStartThatFailedHalfWay() {
        node().withBean("failing", InitializingBean.class, () -> () -> {
                    throw new IllegalStateException("on purpose");
                })
                .run(context -> {
                    assertThat(context).hasFailed();
                    DataDirectory.open(dataDir).close();
                });
        node().run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void directoryIsFreeWhenTheLocalStateCannotBeOpened() throws Exception {
        Files.createDirectories(dataDir.resolve("caxton.db"));
        node().run(context -> {
            assertThat(context).hasFailed();
            DataDirectory.open(dataDir).close();
        });
    }

    /** An application that has nothing of its own. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Application {
        /** Starts and stops it; how many local states it had. */
        public static int start(String... arguments) {
            SpringApplication application = new SpringApplication(Application.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            try (ConfigurableApplicationContext context = application.run(arguments)) {
                return context.getBeanNamesForType(SqliteLocalState.class).length;
            }
        }
    }
}
