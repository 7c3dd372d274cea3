namespace McpTenants.Bench.Processes;

/// <summary>The runtime settings of our images, given to ours and to the baseline alike.</summary>
internal static class RuntimeEnvironment
{
    /// <summary>Variables that every measured process gets.</summary>
    public static IReadOnlyList<(string Name, string Value)> Variables { get; } =
    [
        ("DOTNET_EnableDiagnostics", "0"), ("DOTNET_gcServer", "0"), ("DOTNET_RUNNING_IN_CONTAINER", "true"), ("ASPNETCORE_ENVIRONMENT", "Production"),
    ];
}
