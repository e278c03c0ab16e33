package io.caxton.server.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.caxton.core.agent.Webhook;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.message.Message;
import io.caxton.server.json.LeasedJson;
import java.net.URI;
import java.time.Instant;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** The request that brings a message: its body is the message as a poll would bring it. */
final class WebhookPost {
    private WebhookPost() {}

    static HttpPost of(URI url, Webhook webhook, Leased leased, Instant now) {
        Message message = leased.message().message();
        String id = headerValue(message.id());
        long timestamp = now.getEpochSecond();
        byte[] body = LeasedJson.write(leased).toString().getBytes(UTF_8);
        HttpPost post = new HttpPost(url);
        post.setEntity(new ByteArrayEntity(body, ContentType.create("application/json")));
        post.setHeader("webhook-id", id);
        post.setHeader("webhook-timestamp", Long.toString(timestamp));
        post.setHeader("webhook-signature", Signature.of(webhook.signing(now), id, timestamp, body));
        post.setHeader("caxton-attempt", Integer.toString(leased.delivery().attempt()));
        message.trace().ifPresent(trace -> {
            post.setHeader("traceparent", trace.traceparent());
            trace.tracestate().ifPresent(state -> post.setHeader("tracestate", headerValue(state)));
        });
        return post;
    }

    /** An id may be any text; a header may not. */
    private static String headerValue(String text) {
        if (US_ASCII.newEncoder().canEncode(text)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            encoded.append(b >= 0 ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return encoded.toString();
    }
}
