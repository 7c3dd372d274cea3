using McpTenants.Instance.Configuration;
using McpTenants.Instance.Dialogue;
using McpTenants.Instance.Sidecars.Content;
using McpTenants.Instance.Tools;
using McpTenants.Instance.Tools.Confirmation;

namespace McpTenants.Instance.Sidecars;

/// <summary>What all third-party servers offer. A server that is down keeps its last list and answers calls with an error; the others do not notice.</summary>
internal sealed class SidecarSource(SidecarMemory memory, RequestSeal seal, ILogger logger, TimeProvider time, Func<double> chance) : IToolSource, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<SidecarConfiguration, SidecarConnection> connections = [];

    public IReadOnlyList<ToolDefinition> Tools(InstanceConfiguration configuration)
    {
        var states = new CarriedState(seal, configuration.Tenant.Uid);
        lock (gate)
        {
            Follow(configuration);
            return [.. configuration.Servers.SelectMany(server => SidecarTools.Create(server.Name, connections[server].Offer.Tools, connections[server].Caller, states))];
        }
    }

    /// <summary>Prompts and resources for a configuration.</summary>
    public SidecarSurface Surface(InstanceConfiguration configuration)
    {
        lock (gate)
        {
            Follow(configuration);
            return new SidecarSurface(
                [.. configuration.Servers.Select(s => new SidecarServer(s.Name, connections[s], ToolFilter.IsAllowed(SidecarServer.ResourcesOf(s.Name), configuration.Tools)))], configuration.Tools);
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

    private void Follow(InstanceConfiguration configuration)
    {
        foreach (var gone in connections.Keys.Except(configuration.Servers).ToList())
        {
            connections.Remove(gone, out var old);
            _ = old!.DisposeAsync().AsTask();
        }
        foreach (var added in configuration.Servers.Where(server => !connections.ContainsKey(server)))
            connections[added] = new SidecarConnection(added, memory, logger, time, chance);
    }
}
