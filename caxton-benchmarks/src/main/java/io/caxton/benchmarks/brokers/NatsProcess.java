package io.caxton.benchmarks.brokers;

import io.caxton.benchmarks.process.ChildProcess;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A NATS server with JetStream, its files in the scratch directory. */
public final class NatsProcess implements AutoCloseable {
    private final ChildProcess process;
    private final String url;
    private final boolean synced;

    private NatsProcess(ChildProcess process, String url, boolean synced) {
        this.process = process;
        this.url = url;
        this.synced = synced;
    }

    /**
     * Syncs every write: from 2.10 on by its configuration, before that by the attribute of its directory that makes the
     * file system do so ({@code chattr +S}), where there is one.
     */
    public static NatsProcess start(String program, Path scratch) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(scratch.resolve("nats"));
        Path files = Files.createDirectories(folder.resolve("js"));
        int port = ChildProcess.freePort();
        Path configuration = folder.resolve("nats.conf");
        Files.writeString(configuration, configuration(files, true));
        boolean configured = succeeds(folder, program, "-t", "-c", configuration.toString());
        boolean synced = configured || succeeds(folder, "chattr", "+S", files.toString());
        Files.writeString(configuration, configuration(files, configured) + "listen: \"127.0.0.1:" + port + "\"\n");
        ChildProcess process = ChildProcess.start(
                List.of(program, "-c", configuration.toString()), Map.of(), folder.resolve("nats.log"));
        String url = "nats://127.0.0.1:" + port;
        process.await(() -> {
            Nats.connect(Options.builder().server(url).maxReconnects(0).build()).close();
            return true;
        });
        return new NatsProcess(process, url, synced);
    }

    private static String configuration(Path files, boolean synced) {
        String sync = synced ? ", sync_interval: always" : "";
        return "jetstream { store_dir: \"" + files + "\"" + sync + " }\n";
    }

    private static boolean succeeds(Path folder, String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("trial.log").toFile())
                        .start()
                        .waitFor()
                == 0;
    }

    /** A connection of its own. */
    public Connection connect() throws IOException, InterruptedException {
        return Nats.connect(Options.builder().server(url).build());
    }

    /** Whether every write is synced before it is acknowledged. */
    public boolean isSynced() {
        return synced;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
