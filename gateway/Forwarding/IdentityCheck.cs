namespace McpTenants.Gateway.Forwarding;

/// <summary>
/// The first exchange on every new connection: ask who is there before a byte of a request is sent. A pod's address is reused within
/// milliseconds after its end, so reaching an address proves nothing.
/// </summary>
internal static class IdentityCheck
{
    public const string HeaderName = "Mcp-Tenant-Uid";

    private const int MaxAnswerBytes = 8 * 1024;

    private static readonly byte[] Question = "GET /readyz HTTP/1.1\r\nHost: mcp-instance\r\nUser-Agent: mcp-gateway\r\n\r\n"u8.ToArray();

    /// <summary>Leaves the connection ready for the next request, or throws <see cref="InstanceUnreachableException"/>.</summary>
    public static async Task RunAsync(Stream connection, string tenantUid, bool mustBeReady, CancellationToken ct)
    {
        await connection.WriteAsync(Question, ct);
        var buffer = new byte[MaxAnswerBytes];
        var length = 0;
        while (true)
        {
            var read = length < buffer.Length ? await connection.ReadAsync(buffer.AsMemory(length), ct) : 0;
            if (read == 0)
                throw new InstanceUnreachableException("the pod closed the connection before it said who it is");
            length += read;
            if (ProbeAnswer.TryParse(buffer.AsSpan(0, length)) is not { } answer)
                continue;
            if (!string.Equals(answer.TenantUid, tenantUid, StringComparison.Ordinal))
                throw new InstanceUnreachableException("the pod at this address belongs to somebody else");
            if (mustBeReady && answer.Status != 200)
                throw new InstanceUnreachableException($"the pod is not ready (HTTP {answer.Status})");
            if (!answer.Reusable)
                throw new InstanceUnreachableException("the pod closes the connection");
            return;
        }
    }
}
