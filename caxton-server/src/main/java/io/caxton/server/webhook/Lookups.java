package io.caxton.server.webhook;

import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.push.Daemons;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks hosts up for requests: only so many at once, and none keeps its request waiting for long. What goes on after that
 * holds a place until the resolver gives up.
 */
final class Lookups implements DnsResolver, AutoCloseable {
    /** At once. */
    static final int MOST = 8;

    /** What a request waits for one. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LATER = Duration.ofSeconds(5);
    private static final long IDLE_SECONDS = 30;

    private final DnsResolver dns;
    private final Duration patience;
    private final Semaphore places;
    private final ThreadPoolExecutor threads;

    Lookups(DnsResolver dns, int most, Duration patience) {
        this.dns = dns;
        this.patience = patience;
        this.places = new Semaphore(most);
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Daemons.named("caxton-webhook-lookup"));
    }

    /**
     * The addresses of a host.
     *
     * @throws UnknownHostException if there are none, or they cannot be told in time
     * @throws ProblemException with 503 if as many as may are being looked up
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Future<InetAddress[]> answer = begin(host);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new UnknownHostException(host);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IllegalStateException("a host could not be looked up", failed.getCause());
        }
    }

    private Future<InetAddress[]> begin(String host) {
        if (!places.tryAcquire()) {
            throw ProblemType.OVERLOADED
                    .because("as many hosts as allowed are being looked up")
                    .retryAfter(LATER)
                    .asException();
        }
        try {
            // Never cancelled: the place is free when the resolver has answered, and before the request is.
            return threads.submit(() -> {
                try {
                    return dns.resolve(host);
                } finally {
                    places.release();
                }
            });
        } catch (RejectedExecutionException stopping) {
            places.release();
            throw ProblemType.STOPPING
                    .because("the node stops")
                    .retryAfter(LATER)
                    .asException();
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
