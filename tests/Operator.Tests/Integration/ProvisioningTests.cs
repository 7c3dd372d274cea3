using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Chart;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class ProvisioningTests(OperatorFixture operation) : IClassFixture<OperatorFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OfARunningOperator_AreDocumentedWithTheirTypesAndLabels()
    {
        await operation.CreateReadyAsync("measured");
        var lines = (await operation.Operator.MetricsAsync()).Split('\n').Where(l => !l.Contains("dotnet_", StringComparison.Ordinal)).ToList();

        lines.ShouldContain(l => l.StartsWith("mcp_operator_tenants{phase=", StringComparison.Ordinal));
        var documented = DocumentedMetric.All.Where(m => m.Program == "Operator").ToList();
        lines.Where(l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(l => l[7..]).Except(documented.Select(m => $"{m.Name} {m.Type}")).ShouldBeEmpty();
        var labels = documented.SelectMany(m => m.Series.Select(s => (s, m.Labels))).ToDictionary(s => s.s, s => s.Labels, StringComparer.Ordinal);
        foreach (var sample in lines.Where(l => l.Contains('{', StringComparison.Ordinal) && l[0] != '#'))
        {
            var name = sample[..sample.IndexOf('{', StringComparison.Ordinal)];
            Regex.Matches(sample, "[a-z_]+(?==\")", RegexOptions.None, TimeSpan.FromSeconds(10)).Select(m => m.Value).Except([.. labels[name], "le"]).ShouldBeEmpty(sample);
        }
    }

    [Fact]
    public async Task NewTenant_EverythingIsThere_AndItIsAsleepAtItsUrl()
    {
        var tenant = await operation.CreateReadyAsync("whole");

        tenant.Status!.Phase.ShouldBe(TenantPhase.Asleep);
        tenant.Status.Url.ShouldBe("https://whole.mcp.test/mcp");
        tenant.Status.Namespace.ShouldBe("mcpt-whole");
        tenant.Status.ObservedGeneration.ShouldBe(tenant.Metadata.Generation);
        var objects = await TenantObjects.OfAsync(operation.Client, tenant, Ct);
        objects.Select(TenantObjects.Title).ShouldBe(
            [
                "Namespace/mcpt-whole", "RoleBinding/mcp-gateway", "RoleBinding/mcp-operator", "NetworkPolicy/allow-egress", "NetworkPolicy/allow-ingress",
                "NetworkPolicy/deny-all", "ResourceQuota/mcp-limits", "LimitRange/mcp-limits", "ServiceAccount/default", "ServiceAccount/mcp-instance",
                "ConfigMap/mcp-instance", "PersistentVolumeClaim/mcp-data", "Deployment/mcp-instance", "Service/mcp-instance", "Ingress/mcpt-whole",
            ],
            ignoreOrder: true);
        objects.OfType<V1Deployment>().Single().Spec!.Replicas.ShouldBe(0);
        objects.OfType<V1Ingress>().Single().Metadata.NamespaceProperty.ShouldBe(operation.SystemNamespace);
    }

    [Fact]
    public async Task NewTenant_OrderOfCreation_IsThatOfThePlan_WithDenyAllBeforeAnythingElse()
    {
        // Revisions of the store are one sequence over all kinds, so they are the order in which things came to be.
        var before = (await operation.Client.ListPageAsync<McpTenant>(null, new ListParameters { Limit = 1 }, Ct)).ResourceVersion;
        var tenant = await operation.CreateReadyAsync("ordered");

        var order = (await CreationsAsync(tenant, before!)).OrderBy(c => c.Revision).Select(c => c.Title);

        // The default account may be made by Kubernetes first; ours is then an update.
        order.Where(t => t != "ServiceAccount/default").ShouldBe(
        [
            "RoleBinding/mcp-operator", "RoleBinding/mcp-gateway", "NetworkPolicy/deny-all", "ResourceQuota/mcp-limits", "LimitRange/mcp-limits",
            "ServiceAccount/mcp-instance", "NetworkPolicy/allow-ingress", "NetworkPolicy/allow-egress", "ConfigMap/mcp-instance",
            "PersistentVolumeClaim/mcp-data", "Deployment/mcp-instance", "Service/mcp-instance", "Ingress/mcpt-ordered",
        ]);
    }

    [Fact]
    public async Task SameManifestThreeTimes_AndAnAnnotation_ChangeNothingInTheNamespace()
    {
        await operation.Client.ApplyAsync(Applied("steady"), "kubectl", ct: Ct);
        var tenant = await SettledAsync(await operation.ReadyAsync("steady"));
        var before = await TenantObjects.VersionsAsync(operation.Client, tenant, Ct);
        var (passes, writes) = (await operation.Operator.PassesAsync(), await operation.Operator.WritesAsync());

        for (var i = 0; i < 3; i++)
        {
            await operation.Client.ApplyAsync(Applied("steady"), "kubectl", ct: Ct);
        }

        var annotate = new V1Patch("""{"metadata":{"annotations":{"example.com/note":"seen"}}}""", PatchType.MergePatch);
        await operation.Client.PatchAsync<McpTenant>(annotate, "steady", ct: Ct);
        await Until.TrueAsync(async () => await operation.Operator.PassesAsync() > passes, "The operator did not look at the annotated tenant.");

        (await TenantObjects.VersionsAsync(operation.Client, tenant, Ct)).ShouldBe(before);
        (await operation.Operator.WritesAsync()).ShouldBe(writes);
    }

    [Fact]
    public async Task NothingHappens_NothingIsWritten()
    {
        await SettledAsync(await operation.CreateReadyAsync("idle"));
        var writes = await operation.Operator.WritesAsync();

        await Until.PassedAsync(TimeSpan.FromSeconds(10));

        (await operation.Operator.WritesAsync()).ShouldBe(writes);
    }

    private static string Text(int count) => count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static McpTenant Applied(string name)
    {
        var tenant = Tenants.New(name);
        tenant.Status = null;
        return tenant;
    }

    // Binding the volume and counting the quota is done by Kubernetes after the tenant is ready.
    private async Task<McpTenant> SettledAsync(McpTenant tenant)
    {
        var ns = tenant.Status!.Namespace!;
        await Until.TrueAsync(
            async () =>
            {
                var claim = await operation.Client.GetAsync<V1PersistentVolumeClaim>(McpTenantNames.DataClaim, ns, Ct);
                var quota = await operation.Client.GetAsync<V1ResourceQuota>(McpTenantNames.Limits, ns, Ct);
                var deployment = await operation.Client.GetAsync<V1Deployment>(McpTenantNames.Instance, ns, Ct);
                string? Used(string what) => quota?.Status?.Used?.TryGetValue(what, out var amount) == true ? amount.ToString() : null;
                return claim?.Status?.Phase == "Bound" && Used("persistentvolumeclaims") == "1" && Used("services") == "1"
                    && Used("secrets") == Text((await operation.Client.ListAsync<V1Secret>(ns, ct: Ct)).Count)
                    && Used("configmaps") == Text((await operation.Client.ListAsync<V1ConfigMap>(ns, ct: Ct)).Count)
                    && Used("count/replicasets.apps") == Text((await operation.Client.ListAsync<V1ReplicaSet>(ns, ct: Ct)).Count)
                    && deployment?.Status?.ObservedGeneration == deployment?.Metadata.Generation
                    && deployment?.Status?.Conditions?.Any(c => c is { Type: "Progressing", Reason: "NewReplicaSetAvailable" }) == true;
            },
            async () => KubernetesJson.Serialize((await operation.Client.GetAsync<V1ResourceQuota>(McpTenantNames.Limits, ns, Ct))!.Status!)
                + KubernetesJson.Serialize((await operation.Client.GetAsync<V1Deployment>(McpTenantNames.Instance, ns, Ct))!.Status!));
        return tenant;
    }

    private async Task<IReadOnlyList<(string Title, long Revision)>> CreationsAsync(McpTenant tenant, string since)
    {
        var ours = $"{McpTenantNames.TenantUidLabel}={tenant.Metadata.Uid}";
        var creations = new List<(string, long)>();
        foreach (var kind in ManagedKind.All)
        {
            var missing = (await kind.ListAsync(operation.Client, null, ours, Ct)).Count;
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            await foreach (var (type, o) in kind.ChangesAsync(operation.Client, null, ours, since, enough.Token))
            {
                if (type == WatchEventType.Added)
                {
                    creations.Add((TenantObjects.Title(o), long.Parse(o.Metadata.ResourceVersion!, System.Globalization.CultureInfo.InvariantCulture)));
                    missing--;
                }

                if (missing == 0)
                {
                    break;
                }
            }
        }

        return creations;
    }
}
