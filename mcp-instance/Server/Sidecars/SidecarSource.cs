using McpTenants.Instance.Configuration;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Sidecars;

/// <summary>The tools of all third-party servers. A server that is down keeps its last list and answers calls with an error; the others do not notice.</summary>
internal sealed class SidecarSource(SidecarMemory memory, ILogger logger, TimeProvider time, Func<double> chance) : IToolSource, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<SidecarConfiguration, SidecarConnection> connections = [];

    public IReadOnlyList<ToolDefinition> Tools(InstanceConfiguration configuration)
    {
        lock (gate)
        {
            foreach (var gone in connections.Keys.Except(configuration.Servers).ToList())
            {
                connections.Remove(gone, out var old);
                _ = old!.DisposeAsync().AsTask();
            }
            foreach (var added in configuration.Servers.Where(server => !connections.ContainsKey(server)))
                connections[added] = new SidecarConnection(added, memory, logger, time, chance);
            return [.. configuration.Servers.SelectMany(server => SidecarTools.Create(server.Name, connections[server].Tools, connections[server].Caller.CallAsync))];
        }
    }

    public long Stamp()
    {
        lock (gate)
            return connections.Values.Sum(connection => (long)connection.Version);
    }

    public async ValueTask DisposeAsync()
    {
        List<SidecarConnection> all;
        lock (gate)
        {
            all = [.. connections.Values];
            connections.Clear();
        }
        foreach (var connection in all)
            await connection.DisposeAsync().ConfigureAwait(false);
    }
}
