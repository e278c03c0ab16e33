package io.caxton.server.fuzz;

import io.caxton.server.fuzz.Door.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** Sends mutants over HTTP, on one connection for as long as it lasts. */
final class HttpSession implements AutoCloseable {
    private final NodeAddress node;
    private Optional<HttpConnection> current = Optional.empty();

    private final Function<HttpAnswer, String> refusalComplaint;

    /** @param refusalComplaint what is wrong with a 4xx answer; empty if nothing is */
    HttpSession(NodeAddress node, Function<HttpAnswer, String> refusalComplaint) {
        this.node = node;
        this.refusalComplaint = refusalComplaint;
    }

    Outcome attack(Mutant mutant) throws IOException {
        boolean reused = current.isPresent();
        try {
            return exchange(mutant);
        } catch (HttpConnection.BadAnswerException notHttp) {
            close();
            boolean allowed = mutant.verdict() == Verdict.BROKEN
                    || mutant.verdict() == Verdict.UNKNOWN_TO_HTTP
                    || isHeadless(notHttp);
            return new Outcome("not HTTP", allowed ? "" : String.valueOf(notHttp.getMessage()));
        } catch (EOFException | java.net.SocketException ended) {
            close();
            if (mutant.verdict().mayEndConnection()) {
                return Outcome.fine("closed");
            }
            // An idle connection may be ended at any time; a new one shows whether it was the mutant.
            return reused ? attack(mutant) : new Outcome("closed", "closed without an answer: " + ended);
        }
    }

    private Outcome exchange(Mutant mutant) throws IOException {
        HttpConnection connection = current.isPresent() ? current.get() : new HttpConnection(node.port());
        current = Optional.of(connection);
        try {
            connection.send(mutant.bytes());
            if (mutant.endsSending()) {
                connection.endSending();
            }
        } catch (IOException refused) {
            // What was answered before the end can still be there to read.
        }
        HttpAnswer answer = connection.receive(mutant.method());
        Outcome outcome = Oracle.judge(mutant, answer, refusalComplaint);
        if (mutant.endsSending() || answer.endsConnection()) {
            String rest = mutant.endsSending() && !answer.isEndless() ? rest(connection) : "";
            close();
            if (rest.contains("\"instance\":\"/smuggled\"")) {
                return new Outcome(outcome.answer(), "a request was smuggled: " + rest);
            }
        }
        return outcome;
    }

    /**
     * Tomcat 11.0.27 answers a request line that it cannot read without a head if the last request that it did read on
     * the same processor, maybe another client's, was of HTTP/0.9.
     */
    private static boolean isHeadless(HttpConnection.BadAnswerException notHttp) {
        return String.valueOf(notHttp.getMessage()).contains("{\"type\":\"urn:caxton:problem:bad-request\"");
    }

    private static String rest(HttpConnection connection) {
        try {
            return new String(connection.rest(), StandardCharsets.UTF_8);
        } catch (IOException ended) {
            return "";
        }
    }

    @Override
    public void close() {
        current.ifPresent(HttpConnection::close);
        current = Optional.empty();
    }
}
