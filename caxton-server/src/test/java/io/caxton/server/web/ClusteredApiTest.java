package io.caxton.server.web;

import io.caxton.spring.cluster.ClusterNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A test whose server, called first, is one of a cluster; {@link #others} starts more. */
@DirtiesContext
@TestPropertySource(
        properties = {
            "caxton.cluster.enabled=true",
            "caxton.cluster.bind=127.0.0.1:0",
            "caxton.cluster.profile=local",
            "caxton.node-id=first",
            "caxton.cluster.encryption-keys=" + ClusteredApiTest.KEY
        })
abstract class ClusteredApiTest extends ApiTest {
    static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZg==";

    @TempDir
    private Path directory;

    @Autowired
    protected ClusterNode node;

    @SuppressWarnings("NullAway.Init") // set before each test
    protected TestCluster others;

    @BeforeEach
    void begin() {
        others = new TestCluster(directory, node.address().orElseThrow().toString());
    }

    @AfterEach
    void stop() {
        others.close();
    }
}
