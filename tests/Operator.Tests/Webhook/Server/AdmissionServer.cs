using System.Diagnostics;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Testing;
using Operator.Tests.Check;

namespace Operator.Tests.Webhook.Server;

/// <summary>
/// A control plane of our own with the CRDs, the examples and a real operator whose webhook it asks. Not the shared one: the
/// webhook's registration is cluster-wide, and other tests' tenants must not depend on this operator.
/// </summary>
public sealed class AdmissionServer : IAsyncLifetime
{
    public const string Collection = "Admission server";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"mcpt-admission-{Environment.ProcessId}");

    public string Kubeconfig => Path.Combine(folder, "kubeconfig");

    internal KubernetesClient Client { get; private set; } = null!;

    internal OperatorProcess Operator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        KubernetesJson.AddResolver(ApiJsonContext.Default);
        KubernetesJson.AddResolver(AnyTenantJson.Default);
        await Script.RunAsync(RepositoryFiles.At("dev", "cluster", "control-plane.sh"), ["up", "--dir", folder, "--parent", $"{Environment.ProcessId}"], CancellationToken.None);
        Client = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig));
        await Kubectl.RunAsync(Kubeconfig, "apply", "-f", RepositoryFiles.At("crds"));
        await Kubectl.RunAsync(Kubeconfig, "wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
        await Client.CreateAsync(new V1Namespace { Metadata = new() { Name = Manifests.Platform.SystemNamespace } });
        Operator = OperatorProcess.Start(Kubeconfig, await PlatformFileAsync());
        await UntilAsync("the operator is ready", async () => await Operator.ProbeAsync("/readyz") == 200);
        await UntilAsync("the API server asks the webhook", async () => (await RefusalAsync(UnknownTier()))?.Contains("denied the request", StringComparison.Ordinal) == true);
        await Kubectl.RunAsync(Kubeconfig, "apply", "-f", RepositoryFiles.At("examples"));

        // The host that custom-host-taken.yaml wants; subdomain-taken.yaml wants that of examples/tenant.yaml.
        await Client.CreateAsync(new McpTenant
        {
            Metadata = new() { Name = "first" },
            Spec = new() { CustomHosts = ["mcp.acme.example"], Auth = new() { Issuer = "https://login.example" } },
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Operator is not null)
            await Operator.DisposeAsync();
        Client?.Dispose();
        await Script.RunAsync(RepositoryFiles.At("dev", "cluster", "control-plane.sh"), ["down", "--dir", folder], CancellationToken.None);
    }

    /// <summary>Waits for a state of the world.</summary>
    internal async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        for (var started = Stopwatch.StartNew(); !await holds();)
        {
            if (started.Elapsed > Patience || Operator.HasExited)
                throw new TimeoutException($"Not seen: {what}. The operator said:\n{Operator.Log}");
            await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Everything of a tenant with its version, once its operator has come to rest.</summary>
    internal async Task<string> SettledAsync(string tenant)
    {
        var last = string.Empty;
        await UntilAsync($"{tenant} is at rest", async () =>
        {
            var live = await Client.GetAsync<McpTenant>(tenant);
            if (live?.Status?.ObservedGeneration != live?.Metadata.Generation || await Client.GetAsync<V1Deployment>("mcp-instance", $"mcpt-{tenant}") is null)
                return false;
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
            var (before, now) = (last, last = await VersionsAsync(tenant));
            return before == now;
        });
        return last;
    }

    /// <summary>Everything of a tenant with its version.</summary>
    internal async Task<string> VersionsAsync(string tenant) =>
        await Kubectl.RunAsync(Kubeconfig, "get", "mcptenant", tenant, "-o", "jsonpath={.metadata.resourceVersion}")
        + "\n"
        + await Kubectl.RunAsync(
            Kubeconfig, "-n", $"mcpt-{tenant}", "get", "deploy,svc,sa,cm,pvc,netpol,quota,limits,rolebinding",
            "-o", "jsonpath={range .items[*]}{.kind}/{.metadata.name}={.metadata.resourceVersion}{\"\\n\"}{end}");

    private async Task<string?> RefusalAsync(McpTenant tenant)
    {
        try
        {
            await Client.ApplyAsync(tenant, "test", dryRun: true);
            return null;
        }
        catch (HttpOperationException e)
        {
            return e.Status()?.Message;
        }
    }

    private static McpTenant UnknownTier() => new()
    {
        Metadata = new() { Name = "probe" },
        Spec = new() { Tier = "unknown", Auth = new() { Issuer = "https://login.example" } },
    };

    private async Task<string> PlatformFileAsync()
    {
        var file = Path.Combine(folder, "platform.json");
        var platform = Manifests.Platform;
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            baseDomain = platform.BaseDomain,
            allowedRegistries = platform.AllowedRegistries,
            clusterCidrs = platform.ClusterCidrs,
            platformHosts = platform.PlatformHosts,
        }));
        return file;
    }
}

/// <summary>Its tests share one server, one after the other.</summary>
[CollectionDefinition(AdmissionServer.Collection)]
public sealed class AdmissionServerTests : ICollectionFixture<AdmissionServer>;
