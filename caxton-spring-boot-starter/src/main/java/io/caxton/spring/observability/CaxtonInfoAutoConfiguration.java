package io.caxton.spring.observability;

import io.caxton.spring.autoconfigure.CaxtonGatewayAutoConfiguration;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.localstate.DataDirectory;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Who this node is, at {@code /actuator/info} under {@code caxton}. */
@AutoConfiguration(after = CaxtonGatewayAutoConfiguration.class)
public class CaxtonInfoAutoConfiguration {

    @Bean
    @ConditionalOnEnabledInfoContributor("caxton")
    InfoContributor caxtonInfoContributor(NodeIdentity node, NodeClock clock, DataDirectory directory) {
        return builder -> builder.withDetail(
                "caxton",
                Map.of(
                        "node_id",
                        node.nodeId(),
                        "version",
                        node.version(),
                        "started_at",
                        node.startedAt().toString(),
                        "uptime",
                        Duration.between(node.startedAt(), clock.now())
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString(),
                        "data_dir",
                        directory.path().toString()));
    }
}
