package io.caxton.spring.autoconfigure;

import io.caxton.spring.agent.CaxtonAgentsAutoConfiguration;
import io.caxton.spring.cluster.CaxtonClusterAutoConfiguration;
import io.caxton.spring.observability.CaxtonHealthAutoConfiguration;
import io.caxton.spring.observability.CaxtonInfoAutoConfiguration;
import io.caxton.spring.observability.CaxtonMetricsAutoConfiguration;
import io.caxton.spring.peer.CaxtonPeerAutoConfiguration;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Contexts with a node in them. */
public final class NodeContexts {
    private NodeContexts() {}

    /** Everything the starter configures, with its data in a directory. */
    public static ApplicationContextRunner node(Path dataDir) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        JacksonAutoConfiguration.class,
                        CaxtonAutoConfiguration.class,
                        CaxtonGatewayAutoConfiguration.class,
                        CaxtonStateToolAutoConfiguration.class,
                        MissingStateToolAutoConfiguration.class,
                        CaxtonClusterAutoConfiguration.class,
                        CaxtonAgentsAutoConfiguration.class,
                        CaxtonHealthAutoConfiguration.class,
                        CaxtonInfoAutoConfiguration.class,
                        CaxtonMetricsAutoConfiguration.class,
                        CaxtonPeerAutoConfiguration.class))
                .withPropertyValues("caxton.data-dir=" + dataDir, "caxton.local-state.synchronous=off");
    }
}
