using McpTenants.Instance.Protocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Dialogue;

/// <summary>
/// What clients of the older revisions have said with <c>logging/setLevel</c>. The only thing that is remembered of a client, and nothing is lost with it: a
/// process that does not know sends what it would send anyway.
/// </summary>
internal sealed class LogThresholds
{
    private const int Maximum = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, LogThreshold> known = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    public LogThreshold Of(LegacyClient? client)
    {
        if (client is null)
            return LogThreshold.Default;
        lock (gate)
            return known.GetValueOrDefault(client.SessionId, LogThreshold.Default);
    }

    public void Set(LegacyClient client, LoggingLevel level)
    {
        lock (gate)
        {
            if (!known.ContainsKey(client.SessionId))
                order.Enqueue(client.SessionId);
            known[client.SessionId] = LogThreshold.Of(level);
            if (order.Count > Maximum)
                known.Remove(order.Dequeue());
        }
    }
}
