package io.caxton.spring.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class RequestBodyTest {
    private final AtomicLong nanos = new AtomicLong();

    private static MockHttpServletRequest request(String length, byte[] body) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", PeerPaths.SESSION);
        request.addHeader(RequestBody.LENGTH, length);
        request.setContent(body);
        return request;
    }

    private static void refused(Refusal refusal, MockHttpServletRequest request) {
        assertThatThrownBy(() -> RequestBody.length(request, 2, 10))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    @Test
    void theLengthIsSaidAndInBounds() throws Exception {
        assertThat(RequestBody.length(request("10", new byte[10]), 2, 10)).isEqualTo(10);
        refused(Refusal.TOO_LARGE, request("11", new byte[11]));
        refused(Refusal.MALFORMED, request("1", new byte[1]));
        refused(Refusal.MALFORMED, request("ten", new byte[10]));
        refused(Refusal.MALFORMED, request("99999999999999", new byte[10]));
        refused(Refusal.NO_LENGTH, new MockHttpServletRequest("POST", PeerPaths.SESSION));
    }

    @Test
    void aBodyThatIsShorterThanSaidIsMalformed() {
        assertThatThrownBy(() -> RequestBody.all(request("9", new byte[5]), 9, Duration.ofSeconds(1), nanos::get))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void patienceEndsThoughBytesStillCome() {
        MockHttpServletRequest slow = request("9", new byte[9]);
        assertThatThrownBy(() -> RequestBody.all(
                        slow,
                        9,
                        Duration.ofSeconds(1),
                        () -> nanos.getAndAdd(Duration.ofSeconds(2).toNanos())))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.TOO_SLOW));
    }

    @Test
    void nothingMayFollow() {
        MockHttpServletRequest longer = request("2", new byte[3]);
        assertThatThrownBy(() -> {
                    var unused = RequestBody.all(longer, 2, Duration.ofSeconds(1), nanos::get);
                    RequestBody.requireEnd(longer);
                })
                .isInstanceOf(RefusedException.class);
    }
}
