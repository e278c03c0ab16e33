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
    STREAMS_OPENED,
    STREAMS_ACCEPTED,
    /** More than may be open at once. */
    STREAMS_REFUSED,
    STREAMS_FAILED,
    STREAMS_MALFORMED,
    STREAM_BYTES_RECEIVED,
    STREAM_BYTES_SENT
}
