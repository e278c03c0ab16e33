package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** How answers are framed: small ones as a whole, large ones as they are written. */
class AnswerSizeTest extends ApiTest {
    private HttpResponse<byte[]> sent(String content) throws IOException, InterruptedException {
        String receiver = newName();
        register(receiver);
        String id = post("/api/v1/messages", message(newName(), receiver, ",'content':'" + content + "'"))
                .expect(202)
                .text("/message_id");
        String conversation = URI.create("http://127.0.0.1:" + port + "/api/v1/conversations/" + id + "/messages")
                .toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(conversation)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }

    @Test
    void aSmallOneSaysItsLength() throws Exception {
        HttpResponse<byte[]> answer = sent("x");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
        assertThat(answer.headers().firstValue("Transfer-Encoding")).isEmpty();
    }

    @Test
    void aLargeOneIsNotHeldTwice() throws Exception {
        HttpResponse<byte[]> answer = sent("x".repeat(SizedJsonConverter.SMALL));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSizeGreaterThan(SizedJsonConverter.SMALL);
        assertThat(answer.headers().firstValue("Transfer-Encoding")).contains("chunked");
    }
}
