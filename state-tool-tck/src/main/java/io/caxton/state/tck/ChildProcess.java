package io.caxton.state.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.McpStateTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that adds to the {@link Counter}: says {@code ready}, waits for a line, says {@code done}. */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildProcess start(ChildTool tool, int increments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ChildProcess.class.getName(),
                tool.opener().getName(),
                Integer.toString(increments)));
        if (Runtime.version().feature() >= 24) {
            command.add(1, "--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(tool.arguments());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // A child that hangs ends, and with it the wait for its answer.
        CompletableFuture.delayedExecutor(Workers.PATIENCE_SECONDS, TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        return new ChildProcess(process);
    }

    /** Reads up to a line that begins like this, and fails with all that was said if the process ends before. */
    String await(String beginning) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("the child process ended without '" + beginning + "':\n" + said);
    }

    void go() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    void awaitExit() throws InterruptedException {
        assertThat(process.waitFor(Workers.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The child's entry point: opener class, increments, the opener's arguments. */
    public static void main(String[] args) throws Exception {
        var constructor =
                Class.forName(args[0]).asSubclass(ChildTool.Opener.class).getDeclaredConstructor();
        constructor.setAccessible(true);
        ChildTool.Opener opener = constructor.newInstance();
        List<String> arguments = Arrays.asList(args).subList(2, args.length);
        try (McpStateTool tool = opener.open(arguments)) {
            tool.exists(Counter.KEY);
            System.out.println("ready");
            if (System.in.read() < 0) {
                throw new IllegalStateException("the parent is gone");
            }
            int lost = Counter.increment(tool, Integer.parseInt(args[1]));
            System.out.println("done " + lost);
        }
    }
}
