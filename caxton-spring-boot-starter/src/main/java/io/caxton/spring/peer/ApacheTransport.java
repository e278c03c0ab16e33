package io.caxton.spring.peer;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.H2AsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Apache HttpClient: HTTP/2 with one connection to each node that understands it, a pool of HTTP/1.1 connections for the
 * others and for the first words. No proxy, no redirects, no cookies, no second try.
 */
final class ApacheTransport implements PeerTransport {
    /** Shorter than web servers keep an idle connection, so that none is used that the other side has just closed. */
    private static final Duration MOST_IDLE = Duration.ofSeconds(10);

    private static final TimeValue CHECKED_AFTER = TimeValue.ofSeconds(1);
    private static final int MOST_THREADS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(ApacheTransport.class);

    private final CloseableHttpAsyncClient one;
    private final CloseableHttpAsyncClient two;
    private volatile boolean closing;

    /**
     * Starts threads.
     *
     * @param bundle what is trusted and shown; empty for what the platform trusts
     * @param connections to one node, where there is no HTTP/2
     */
    ApacheTransport(Optional<SslBundle> bundle, Duration connectTimeout, Duration callTimeout, int connections) {
        TlsStrategy tls = tls(bundle);
        ConnectionConfig connection = ConnectionConfig.custom()
                .setConnectTimeout(timeout(connectTimeout))
                .setSocketTimeout(timeout(callTimeout))
                .setValidateAfterInactivity(CHECKED_AFTER)
                .build();
        RequestConfig request = RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(callTimeout))
                .setResponseTimeout(timeout(callTimeout))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setContentCompressionEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
        IOReactorConfig reactor = IOReactorConfig.custom()
                .setIoThreadCount(Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()))
                .setTcpNoDelay(true)
                .build();
        one = HttpAsyncClientBuilder.create()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setTlsStrategy(tls)
                        .setDefaultConnectionConfig(connection)
                        .setMaxConnPerRoute(connections)
                        .setMaxConnTotal(PeerClient.MOST_CALLS)
                        .build())
                .setIOReactorConfig(reactor)
                .setDefaultRequestConfig(request)
                .setIoReactorExceptionCallback(this::broken)
                .setThreadFactory(task -> daemon(task, "caxton-peer-http1"))
                .evictIdleConnections(TimeValue.of(MOST_IDLE))
                .evictExpiredConnections()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
        two = H2AsyncClientBuilder.create()
                .setTlsStrategy(tls)
                .setDefaultConnectionConfig(connection)
                .setH2Config(H2Config.custom()
                        .setPushEnabled(false)
                        .setCompressionEnabled(false)
                        .build())
                .setIOReactorConfig(reactor)
                .setDefaultRequestConfig(request)
                .setIoReactorExceptionCallback(this::broken)
                .setThreadFactory(task -> daemon(task, "caxton-peer-http2"))
                .evictIdleConnections(TimeValue.of(MOST_IDLE))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
        one.start();
        two.start();
    }

    /** Selectors that are closed while they are in use say so. */
    private void broken(Exception failure) {
        if (closing) {
            LOG.debug("The network of calls to other nodes has ended", failure);
        } else {
            LOG.error("Calls to other nodes have lost their network", failure);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(duration.toMillis());
    }

    private static TlsStrategy tls(Optional<SslBundle> bundle) {
        ClientTlsStrategyBuilder builder = ClientTlsStrategyBuilder.create();
        bundle.ifPresent(ssl -> {
            SslOptions options = ssl.getOptions();
            builder.setSslContext(ssl.createSslContext());
            if (options.getEnabledProtocols() != null) {
                builder.setTlsVersions(options.getEnabledProtocols());
            }
            if (options.getCiphers() != null) {
                builder.setCiphers(options.getCiphers());
            }
        });
        return builder.buildAsync();
    }

    @Override
    public CompletableFuture<Reply> post(URI to, byte[] body, boolean http2, int maxBytes) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        AsyncRequestProducer request = AsyncRequestBuilder.post(to)
                .setEntity(body, ContentType.APPLICATION_OCTET_STREAM)
                .setHeader(RequestBody.LENGTH, Integer.toString(body.length))
                .build();
        Future<Reply> exchange =
                (http2 ? two : one).execute(request, new ReplyConsumer(maxBytes), new Completing(reply));
        var unused = reply.whenComplete((result, failure) -> {
            if (reply.isCancelled()) {
                exchange.cancel(true);
            }
        });
        return reply;
    }

    private record Completing(CompletableFuture<Reply> reply) implements FutureCallback<Reply> {
        @Override
        public void completed(Reply result) {
            reply.complete(result);
        }

        @Override
        public void failed(Exception failure) {
            reply.completeExceptionally(failure);
        }

        @Override
        public void cancelled() {
            reply.cancel(false);
        }
    }

    @Override
    public void close() {
        closing = true;
        one.close(CloseMode.GRACEFUL);
        two.close(CloseMode.GRACEFUL);
    }
}
