package io.caxton.spring.autoconfigure;

import io.caxton.core.storage.LocalState;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.localstate.CommitListener;
import io.caxton.spring.localstate.DataDirectory;
import io.caxton.spring.localstate.SqliteLocalState;
import io.caxton.spring.properties.AgentsProperties;
import io.caxton.spring.properties.ConversationProperties;
import io.caxton.spring.properties.CopiesProperties;
import io.caxton.spring.properties.DeliveryProperties;
import io.caxton.spring.properties.LimitsProperties;
import io.caxton.spring.properties.LocalStateProperties;
import io.caxton.spring.properties.NodeProperties;
import io.caxton.spring.properties.RetentionProperties;
import io.caxton.spring.properties.StateToolProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** The ground a node stands on: its properties, time, chance, data directory and local state. */
@AutoConfiguration
@EnableConfigurationProperties({
    NodeProperties.class,
    CopiesProperties.class,
    DeliveryProperties.class,
    ConversationProperties.class,
    RetentionProperties.class,
    LimitsProperties.class,
    LocalStateProperties.class,
    StateToolProperties.class,
    AgentsProperties.class
})
public class CaxtonAutoConfiguration {
    private static final String DIRECTORY = "caxtonDataDirectory";
    private static final String CLOCK = "caxtonNodeClock";

    @Bean
    static UnknownPropertyCheck caxtonUnknownPropertyCheck(ConfigurableApplicationContext context) {
        return new UnknownPropertyCheck(context);
    }

    @Bean
    @ConditionalOnMissingBean
    InstantSource caxtonInstantSource() {
        return InstantSource.system();
    }

    /** Safe for use by many threads, unlike the seeded generators that simulations use. */
    @Bean
    @ConditionalOnMissingBean
    RandomGenerator caxtonRandomGenerator() {
        return new SecureRandom();
    }

    @Bean(DIRECTORY)
    DataDirectory caxtonDataDirectory(NodeProperties properties) {
        try {
            return DataDirectory.open(properties.dataDirectory());
        } catch (UncheckedIOException e) {
            throw new UnusableDataDirectoryException(properties.dataDirectory(), e);
        }
    }

    // Destroyed in the reverse order: local state, clock, directory.
    @Bean(CLOCK)
    @DependsOn(DIRECTORY)
    NodeClock caxtonNodeClock(InstantSource time) {
        return new NodeClock(time);
    }

    @Bean
    @DependsOn(CLOCK)
    @ConditionalOnMissingBean(LocalState.class)
    SqliteLocalState caxtonLocalState(
            DataDirectory directory, LocalStateProperties properties, ObjectProvider<CommitListener> listeners) {
        List<CommitListener> all = listeners.orderedStream().toList();
        return SqliteLocalState.open(
                directory,
                properties.toSettings(),
                (works, took, failure) -> all.forEach(l -> l.onBatch(works, took, failure)));
    }

    @Bean
    @ConditionalOnMissingBean
    NodeIdentity caxtonNodeIdentity(NodeProperties properties, DataDirectory directory, NodeClock clock) {
        String configured = properties.nodeId();
        try {
            String nodeId = configured == null ? directory.nodeId() : configured;
            return new NodeIdentity(nodeId, directory.nextEpoch(clock.now()), readVersion(), clock.now());
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new UnusableDataDirectoryException(directory.path(), e);
        }
    }

    private static String readVersion() {
        try {
            return PropertiesLoaderUtils.loadProperties(new ClassPathResource("io/caxton/spring/version.properties"))
                    .getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
