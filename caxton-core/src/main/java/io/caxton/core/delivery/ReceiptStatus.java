package io.caxton.core.delivery;

/** What clients are told a message has become. */
public enum ReceiptStatus {
    QUEUED,
    /** Handed to another node. */
    FORWARDED,
    /** Handed to its receiver, not yet acknowledged. */
    DELIVERED,
    HANDLED,
    REFUSED,
    EXPIRED,
    DEAD;

    /** The status that a delivery in this state is shown with. */
    public static ReceiptStatus of(DeliveryState state) {
        return switch (state) {
            case QUEUED -> QUEUED;
            case LEASED -> DELIVERED;
            case FORWARDED -> FORWARDED;
            case HANDLED -> HANDLED;
            case REFUSED -> REFUSED;
            case EXPIRED -> EXPIRED;
            case DEAD -> DEAD;
        };
    }

    public boolean isFinal() {
        return this == HANDLED || this == REFUSED || this == EXPIRED || this == DEAD;
    }
}
