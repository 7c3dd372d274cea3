using System.Net;
using System.Text.Json;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Connectors.Credentials;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Connectors.Upstream;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors;

/// <summary>The tools of all connectors. A connector whose configuration and document stay the same keeps its tools, connections and access token when others change.</summary>
internal sealed partial class ConnectorSource(
    InstanceEnvironment environment, GuardedConnect connect, CredentialAudit audit, ILogger logger, TimeProvider time, Func<double> chance) : IToolSource
{
    private readonly Dictionary<string, Built> built = new(StringComparer.Ordinal);
    private int rebuilds;

    public static GuardedConnect PublicOnly(InstanceEnvironment environment) =>
        new(environment.AllowPrivateUpstreams ? static _ => true : AddressRules.IsPublic, Dns.GetHostAddressesAsync);

    public IReadOnlyList<ToolDefinition> Tools(InstanceConfiguration configuration)
    {
        foreach (var gone in built.Keys.Except(configuration.Connectors.Select(c => c.Name), StringComparer.Ordinal).ToList())
            built.Remove(gone);
        return [.. configuration.Connectors.SelectMany(Tools)];
    }

    // A document that has changed counts one ahead of the rebuild that it will cause, so that the rebuild itself changes nothing.
    public long Stamp() => rebuilds + (built.Values.Any(b => FileStamp.Of(b.File) != b.Stamp) ? 1 : 0);

    private IReadOnlyList<ToolDefinition> Tools(ConnectorConfiguration configuration)
    {
        var (file, description) = (Document(configuration), JsonSerializer.Serialize(configuration, ConfigurationJson.Default.ConnectorConfiguration));
        var stamp = FileStamp.Of(file);
        var known = built.GetValueOrDefault(configuration.Name);
        if (known?.Description == description && known.Stamp == stamp)
            return known.Tools;
        if (known is not null && known.Stamp != stamp)
            rebuilds++;
        var connector = known?.Description == description ? known.Connector : null;
        IReadOnlyList<ToolDefinition> tools = [];
        try
        {
            // An old client is not disposed: calls under way still use it, and it closes its sockets itself once they are idle.
            connector ??= Create(configuration);
            var started = time.GetTimestamp();
            tools = connector.CreateTools(ApiDocument.Parse(File.ReadAllBytes(file)));
            LogReady(configuration.Name, tools.Count, Math.Round(time.GetElapsedTime(started).TotalMilliseconds));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            LogBroken(configuration.Name, e is FormatException ? e.Message : "its document cannot be read");
        }
        built[configuration.Name] = new Built(description, file, stamp, connector, tools);
        return tools;
    }

    private Connector Create(ConnectorConfiguration configuration)
    {
        if (!Uri.TryCreate(configuration.BaseUrl, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && !environment.AllowPrivateUpstreams))
            throw new FormatException("its baseUrl is not an https URL");
        var http = UpstreamHttp.Create(connect, configuration.CaBundle);
        var credential = CredentialFactory.Create(configuration, new SecretFiles(environment.SecretsFolder), http, audit, time, chance);
        return new Connector(configuration, new UpstreamService(http, credential, audit, time, chance), time);
    }

    private string Document(ConnectorConfiguration configuration) => configuration.Inline
        ? Path.Combine(environment.ConfigurationFolder, "connector-" + configuration.Name)
        : Path.Combine(environment.ConnectorsFolder, configuration.Name, "openapi");

    [LoggerMessage(Level = LogLevel.Information, Message = "Connector {Connector} offers {Tools} tools (read in {Milliseconds} ms)")]
    private partial void LogReady(string connector, int tools, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Connector {Connector} has no tools: {Problem}")]
    private partial void LogBroken(string connector, string problem);

    private sealed record Built(string Description, string File, long Stamp, Connector? Connector, IReadOnlyList<ToolDefinition> Tools);
}
