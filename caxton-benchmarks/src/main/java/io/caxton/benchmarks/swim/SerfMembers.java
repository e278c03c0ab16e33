package io.caxton.benchmarks.swim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serf agents, each in a process of its own. */
final class SerfMembers extends MemberSide {
    private static final Pattern SEEN = Pattern.compile("serf: EventMember(Join|Failed|Leave): (\\S+)");

    private final String profile;
    private final int members;

    SerfMembers(String profile, int members, Network network, Path scratch, Sightings sightings) {
        super(network, scratch, sightings);
        this.profile = profile;
        this.members = members;
    }

    @Override
    List<Integer> groupSizes() {
        return Collections.nCopies(members, 1);
    }

    @Override
    String name(int number) {
        return "serf-" + number;
    }

    @Override
    List<String> command(List<Seat> group, Seat first, Network.Place place) throws IOException {
        Seat seat = group.get(0);
        List<String> command = new ArrayList<>(List.of(
                "serf",
                "agent",
                "-node=" + seat.name(),
                "-bind=" + seat.address(),
                "-rpc-addr=127.0.0.1:" + place.freePort(),
                "-profile=" + profile));
        if (!seat.equals(first)) {
            command.add("-retry-join=" + first.address());
            command.add("-retry-interval=1s");
        }
        return command;
    }

    @Override
    Function<String, Optional<Sighting>> parser(List<String> group) {
        return line -> parse(group.get(0), line);
    }

    private static Optional<Sighting> parse(String observer, String line) {
        Matcher matcher = SEEN.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Sighting.Kind kind = switch (matcher.group(1)) {
            case "Join" -> Sighting.Kind.JOINED;
            case "Failed" -> Sighting.Kind.FAILED;
            default -> Sighting.Kind.LEFT;
        };
        return Optional.of(new Sighting(observer, kind, matcher.group(2)));
    }
}
