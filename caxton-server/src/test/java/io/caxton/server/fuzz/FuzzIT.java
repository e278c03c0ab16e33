package io.caxton.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of malformed requests at every endpoint of every door of a real node with a small heap: nothing but 4xx problem
 * details comes back, the node stays ready, says nothing of it in its log and does not grow. See {@link FuzzRun} for the
 * properties that repeat a run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzIT {
    private static final int LONGEST_LOG = 100_000;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private AttackedNode node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = AttackedNode.start(folder);
    }

    @AfterAll
    void stop() {
        node.close();
    }

    static List<Door> doors() {
        return List.of(new RestDoor(), new McpDoor(), new LinkDoor());
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whatIsMalformedIsRefusedWithAProblem(Door door) throws Exception {
        long heapBefore = node.heapAfterCollection();
        FuzzRun run = new FuzzRun(node.address());
        try (Readiness readiness = Readiness.watch(node.address())) {
            run.attack(door);
            assertThat(run.complaints())
                    .as(String.join("\n\n", run.complaints()))
                    .isEmpty();
            readiness.requireServed();
        }
        long heapAfter = node.heapAfterCollection();
        System.out.println("fuzz: heap after collection " + (heapBefore >> 20) + " MiB before, " + (heapAfter >> 20)
                + " MiB after");
        assertThat(heapAfter).as("heap after a collection").isLessThan(heapBefore + AttackedNode.HEAP_GROWTH);
        assertThat(node.printed())
                .as("what clients do wrong is no error of the node")
                .doesNotContain(" ERROR ", "\tat ", "OutOfMemory")
                .hasSizeLessThan(LONGEST_LOG);
    }

    @Test
    void theSecondOpinionOnJsonIsSound() {
        for (String valid : List.of("{}", " [1, -0.5e+3, \"\\u00e9\\n\", null, {\"a\":{}}] ", "0", "\"\"", "true")) {
            assertThat(StrictJson.isValid(valid.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .as(valid)
                    .isTrue();
        }
        for (String invalid :
                List.of("", "01", "{\"a\":1,\"a\":2}", "[1,]", "nul", "\"\t\"", "1 2", "\ufeff1", "\"\\x\"", "+1")) {
            assertThat(StrictJson.isValid(invalid.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .as(invalid)
                    .isFalse();
        }
        assertThat(StrictJson.isValid(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}))
                .isFalse();
    }
}
