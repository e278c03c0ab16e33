package io.caxton.server.intake;

import io.caxton.server.intake.BodyMemory.Loan;
import jakarta.servlet.ServletRequest;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;

/** Takes heap for what a tree of these tokens weighs, before the tree is there. */
public final class CountingParser extends JsonParserDelegate {
    /** What a token becomes in a tree: an object with its map is the heaviest, a number or a text comes close. */
    private static final int HEAP_FOR_TOKEN = 96;

    private static final int STEP = 1_024;

    private final Loan loan;
    private int tokens;

    private CountingParser(JsonParser parser, Loan loan) {
        super(parser);
        this.loan = loan;
    }

    /** A parser of the body of this request. */
    public static JsonParser of(JsonParser parser, ServletRequest request) {
        return new CountingParser(parser, Intake.loanOf(request));
    }

    /** A parser of what came otherwise than in the body of a request. */
    public static JsonParser of(JsonParser parser, Loan loan) {
        return new CountingParser(parser, loan);
    }

    @Override
    public JsonToken nextToken() {
        count();
        return super.nextToken();
    }

    @Override
    public String nextName() {
        count();
        return super.nextName();
    }

    private void count() {
        if (++tokens % STEP == 0) {
            loan.take((long) STEP * HEAP_FOR_TOKEN);
        }
    }
}
