package io.caxton.spring.peer;

import io.caxton.spring.peer.PeerFrames.Head;
import io.caxton.spring.peer.PeerServer.Opened;
import io.caxton.spring.peer.Turns.Turn;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door for other nodes. It stands in front of every other filter, answers exactly its own paths, and lets nothing of
 * them through: whoever knocks there is proven here or not at all. Every other request goes by untouched.
 */
final class PeerDoor implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(PeerDoor.class);
    /** Bodies of whom nothing is known yet that are read at once. */
    private static final int MOST_UNPROVEN = 64;

    private static final String BYTES = "application/octet-stream";

    private final PeerServer server;
    private final Answering answering;
    private final Turns turns;
    private final Semaphore unproven = new Semaphore(MOST_UNPROVEN);
    private final int maxBytes;
    private final Duration patience;
    private final LongSupplier nanos;
    private final PeerListener listener;

    PeerDoor(
            PeerServer server,
            Answering answering,
            Turns turns,
            int maxBytes,
            Duration patience,
            LongSupplier nanos,
            PeerListener listener) {
        this.server = server;
        this.answering = answering;
        this.turns = turns;
        this.maxBytes = maxBytes;
        this.patience = patience;
        this.nanos = nanos;
        this.listener = listener;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        String path = http.getRequestURI().substring(http.getContextPath().length());
        Optional<PeerOperation> operation = PeerPaths.operation(path);
        if (operation.isEmpty() && !path.equals(PeerPaths.SESSION)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            CallerCheck.check(http, server.isEncrypted());
            if (operation.isPresent()) {
                answer(operation.get(), http);
            } else {
                welcome(http, (HttpServletResponse) response);
            }
        } catch (RefusedException refused) {
            refuse((HttpServletResponse) response, refused.refusal());
        } catch (IOException gone) {
            if (isTimeout(gone)) {
                refuse((HttpServletResponse) response, Refusal.TOO_SLOW);
                return;
            }
            LOG.debug("A node that called is gone: {}", gone.toString());
            listener.refused("gone");
            // Nobody is there to be told, and its connection is of no more use.
            throw gone;
        }
    }

    /** Tomcat tells it as the cause of a malformed request. */
    private static boolean isTimeout(IOException failure) {
        return failure instanceof SocketTimeoutException || failure.getCause() instanceof SocketTimeoutException;
    }

    private void welcome(HttpServletRequest request, HttpServletResponse response)
            throws RefusedException, IOException {
        int length = RequestBody.length(request, 1, Hello.MAX_BYTES);
        byte[] hello = unproven(request, length, true);
        write(response, server.welcome(hello, request.getRemoteAddr()));
    }

    private byte[] unproven(HttpServletRequest request, int length, boolean isAll)
            throws RefusedException, IOException {
        if (!unproven.tryAcquire()) {
            throw new RefusedException(Refusal.BUSY);
        }
        try {
            byte[] read = RequestBody.all(request, length, patience, nanos);
            if (isAll) {
                RequestBody.requireEnd(request);
            }
            return read;
        } finally {
            unproven.release();
        }
    }

    private void answer(PeerOperation operation, HttpServletRequest request) throws RefusedException, IOException {
        int length = RequestBody.length(request, PeerFrames.HEAD, PeerFrames.HEAD + maxBytes + Seal.OVERHEAD);
        byte[] first = unproven(request, PeerFrames.HEAD, false);
        Head head = PeerFrames.head(first);
        Session session = server.session(head);
        Turn turn = turns.take(session.client(), length);
        try {
            byte[] all = RequestBody.rest(first, request, length, patience, nanos);
            RequestBody.requireEnd(request);
            Opened opened = server.open(session, operation, head, all);
            AsyncContext async = request.startAsync();
            // The time an answer may take is kept without the container.
            async.setTimeout(0);
            answering.answer(opened, async, turn);
        } catch (RefusedException | IOException | RuntimeException e) {
            turn.close();
            throw e;
        }
    }

    private void refuse(HttpServletResponse response, Refusal refusal) throws IOException {
        listener.refused(refusal.wireName());
        LOG.debug("A request of a node is refused: {}", refusal.detail());
        write(response, refusal);
    }

    static void write(HttpServletResponse response, Refusal refusal) throws IOException {
        response.setStatus(refusal.status());
        response.setHeader(Refusal.HEADER, refusal.wireName());
        response.setContentType("application/problem+json");
        byte[] problem = refusal.toJson().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(problem.length);
        response.getOutputStream().write(problem);
    }

    static void write(HttpServletResponse response, byte[] body) throws IOException {
        response.setContentType(BYTES);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
