package io.caxton.swim.net;

/** What is counted of packets and streams. */
public enum NetCounter {
    PACKETS_RECEIVED,
    PACKET_BYTES_RECEIVED,
    PACKETS_SENT,
    PACKET_BYTES_SENT,
    /** The system did not take them. */
    PACKETS_NOT_SENT,
    /** Packets, or parts of them, that could not be read. */
    PACKETS_MALFORMED,
    /** Pings, direct and indirect, beyond the few that a packet may bring. */
    QUESTIONS_IGNORED,
    STREAMS_OPENED,
    STREAMS_ACCEPTED,
    /** More than may be open at once, or than may be kept of all of them. */
    STREAMS_REFUSED,
    /** Ended before they did what they were for, most often because they took too long. */
    STREAMS_FAILED,
    /** Streams, or states of members in them, that could not be read. */
    STREAMS_MALFORMED,
    STREAM_BYTES_RECEIVED,
    STREAM_BYTES_SENT,
    /** Exceptions of the {@link Delegate}. */
    DELEGATE_FAILED
}
