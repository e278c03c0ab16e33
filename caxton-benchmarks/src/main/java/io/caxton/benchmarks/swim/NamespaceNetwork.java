package io.caxton.benchmarks.swim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Two network namespaces of Linux with a cable between them. Needs root, and iproute2. */
final class NamespaceNetwork implements Network {
    private static final int PLACES = 2;
    private static final int FIRST_PORT = 20_000;
    private static final String NOBODY = "02:00:00:00:00:99";

    private final AtomicInteger ports = new AtomicInteger(FIRST_PORT);
    private final List<Namespace> places = new ArrayList<>();

    private final class Namespace implements Place {
        final String name;
        final String cable;
        final String ip;

        Namespace(int number) {
            long pid = ProcessHandle.current().pid();
            name = "members-" + pid + "-" + number;
            cable = "m" + pid + "n" + number;
            ip = "10.213.0." + (number + 1);
        }

        @Override
        public List<String> enter() {
            return List.of("ip", "netns", "exec", name);
        }

        @Override
        public String ip() {
            return ip;
        }

        @Override
        public int freePort() {
            return ports.getAndIncrement();
        }

        private void run(String... command) throws IOException, InterruptedException {
            List<String> all = new ArrayList<>(enter());
            all.addAll(List.of(command));
            NamespaceNetwork.run(all);
        }

        private long counted(String device, String what) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(enter());
            command.addAll(List.of("cat", "/sys/class/net/" + device + "/statistics/" + what));
            return Long.parseLong(NamespaceNetwork.run(command).trim());
        }

        private Sent sent(String device) throws IOException, InterruptedException {
            return new Sent(counted(device, "tx_packets"), counted(device, "tx_bytes"));
        }
    }

    NamespaceNetwork() throws IOException, InterruptedException {
        for (int i = 0; i < PLACES; i++) {
            places.add(new Namespace(i));
        }
        try {
            for (Namespace place : places) {
                run(List.of("ip", "netns", "add", place.name));
                place.run("ip", "link", "set", "lo", "up");
            }
            Namespace here = places.get(0);
            Namespace there = places.get(1);
            here.run("ip", "link", "add", here.cable, "type", "veth", "peer", "name", there.cable, "netns", there.name);
            for (Namespace place : places) {
                place.run("ip", "addr", "add", place.ip + "/24", "dev", place.cable);
                place.run("ip", "link", "set", place.cable, "up");
            }
        } catch (IOException e) {
            close();
            throw new IOException("network namespaces need root and Debian's package iproute2", e);
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status + ": " + output);
        }
        return output;
    }

    @Override
    public Place place(int number) {
        return places.get(number);
    }

    /** What is sent to a hardware address that nobody has is lost, and nobody is told: this needs no module of the kernel. */
    @Override
    public void cut() throws IOException, InterruptedException {
        for (Namespace place : places) {
            place.run("ip", "neigh", "replace", other(place), "lladdr", NOBODY, "dev", place.cable, "nud", "permanent");
        }
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        for (Namespace place : places) {
            place.run("ip", "neigh", "del", other(place), "dev", place.cable);
        }
    }

    private String other(Namespace place) {
        return places.get(places.indexOf(place) == 0 ? 1 : 0).ip;
    }

    /** Members of one place reach each other over its own loopback device. */
    @Override
    public Optional<Sent> sent() throws IOException, InterruptedException {
        Sent all = new Sent(0, 0);
        for (Namespace place : places) {
            all = all.plus(place.sent("lo")).plus(place.sent(place.cable));
        }
        return Optional.of(all);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Namespace place : places) {
            try {
                run(List.of("ip", "netns", "del", place.name));
            } catch (IOException wasNotMade) {
                // The constructor failed before it; there is nothing to take away.
            }
        }
    }
}
