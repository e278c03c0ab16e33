package io.caxton.state.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** Processes that are killed, and processes that begin at the same moment. */
class SqliteCrashTest {

    private static final int TOOLS = 6;

    @TempDir
    Path directory;

    @Test
    void everyStoreThatReturnedSurvivesAKill() throws Exception {
        Path file = directory.resolve("state.db");
        Process child = startWriter(file);
        int acknowledged = 0;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (int line = 0; line < 100; line++) {
                acknowledged = Integer.parseInt(output.readLine());
            }
            // By its handle: destroying the process itself would also close its output, which holds more answers.
            child.toHandle().destroyForcibly();
            for (String line = output.readLine(); line != null && !line.isEmpty(); line = output.readLine()) {
                // The last line may be cut short, to a smaller number.
                acknowledged = Math.max(acknowledged, Integer.parseInt(line));
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).isGreaterThanOrEqualTo(99);
        try (SqliteStateTool tool = open(file)) {
            for (int i = 0; i <= acknowledged; i++) {
                assertThat(tool.exists("k" + i))
                        .as("k%d of %d", i, acknowledged)
                        .isTrue();
            }
        }
    }

    @RepeatedTest(30)
    void toolsThatOpenANewFileAtTheSameMomentAllSucceed() throws Exception {
        Path file = directory.resolve("state.db");
        ExecutorService threads = Executors.newFixedThreadPool(TOOLS);
        CyclicBarrier start = new CyclicBarrier(TOOLS);
        try {
            List<Future<Boolean>> opening = new ArrayList<>();
            for (int i = 0; i < TOOLS; i++) {
                String key = "k" + i;
                Callable<Boolean> first = () -> {
                    try (SqliteStateTool tool = open(file)) {
                        start.await(60, TimeUnit.SECONDS);
                        return tool.store(key, JsonNodeFactory.instance.numberNode(1))
                                .created();
                    }
                };
                opening.add(threads.submit(first));
            }
            for (Future<Boolean> opened : opening) {
                assertThat(opened.get(60, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        try (SqliteStateTool tool = open(file)) {
            assertThat(tool.list("k")).hasSize(TOOLS);
        }
    }

    private static SqliteStateTool open(Path file) {
        return new SqliteStateTool(SqliteOptions.of(file), InstantSource.system());
    }

    private static Process startWriter(Path file) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                file.toString()));
        if (Runtime.version().feature() >= 24) {
            command.add(1, "--enable-native-access=ALL-UNNAMED");
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Stores for ever and says each number after its store returned. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) {
            try (SqliteStateTool tool = open(Path.of(args[0]))) {
                for (int i = 0; ; i++) {
                    tool.store("k" + i, JsonNodeFactory.instance.numberNode(i));
                    System.out.println(i);
                }
            }
        }
    }
}
