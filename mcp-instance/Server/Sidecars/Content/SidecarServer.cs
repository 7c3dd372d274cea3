namespace McpTenants.Instance.Sidecars.Content;

/// <summary>A third-party server as one tenant's configuration has it.</summary>
/// <param name="Name">Its name, the prefix of what it offers.</param>
/// <param name="Connection">The way there.</param>
/// <param name="HasResources">Whether the tenant lets its resources through.</param>
internal sealed record SidecarServer(string Name, SidecarConnection Connection, bool HasResources)
{
    /// <summary>What the lists of allowed and denied names, scopes and audit records call its resources. No tool has a name like this.</summary>
    public static string ResourcesOf(string server) => server + "_resources/read";

    /// <summary>The same for this server.</summary>
    public string ResourcesName => ResourcesOf(Name);
}
