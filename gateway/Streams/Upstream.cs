using McpTenants.Gateway.Forwarding;

namespace McpTenants.Gateway.Streams;

/// <summary>A pod that streams may attach to.</summary>
/// <param name="Channel">Connections to it; its own, because streams must not be counted with calls.</param>
/// <param name="Generation">Grows; a stream that failed with one waits for a later one.</param>
/// <param name="Ended">Cancelled when streams must let go of it.</param>
internal sealed record Upstream(InstanceChannel Channel, long Generation, CancellationToken Ended);
