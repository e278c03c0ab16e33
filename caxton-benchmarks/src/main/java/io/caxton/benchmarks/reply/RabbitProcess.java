package io.caxton.benchmarks.reply;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.caxton.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A RabbitMQ node of its own, its files in the scratch directory, with an epmd of its own that ends with it. */
final class RabbitProcess implements AutoCloseable {
    private final ChildProcess process;
    private final Map<String, String> environment;
    private final int port;

    private RabbitProcess(ChildProcess process, Map<String, String> environment, int port) {
        this.process = process;
        this.environment = environment;
        this.port = port;
    }

    static RabbitProcess start(Path scratch) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(scratch.resolve("rabbit"));
        int port = ChildProcess.freePort();
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", folder.toString());
        environment.put("ERL_EPMD_PORT", Integer.toString(ChildProcess.freePort()));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", "caxton-benchmark-" + port + "@localhost");
        environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(ChildProcess.freePort()));
        environment.put("RABBITMQ_MNESIA_BASE", folder.toString());
        environment.put("RABBITMQ_LOG_BASE", folder.toString());
        environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
        environment.put(
                "RABBITMQ_CONF_ENV_FILE", folder.resolve("no-environment").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("no-plugins").toString());
        ChildProcess process = ChildProcess.start(List.of(program()), environment, folder.resolve("rabbit.log"));
        RabbitProcess rabbit = new RabbitProcess(process, environment, port);
        try {
            process.await(() -> {
                rabbit.connect().close();
                return true;
            });
        } catch (IOException failed) {
            rabbit.close();
            throw failed;
        }
        return rabbit;
    }

    /** The program itself where Debian puts it; what is on the PATH there is a wrapper that changes the user. */
    private static String program() {
        Path itself = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
        return Files.isExecutable(itself) ? itself.toString() : "rabbitmq-server";
    }

    Connection connect() throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        return factory.newConnection();
    }

    @Override
    public void close() throws IOException {
        process.close();
        ProcessBuilder epmd = new ProcessBuilder("epmd", "-kill").redirectErrorStream(true);
        epmd.redirectOutput(ProcessBuilder.Redirect.DISCARD).environment().putAll(environment);
        try {
            epmd.start().waitFor();
        } catch (InterruptedException stopAtOnce) {
            Thread.currentThread().interrupt();
        }
    }
}
