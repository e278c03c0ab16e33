package io.caxton.swim;

/** What one node tells another of a member when they exchange all they know (push/pull). */
public record NodeState(
        String name, NodeAddress address, ByteString meta, MemberState state, ProtocolVersions versions) {}
