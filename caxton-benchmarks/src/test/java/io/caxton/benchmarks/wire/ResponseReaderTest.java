package io.caxton.benchmarks.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {
    private static final String WITH_LENGTH = "HTTP/1.1 202 \r\nContent-Length: 5\r\n\r\nhello";
    private static final String IN_CHUNKS =
            "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";

    private final ResponseReader reader = new ResponseReader();

    @Test
    void aResponseThatComesByteByByteIsCompleteAtItsLastByte() throws IOException {
        for (String response : new String[] {WITH_LENGTH, IN_CHUNKS, WITH_LENGTH}) {
            for (int i = 0; i < response.length() - 1; i++) {
                assertThat(reader.read(bytes(response.substring(i, i + 1)))).isFalse();
            }
            assertThat(reader.read(bytes(response.substring(response.length() - 1))))
                    .isTrue();
            assertThat(reader.body()).asString().isEqualTo("hello");
        }
    }

    @Test
    void statusAndTheServersWishToCloseAreSeen() throws IOException {
        assertThat(reader.read(bytes(IN_CHUNKS))).isTrue();
        assertThat(reader.status()).isEqualTo(200);
        assertThat(reader.isLast()).isTrue();
        assertThat(reader.read(bytes(WITH_LENGTH))).isTrue();
        assertThat(reader.status()).isEqualTo(202);
        assertThat(reader.isLast()).isFalse();
    }

    @Test
    void aResponseWithoutABodyEndsWithItsHead() throws IOException {
        assertThat(reader.read(bytes("HTTP/1.1 204 \r\n\r\n"))).isTrue();
        assertThat(reader.body()).isEmpty();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
