package io.caxton.server.intake;

import io.caxton.server.intake.BodyMemory.Loan;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemType;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.apache.tomcat.util.buf.UDecoder;
import org.apache.tomcat.util.http.RequestUtil;
import org.springframework.http.MediaType;

/** Guards every request. What a request was lent goes back when it is answered. */
final class IntakeFilter implements Filter {
    /** Tomcat does not look behind a semicolon. */
    private static final Pattern MALFORMED_ENCODING = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final BodyMemory memory;
    private final Duration patience;
    private final Semaphore blocked;

    IntakeFilter(BodyMemory memory, Duration patience, int maxBlocked) {
        this.memory = memory;
        this.patience = patience;
        this.blocked = new Semaphore(maxBlocked);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = ((HttpServletRequest) request).getRequestURI();
        if (MALFORMED_ENCODING.matcher(path).find()) {
            refuse(path, "its path is not percent-encoded", (HttpServletResponse) response);
            return;
        }
        if (!hasWayBack(path)) {
            refuse(path, "its path has a NUL, or its '..' lead above the root", (HttpServletResponse) response);
            return;
        }
        Loan loan = memory.open();
        Intake intake = new Intake(loan, patience, blocked);
        intake.attach(request);
        try {
            chain.doFilter(new GuardedRequest((HttpServletRequest) request, intake), response);
        } finally {
            if (loan.size() > 0 && request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new GiveBack(loan));
            } else {
                loan.close();
            }
        }
    }

    /** Whether Tomcat dispatches to it again once an answer that took a while is there: it normalizes what it decoded. */
    private static boolean hasWayBack(String path) {
        return RequestUtil.normalize(UDecoder.URLDecode(path, StandardCharsets.UTF_8), false) != null;
    }

    /** Writes the answer itself: an error page would decode the path again and fail. */
    private static void refuse(String path, String detail, HttpServletResponse response) throws IOException {
        Problem problem = ProblemType.BAD_REQUEST.because(detail);
        response.setStatus(problem.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(problem.toJson(path).toString().getBytes(StandardCharsets.UTF_8));
    }

    private record GiveBack(Loan loan) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            loan.close();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // Completed next.
        }

        @Override
        public void onError(AsyncEvent event) {
            // Completed next.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
