package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.ByteString;
import io.caxton.swim.NodeAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SerfCodecTest {
    private static final NodeAddress ASKER = NodeAddress.of(new byte[] {127, 0, 0, 1}, 7001);

    /** As an agent writes it: texts and bytes alike, no address longer than it is, a time to live in nanoseconds. */
    private static Packer query(int flags) {
        return new Packer()
                .u8(4)
                .map(10)
                .field("LTime", 7)
                .field("ID", 0xDEADBEEFL)
                .field("Addr", new byte[] {127, 0, 0, 1})
                .field("Port", 7001)
                .field("SourceNode", "serf-0")
                .text("Filters")
                .u8(0xC0)
                .field("Flags", flags)
                .field("Timeout", 3_200_000_000L)
                .field("Name", "_serf_list-keys")
                .field("Payload", new byte[] {7, (byte) 0x80});
    }

    private static SerfMessage decoded(Packer bytes) {
        return SerfCodec.decode(ByteString.of(bytes.toByteArray())).orElseThrow();
    }

    @Test
    void readsAQuestion() {
        assertThat(decoded(query(0)))
                .isEqualTo(new SerfMessage.Query(
                        7, 0xDEADBEEFL, ASKER, false, false, true, "_serf_list-keys", ByteString.of(new byte[] {
                            7, (byte) 0x80
                        })));
    }

    @Test
    void readsTheFlagsOfAQuestion() {
        assertThat(decoded(query(1))).isInstanceOfSatisfying(SerfMessage.Query.class, query -> {
            assertThat(query.wantsAck()).isTrue();
            assertThat(query.isForAll()).isTrue();
        });
        assertThat(decoded(query(2))).isInstanceOfSatisfying(SerfMessage.Query.class, query -> {
            assertThat(query.wantsAck()).isFalse();
            assertThat(query.isForAll()).isFalse();
        });
    }

    @Test
    void readsThatAQuestionIsToSomeOnly() {
        Packer some = new Packer()
                .u8(4)
                .map(3)
                .field("Addr", new byte[] {127, 0, 0, 1})
                .text("Filters")
                .u8(0x91)
                .text("x")
                .field("Name", "q");
        assertThat(decoded(some))
                .isInstanceOfSatisfying(
                        SerfMessage.Query.class,
                        query -> assertThat(query.isFiltered()).isTrue());
    }

    @Test
    void readsWhichKeyIsMeant() {
        ByteString key = ByteString.of(new byte[16]);
        assertThat(decoded(new Packer().u8(7).map(1).field("Key", key))).isEqualTo(new SerfMessage.KeyRequest(key));
    }

    @Test
    void aKeyThatIsTooLongIsNoneOfSerfs() {
        assertThat(SerfCodec.decode(ByteString.of(
                        new Packer().u8(7).map(1).field("Key", new byte[33]).toByteArray())))
                .isEmpty();
    }

    @Test
    void writesAnAnswer() throws Exception {
        Input in = Input.of(
                SerfCodec.encode(new SerfMessage.QueryResponse(7, 0xDEADBEEFL, "caxton-1", true, ByteString.utf8("p")))
                        .toByteArray());
        assertThat(in.u8()).isEqualTo(5);
        Fields fields = Fields.read(in);
        assertThat(fields.unsigned("LTime", 100)).isEqualTo(7);
        assertThat(fields.unsigned("ID", Bounds.MAX_U32)).isEqualTo(0xDEADBEEFL);
        assertThat(fields.text("From", 100)).isEqualTo("caxton-1");
        assertThat(fields.unsigned("Flags", 100)).isEqualTo(1);
        assertThat(fields.text("Payload", 100)).isEqualTo("p");
    }

    @Test
    void writesKeysAsBase64() throws Exception {
        ByteString first = ByteString.utf8("0123456789abcdef");
        ByteString second = ByteString.utf8("fedcba9876543210");
        Input in = Input.of(SerfCodec.encode(new SerfMessage.KeyResponse(true, "", List.of(first, second)))
                .toByteArray());
        assertThat(in.u8()).isEqualTo(8);
        Fields fields = Fields.read(in);
        assertThat(fields.flag("Result")).isTrue();
        assertThat(fields.text("PrimaryKey", 100)).isEqualTo("MDEyMzQ1Njc4OWFiY2RlZg==");
        Input keys = fields.value("Keys").orElseThrow();
        assertThat(Unpacker.arraySize(keys)).isEqualTo(2);
        assertThat(Unpacker.utf8(Unpacker.raw(keys))).isEqualTo("MDEyMzQ1Njc4OWFiY2RlZg==");
    }

    @Test
    void whatIsWrittenOfIntentsAndStatesIsReadAgain() {
        Map<String, Long> times = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            times.put("member-" + i, (long) i);
        }
        for (SerfMessage message : List.of(
                new SerfMessage.Join(3, "a"),
                new SerfMessage.Leave(4, "b", true),
                new SerfMessage.QueryResponse(7, 0xDEADBEEFL, "c", true, ByteString.utf8("p")),
                new SerfMessage.KeyRequest(ByteString.utf8("0123456789abcdef")),
                new SerfMessage.KeyResponse(false, "why", List.of()),
                new SerfMessage.KeyResponse(
                        true, "", List.of(ByteString.utf8("fedcba9876543210"), ByteString.utf8("0123456789abcdef"))),
                new SerfMessage.PushPull(9, times, List.of("gone"), 5, 6))) {
            assertThat(SerfCodec.decode(SerfCodec.encode(message))).contains(message);
        }
    }

    @Test
    void aQuestionIsReadAgainAndSaysHowLongItIsWaitedFor() throws Exception {
        NodeAddress from = NodeAddress.of(new byte[] {10, 0, 0, 7}, 7946);
        SerfMessage.Query query = new SerfMessage.Query(
                3, 0xDEADBEEFL, from, false, true, true, "_serf_list-keys", ByteString.utf8("payload"));
        ByteString written = SerfCodec.encode(query, Duration.ofSeconds(5));
        assertThat(SerfCodec.decode(written)).contains(query);
        Input in = Input.of(written.toByteArray());
        assertThat(in.u8()).isEqualTo(4);
        assertThat(Fields.read(in).unsigned("Timeout", Long.MAX_VALUE)).isEqualTo(5_000_000_000L);
    }

    @Test
    void aKeyThatIsNotBase64IsNotRead() {
        byte[] answer = {8, (byte) 0x81, (byte) 0xA4, 'K', 'e', 'y', 's', (byte) 0x91, (byte) 0xA1, '?'};
        assertThat(SerfCodec.decode(ByteString.of(answer))).isEmpty();
    }

    @Test
    void tagsAreReadAgainAndThoseOfVeryOldAgentsAreTheirRole() {
        Map<String, String> tags = Map.of("role", "caxton", "http", "127.0.0.1:8080");
        assertThat(SerfCodec.decodeTags(SerfCodec.encodeTags(tags))).isEqualTo(tags);
        assertThat(SerfCodec.decodeTags(ByteString.utf8("web"))).isEqualTo(Map.of("role", "web"));
        assertThat(SerfCodec.decodeTags(ByteString.of(new byte[] {(byte) 255, (byte) 0x81})))
                .isEmpty();
        assertThatThrownBy(() -> SerfCodec.encodeTags(Map.of("a", "x".repeat(600))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 512");
    }

    @Test
    void anythingElseIsNoneOfSerfs() {
        assertThat(SerfCodec.decode(ByteString.EMPTY)).isEmpty();
        assertThat(SerfCodec.decode(ByteString.of("hello".getBytes(StandardCharsets.US_ASCII))))
                .isEmpty();
        assertThat(SerfCodec.decode(ByteString.of(new byte[] {4, (byte) 0x81}))).isEmpty();
        assertThat(SerfCodec.decode(ByteString.of(new byte[] {6, 1, 2, 3})))
                .containsInstanceOf(SerfMessage.Other.class);
    }
}
