package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import io.caxton.swim.MemberState;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.NodeState;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.SwimMessage;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Messages of every kind with what a seed makes of them. */
final class Samples {
    static final int OWN_PORT = 7946;
    static final int FEW_ADDRESSES = 3;
    private static final int FEW_NAMES = 10;
    static final ByteString KEY = ByteString.of(new byte[16]);
    static final ByteString OTHER_KEY = ByteString.utf8("thirty-two bytes make a good key");

    private static final String LETTERS = "abcXYZ019-._ äß€漢😀";

    private final Random random;
    private final boolean few;

    Samples(long seed) {
        this(seed, false);
    }

    private Samples(long seed, boolean few) {
        this.random = new Random(seed);
        this.few = few;
    }

    /** They speak of a few names, addresses and incarnations again and again, so that one says something about another. */
    static Samples ofFewMembers(long seed) {
        return new Samples(seed, true);
    }

    static NodeAddress fewAddress(int number) {
        return NodeAddress.of(new byte[] {10, 0, 0, (byte) (1 + number)}, OWN_PORT);
    }

    List<SwimMessage> messages(int count) {
        return Stream.generate(this::message).limit(count).toList();
    }

    SwimMessage message() {
        return switch (random.nextInt(8)) {
            case 0 -> new SwimMessage.Ping(u32(), random.nextBoolean() ? "" : name(), sender());
            case 1 -> new SwimMessage.IndirectPing(u32(), address(), name(), random.nextBoolean(), sender());
            case 2 -> new SwimMessage.Ack(u32(), bytes(300));
            case 3 -> new SwimMessage.Nack(u32());
            case 4 -> new SwimMessage.Suspect(u32(), name(), random.nextBoolean() ? "" : name());
            case 5 -> new SwimMessage.Dead(u32(), name(), name());
            case 6 -> new SwimMessage.Alive(u32(), name(), address(), bytes(512), versions());
            default -> new SwimMessage.User(bytes(600));
        };
    }

    StreamMessage streamMessage() {
        return switch (random.nextInt(6)) {
            case 0 -> new StreamMessage.Ping(new SwimMessage.Ping(u32(), name(), sender()));
            case 1 -> new StreamMessage.Ack(new SwimMessage.Ack(u32(), bytes(100)));
            case 2 -> new StreamMessage.Failure(name());
            case 3 -> new StreamMessage.User(bytes(3_000));
            default -> states(random.nextInt(20));
        };
    }

    StreamMessage.States states(int count) {
        return new StreamMessage.States(
                random.nextBoolean(), Stream.generate(this::node).limit(count).toList(), bytes(500));
    }

    NodeState node() {
        List<MemberStatus> all = List.of(MemberStatus.values());
        MemberStatus status = all.get(random.nextInt(all.size()));
        return new NodeState(name(), address(), bytes(512), new MemberState(u32(), status), versions());
    }

    /** Small numbers and large ones alike. */
    long u32() {
        if (few && random.nextInt(32) > 0) {
            return random.nextInt(8);
        }
        return Integer.toUnsignedLong(random.nextInt()) >>> random.nextInt(32);
    }

    String name() {
        if (few) {
            return fewName();
        }
        StringBuilder name = new StringBuilder();
        int[] letters = LETTERS.codePoints().toArray();
        int length = 1 + random.nextInt(random.nextBoolean() ? 12 : 63);
        for (int i = 0; i < length; i++) {
            name.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return name.toString();
    }

    private String fewName() {
        return switch (random.nextInt(32)) {
            case 0, 1, 2 -> "me";
            case 3 -> "stranger-" + random.nextInt(1_000);
            default -> "m" + random.nextInt(FEW_NAMES);
        };
    }

    ByteString bytes(int max) {
        byte[] bytes = new byte[random.nextInt(max + 1)];
        random.nextBytes(bytes);
        return ByteString.of(bytes);
    }

    private Optional<SwimMessage.Sender> sender() {
        return maybe(() -> new SwimMessage.Sender(address(), random.nextBoolean() ? "" : name()));
    }

    private ProtocolVersions versions() {
        if (few && random.nextInt(8) > 0) {
            return ProtocolVersions.OURS;
        }
        return maybe(() -> new ProtocolVersions(u8(), u8(), u8(), u8(), u8(), u8()))
                .orElse(ProtocolVersions.UNKNOWN);
    }

    private NodeAddress address() {
        if (few) {
            return fewAddress(random.nextInt(FEW_ADDRESSES));
        }
        byte[] ip = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(ip);
        return NodeAddress.of(ip, 1 + random.nextInt(65_535));
    }

    private int u8() {
        return random.nextInt(256);
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }
}
