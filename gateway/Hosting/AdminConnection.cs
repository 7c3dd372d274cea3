namespace McpTenants.Gateway.Hosting;

/// <summary>Marks connections that came in at the private port: which door it is must not depend on anything a client says.</summary>
internal sealed class AdminConnection
{
    public static readonly AdminConnection Instance = new();
}
