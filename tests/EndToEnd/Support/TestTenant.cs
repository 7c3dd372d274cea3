namespace EndToEnd.Support;

/// <summary>A tenant that lives as long as a test.</summary>
internal sealed class TestTenant : IAsyncDisposable
{
    private TestTenant(string name, string manifest) => (Name, Manifest) = (name, manifest);

    /// <summary>Its name, subdomain and organisation.</summary>
    public string Name { get; }

    /// <summary>What was applied.</summary>
    public string Manifest { get; }

    /// <summary>Its namespace.</summary>
    public string Namespace => $"mcpt-{Name}";

    /// <summary>Applies a tenant and waits until it is Ready.</summary>
    /// <param name="name">A name that no other test uses; the identity provider knows agents e2e-*.</param>
    /// <param name="export">deletion.export.</param>
    /// <param name="more">Further members of the spec, as YAML that begins in the first column.</param>
    public static async Task<TestTenant> CreateAsync(string name, string export = "None", string more = "")
    {
        var manifest = $$"""
            apiVersion: mcptenants.dev/v1alpha1
            kind: McpTenant
            metadata: {name: {{name}}}
            spec:
              displayName: Test {{name}}
              scaling: {idleAfter: 30s}
              auth:
                mode: OAuth
                issuer: https://login.mcp.test
                tenantClaim: {name: org_id, value: {{name}}}
              deletion: {protection: false, export: {{export}}{{(export == "None" ? "" : ", exportTarget: platform-archive")}}}
            {{string.Join("\n", more.Split('\n').Select(line => "  " + line))}}
            """;
        await Kubectl.ApplyAsync(manifest);
        var tenant = new TestTenant(name, manifest);
        await Kubectl.WaitAsync($"mcptenant/{name}", "condition=Ready", 60);
        return tenant;
    }

    /// <summary>How many pods of the server there are, whatever their state.</summary>
    public async Task<int> PodsAsync() =>
        (await Kubectl.RunAsync(["-n", Namespace, "get", "pods", "-l", "app.kubernetes.io/name=mcp-instance", "--no-headers", "-o", "name"]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Deletes the tenant and waits until it is gone.</summary>
    public Task DeleteAsync() => Kubectl.RunAsync(["delete", "mcptenant", Name, "--ignore-not-found", "--timeout=180s"]);

    public async ValueTask DisposeAsync() => await DeleteAsync();
}
