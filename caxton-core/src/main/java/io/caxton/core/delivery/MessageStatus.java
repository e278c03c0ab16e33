package io.caxton.core.delivery;

import java.util.Comparator;
import java.util.List;

/** The status of a whole message from those of its deliveries. */
public final class MessageStatus {
    /** From the one that most decides what the sender is told to the one that least does. */
    private static final List<ReceiptStatus> WEIGHT = List.of(
            ReceiptStatus.DELIVERED,
            ReceiptStatus.FORWARDED,
            ReceiptStatus.QUEUED,
            ReceiptStatus.DEAD,
            ReceiptStatus.EXPIRED,
            ReceiptStatus.REFUSED,
            ReceiptStatus.HANDLED);

    private MessageStatus() {}

    /**
     * While a delivery is unfinished, whether a receiver has it or it waits. After that, handled only if all were, else
     * the worst outcome. Without deliveries, handled: the receiver finds the message in the conversation.
     */
    public static ReceiptStatus of(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(d -> ReceiptStatus.of(d.state()))
                .min(Comparator.comparingInt(WEIGHT::indexOf))
                .orElse(ReceiptStatus.HANDLED);
    }
}
