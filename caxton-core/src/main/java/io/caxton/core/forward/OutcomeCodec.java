package io.caxton.core.forward;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.wire.Input;
import io.caxton.core.wire.Output;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Outcomes as bytes. */
final class OutcomeCodec {
    /** Lines of a history that are told. */
    static final int MAX_LINES = 100;

    private static final int NANOS = 1_000_000_000;

    /** In the year 2200: later times have no number of nanoseconds that storage could hold. */
    private static final long LAST_SECOND = 7_258_118_400L;

    /** In the order of their codes. */
    private static final List<DeliveryState> STATES =
            List.of(DeliveryState.HANDLED, DeliveryState.REFUSED, DeliveryState.EXPIRED, DeliveryState.DEAD);

    private static final List<ReceiptStatus> STATUSES = List.of(
            ReceiptStatus.QUEUED,
            ReceiptStatus.FORWARDED,
            ReceiptStatus.DELIVERED,
            ReceiptStatus.HANDLED,
            ReceiptStatus.REFUSED,
            ReceiptStatus.EXPIRED,
            ReceiptStatus.DEAD);

    private OutcomeCodec() {}

    static void write(Output out, Outcome outcome) {
        out.text(outcome.messageId());
        out.shared(outcome.agentName().value());
        out.number(outcome.life());
        out.single(STATES.indexOf(outcome.outcome()));
        ForwardCodec.optional(out, outcome.reason().map(WireText::clipped));
        List<Receipt> history = outcome.history();
        List<Receipt> told = history.subList(Math.max(0, history.size() - MAX_LINES), history.size());
        out.number(told.size());
        for (Receipt line : told) {
            Instant at = line.at();
            long seconds = at.getEpochSecond();
            int nanos = at.getNano();
            out.single(STATUSES.indexOf(line.status()));
            out.number(Math.max(0, seconds));
            out.number(nanos);
            out.shared(line.nodeId());
            ForwardCodec.optional(out, line.agentId());
            ForwardCodec.optional(out, line.reason().map(WireText::clipped));
        }
    }

    static Outcome read(Input in) {
        String messageId = WireText.messageId(in.text());
        AgentName name = new AgentName(in.shared());
        int life = in.count("life", ForwardCodec.MAX_LIFE);
        DeliveryState outcome = STATES.get(in.count("an outcome", STATES.size() - 1));
        Optional<String> reason = ForwardCodec.optional(in);
        List<Receipt> history = new ArrayList<>();
        int lines = in.count("lines", MAX_LINES);
        for (int i = 0; i < lines; i++) {
            ReceiptStatus status = STATUSES.get(in.count("a status", STATUSES.size() - 1));
            long seconds = in.number();
            if (seconds > LAST_SECOND) {
                throw ForwardCodec.malformed("has a time that is too late", null);
            }
            Instant at = Instant.ofEpochSecond(seconds, in.count("nanos", NANOS - 1));
            String node = WireText.id(in.shared());
            Optional<String> agentId = ForwardCodec.optional(in).map(WireText::id);
            history.add(new Receipt(
                    messageId, status, at, node, Optional.of(name.value()), agentId, ForwardCodec.optional(in)));
        }
        return new Outcome(messageId, name, life, outcome, reason, history);
    }
}
