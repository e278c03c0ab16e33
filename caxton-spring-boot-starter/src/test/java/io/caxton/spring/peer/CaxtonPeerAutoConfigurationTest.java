package io.caxton.spring.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.spring.autoconfigure.NodeContexts;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.FilteredClassLoader;

class CaxtonPeerAutoConfigurationTest {
    private static final String[] CLUSTERED = {"caxton.cluster.enabled=true", "caxton.cluster.bind=127.0.0.1:0"};

    @TempDir
    Path directory;

    @Test
    void aNodeThatIsNoneOfAClusterCallsNobody() {
        NodeContexts.node(directory)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PeerCalls.class));
    }

    @Test
    void anApplicationThatServesNoHttpCallsOthersAndHasNoDoor() {
        NodeContexts.node(directory)
                .withPropertyValues(CLUSTERED)
                .withClassLoader(new FilteredClassLoader("jakarta.servlet"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(PeerCalls.class)
                        .doesNotHaveBean(PeerServer.class));
    }

    @Test
    void aPropertyOutOfBoundsIsNamed() {
        NodeContexts.node(directory)
                .withPropertyValues(CLUSTERED)
                .withPropertyValues("caxton.cluster.peer.max-calls=0")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("maxCalls"));
    }
}
