namespace McpTenants.Gateway.Hosting;

/// <summary>The one place that reads environment variables: MCP_GATEWAY_BASE_DOMAIN stands for --base-domain, and so on.</summary>
internal static class GatewayEnvironment
{
    private const string Prefix = "MCP_GATEWAY_";

    public static string VariableOf(string option) => Prefix + option.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    public static string? Read(string option)
    {
#pragma warning disable RS0030 // The options edge.
        var value = Environment.GetEnvironmentVariable(VariableOf(option));
#pragma warning restore RS0030
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }
}
