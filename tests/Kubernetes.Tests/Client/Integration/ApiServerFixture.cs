using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Testing;

namespace Kubernetes.Tests.Client.Integration;

/// <summary>A namespace of its own on the real API server, shared by the tests of one class.</summary>
public sealed class ApiServerFixture : IAsyncLifetime
{
    public string Namespace { get; } = $"client-{Guid.NewGuid():N}"[..20];

    public string Kubeconfig { get; private set; } = "";

    public KubernetesClient Client { get; private set; } = null!;

    public KubernetesClientConfiguration Configuration => KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig);

    public async ValueTask InitializeAsync()
    {
        Kubeconfig = await TestCluster.GetAsync(Tier.Integration);
        Client = new KubernetesClient(Configuration);
        await Client.CreateAsync(new V1Namespace { Metadata = new() { Name = Namespace } });
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DeleteAsync<V1Namespace>(Namespace);
        Client.Dispose();
    }

    public V1ConfigMap ConfigMap(string name, params (string Key, string Value)[] data) => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = Namespace },
        Data = data.ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal),
    };

    public V1Deployment Deployment(string name) => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = Namespace },
        Spec = new()
        {
            Replicas = 0,
            Selector = new() { MatchLabels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = name } },
            Template = new()
            {
                Metadata = new() { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = name } },
                Spec = new() { Containers = [new() { Name = "main", Image = "example.invalid/none:1", Ports = [new() { ContainerPort = 8080, Name = "mcp" }] }] },
            },
        },
    };
}
