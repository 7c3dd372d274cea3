namespace McpTenants.Testing;

/// <summary>The edge where this library reads environment variables.</summary>
internal static class TestEnvironment
{
    /// <summary>A cluster of the developer's own, for every tier. Nothing is started on this machine then.</summary>
    public static string? Kubeconfig => Read("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();

    /// <summary>A control plane that <c>make test</c> started once for all test projects.</summary>
    public static string? IntegrationKubeconfig => Read("MCPT_TEST_KUBECONFIG");

    private static string? Read(string name)
    {
#pragma warning disable RS0030 // The one place that reads the environment.
        var value = Environment.GetEnvironmentVariable(name);
#pragma warning restore RS0030
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }
}
