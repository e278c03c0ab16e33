package io.caxton.server.webhook;

import io.caxton.server.push.Daemons;
import io.caxton.server.webhook.PostResult.Answered;
import io.caxton.server.webhook.PostResult.Failed;
import io.caxton.server.webhook.Targets.ForbiddenTargetException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts, one attempt each: no redirects, cookies, credentials, proxies, compression or retries of its own. The whole
 * exchange ends at the timeout; of the answer's body a little is read to keep the connection, and none is kept.
 */
final class WebhookClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookClient.class);
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);
    private static final int CHUNK = 8 * 1024;

    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor timer;
    private final long timeoutMillis;
    private final long maxResponseBytes;

    WebhookClient(WebhookProperties properties, Targets targets, SSLContext trust) {
        Timeout connect = Timeout.of(properties.connectTimeout());
        Timeout whole = Timeout.of(properties.timeout());
        timeoutMillis = properties.timeout().toMillis();
        maxResponseBytes = properties.maxResponseSize().toBytes();
        timer = new ScheduledThreadPoolExecutor(1, Daemons.named("caxton-webhook-timer"));
        timer.setRemoveOnCancelPolicy(true);
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(targets)
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(connect).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(whole)
                                .build())
                        .setMaxConnTotal(properties.maxInFlight())
                        .setMaxConnPerRoute(properties.maxInFlight())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(whole)
                        .setConnectionRequestTimeout(whole)
                        .setProtocolUpgradeEnabled(false)
                        .setAuthenticationEnabled(false)
                        .build())
                .setUserAgent("caxton-webhook")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .evictIdleConnections(IDLE)
                .build();
    }

    /** Blocks until the answer is there, or there will be none. */
    PostResult post(HttpPost post) {
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> deadline = timer.schedule(
                () -> {
                    late.set(true);
                    post.cancel();
                },
                timeoutMillis,
                TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse response = client.executeOpen(RoutingSupport.determineHost(post), post, null);
            Header retryAfter = response.getFirstHeader("Retry-After");
            Answered answered = new Answered(
                    response.getCode(), Optional.ofNullable(retryAfter).map(Header::getValue));
            // The status has decided; nothing about the body can change that.
            discardBody(post, response);
            return answered;
        } catch (IOException | HttpException e) {
            return new Failed(late.get() ? "no answer within " + timeoutMillis + " ms" : describe(e));
        } finally {
            deadline.cancel(false);
        }
    }

    private void discardBody(HttpPost post, ClassicHttpResponse response) {
        try (response) {
            HttpEntity entity = response.getEntity();
            if (entity != null && !endsWithin(maxResponseBytes, entity.getContent())) {
                // Closing alone would read on to the end.
                post.cancel();
            }
        } catch (IOException e) {
            LOG.debug("The body of an answer was cut off", e);
        }
    }

    private static boolean endsWithin(long bytes, InputStream body) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long left = bytes;
        while (left >= 0) {
            int read = body.read(chunk);
            if (read < 0) {
                return true;
            }
            left -= read;
        }
        return false;
    }

    private static String describe(Exception failure) {
        if (failure instanceof UnknownHostException) {
            LOG.debug("A host cannot be posted to", failure);
            return ForbiddenTargetException.REASON;
        }
        if (failure instanceof ConnectTimeoutException) {
            return "could not connect in time";
        }
        if (failure instanceof ConnectException) {
            return "could not connect";
        }
        if (failure instanceof SSLException) {
            return "TLS failed: " + failure.getClass().getSimpleName();
        }
        return "the connection failed: " + failure.getClass().getSimpleName();
    }

    /** Ends every post that is still under way. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        timer.shutdownNow();
    }
}
