package io.caxton.benchmarks.swim;

import io.caxton.swim.ByteString;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.SwimSettings;
import io.caxton.swim.net.Delegate;
import io.caxton.swim.net.MembershipNode;
import io.caxton.swim.net.NetSettings;
import io.caxton.swim.serf.SerfDelegate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A process with some members, which prints what each learns, first that it is there itself, as Serf's agents do. Arguments: profile, address of the seed, then name, IP address and port of
 * each member. It ends when its input does.
 */
public final class MemberHost {
    private MemberHost() {}

    /** Runs until the parent is gone. */
    public static void main(String[] arguments) throws IOException {
        SwimSettings profile = profile(arguments[0]);
        String seed = arguments[1];
        List<MembershipNode> nodes = new ArrayList<>();
        for (int i = 2; i < arguments.length; i += 3) {
            String name = arguments[i];
            InetSocketAddress bind =
                    new InetSocketAddress(InetAddress.getByName(arguments[i + 1]), Integer.parseInt(arguments[i + 2]));
            NetSettings settings =
                    NetSettings.builder(name, bind).swim(profile).seeds(seed).build();
            Printer printer = new Printer(name);
            MembershipNode node = MembershipNode.start(settings, ByteString.EMPTY, new SerfDelegate(name, printer));
            nodes.add(node);
            printer.print("JOINED", name);
        }
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (in.readLine() != null) {
                // Nothing is asked for but to go on.
            }
        }
        nodes.forEach(MembershipNode::close);
    }

    private static SwimSettings profile(String name) {
        return switch (name) {
            case "lan" -> SwimSettings.LAN;
            case "local" -> SwimSettings.LOCAL;
            case "fast" -> SwimSettings.FAST;
            default -> throw new IllegalArgumentException("there is no profile " + name);
        };
    }

    private record Printer(String name) implements Delegate {
        @Override
        public void told(MembershipEvent event) {
            if (event instanceof MembershipEvent.Joined joined) {
                print("JOINED", joined.member().name());
            } else if (event instanceof MembershipEvent.Failed failed) {
                print("FAILED", failed.member().name());
            } else if (event instanceof MembershipEvent.Left left) {
                print("LEFT", left.member().name());
            }
        }

        @SuppressWarnings("SystemOut") // is read by the parent
        private void print(String kind, String member) {
            System.out.println("SEEN " + name + " " + kind + " " + member);
        }
    }
}
