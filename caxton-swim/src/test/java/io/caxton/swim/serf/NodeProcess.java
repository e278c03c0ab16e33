package io.caxton.swim.serf;

import io.caxton.swim.ByteString;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.SwimSettings;
import io.caxton.swim.net.Delegate;
import io.caxton.swim.net.MembershipNode;
import io.caxton.swim.net.NetSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A node of ours in a process of its own, which can be stopped and killed. It ends when its input does. */
final class NodeProcess implements AutoCloseable {
    private final Path log;
    private final Process process;

    private NodeProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    static NodeProcess start(String name, NodeAddress seed, Path directory) throws IOException {
        Path log = directory.resolve(name + ".log");
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeProcess.class.getName(),
                        name,
                        seed.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new NodeProcess(log, process);
    }

    public static void main(String[] arguments) throws IOException {
        NetSettings settings = NetSettings.builder(
                        arguments[0], new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .swim(SwimSettings.LOCAL)
                .seeds(arguments[1])
                .build();
        Delegate printer = new Delegate() {
            @Override
            public void told(MembershipEvent event) {
                if (event instanceof MembershipEvent.Refuted) {
                    System.out.println("REFUTED");
                }
            }
        };
        try (MembershipNode node =
                MembershipNode.start(settings, ByteString.EMPTY, new SerfDelegate(arguments[0], printer))) {
            while (System.in.read() >= 0) {
                // Nothing is asked for but to go on.
            }
        }
    }

    boolean hasPrinted(String text) {
        return Processes.contains(log, text);
    }

    void signal(String signal) {
        Processes.signal(process, signal);
    }

    @Override
    public void close() {
        Processes.kill(process);
    }
}
