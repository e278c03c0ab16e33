package io.caxton.benchmarks.swim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Members of ours: four processes with a quarter of them each, and one by itself. */
final class CaxtonMembers extends MemberSide {
    private static final int PROCESSES = 4;

    private final String profile;
    private final int members;

    CaxtonMembers(String profile, int members, Network network, Path scratch, Sightings sightings) {
        super(network, scratch, sightings);
        this.profile = profile;
        this.members = members;
    }

    @Override
    List<Integer> groupSizes() {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            sizes.add(members / PROCESSES);
        }
        // One of the last quarter's is alone.
        sizes.set(PROCESSES - 1, members - 1 - (PROCESSES - 1) * (members / PROCESSES));
        sizes.add(1);
        return sizes;
    }

    @Override
    String name(int number) {
        return "caxton-" + number;
    }

    @Override
    List<String> command(List<Seat> group, Seat first, Network.Place place) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                MemberHost.class.getName(),
                profile,
                first.address()));
        for (Seat seat : group) {
            command.add(seat.name());
            command.add(seat.ip());
            command.add(Integer.toString(seat.port()));
        }
        return command;
    }

    @Override
    Function<String, Optional<Sighting>> parser(List<String> group) {
        return CaxtonMembers::parse;
    }

    private static Optional<Sighting> parse(String line) {
        String[] words = line.split(" ", -1);
        return words.length == 4 && words[0].equals("SEEN")
                ? Optional.of(new Sighting(words[1], Sighting.Kind.valueOf(words[2]), words[3]))
                : Optional.empty();
    }
}
