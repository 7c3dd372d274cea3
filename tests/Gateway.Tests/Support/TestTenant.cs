using System.Net;
using k8s.Models;
using McpTenants.Api;

namespace Gateway.Tests.Support;

/// <summary>One tenant in a <see cref="FakeCluster"/>: its object, its scale and its pods.</summary>
internal sealed class TestTenant(FakeCluster cluster, string name, string uid)
{
    private int _pods;

    public string Name => name;

    public string Uid => uid;

    public string Ns => "mcpt-" + name;

    public string Host => name + ".mcp.test";

    public string Audience => $"https://{Host}/mcp";

    /// <summary>Its next pods demand mutual TLS.</summary>
    public bool MutualTls { get; set; }

    /// <summary>Where its next pod runs.</summary>
    public IPAddress? Address { get; set; }

    public McpTenant Put(Action<McpTenant>? change = null)
    {
        var tenant = new McpTenant
        {
            Metadata = new V1ObjectMeta { Name = name, Uid = uid, CreationTimestamp = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) },
            Spec = new McpTenantSpec
            {
                Auth = new AuthSpec { Issuer = TokenIssuer.Name, RequiredScopes = ["mcp:tools"] },
                Limits = new LimitsSpec { RequestsPerMinute = 1_000_000, Burst = 100_000, PerUserRequestsPerMinute = 1_000_000 },
            },
            Status = new McpTenantStatus { Conditions = [Condition("Ready", "True")] },
        };
        change?.Invoke(tenant);
        cluster.Tenants.Put(tenant);
        return tenant;
    }

    /// <summary>What the Deployment controller and the kubelet do: a new pod that has its address at once.</summary>
    public V1Pod StartPod(Action<V1Pod>? change = null)
    {
        var n = Interlocked.Increment(ref _pods);
        var pod = new V1Pod
        {
            Metadata = new V1ObjectMeta
            {
                Name = $"mcp-instance-{n}",
                NamespaceProperty = Ns,
                Uid = $"{uid}-pod-{n}",
                CreationTimestamp = new DateTime(2026, 1, 1, 0, 0, n % 60, DateTimeKind.Utc),
                Labels = MutualTls
                    ? new Dictionary<string, string> { ["app.kubernetes.io/name"] = "mcp-instance", [McpTenantNames.MutualTlsLabel] = McpTenantNames.MutualTlsRequired }
                    : new Dictionary<string, string> { ["app.kubernetes.io/name"] = "mcp-instance" },
            },
            Spec = new V1PodSpec { NodeName = "node-1", Containers = [] },
            Status = new V1PodStatus { Phase = "Running", PodIP = Address?.ToString() },
        };
        change?.Invoke(pod);
        cluster.Pods.Put(pod);
        return pod;
    }

    public void StopPods()
    {
        foreach (var pod in cluster.Pods.List(Ns))
            cluster.Pods.Remove(Ns, pod.Metadata.Name!);
    }

    public static V1Condition Condition(string type, string status) =>
        new() { Type = type, Status = status, Reason = "Test", Message = "", LastTransitionTime = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) };
}
