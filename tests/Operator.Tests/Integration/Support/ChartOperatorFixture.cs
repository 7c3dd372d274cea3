using System.Text;
using k8s;
using k8s.Models;
using McpTenants.Operator.Plan;
using McpTenants.Testing;

namespace Operator.Tests.Integration.Support;

/// <summary>An operator with the rights that the chart gives it, and no others.</summary>
public class ChartOperatorFixture : OperatorFixture
{
    private readonly string folder = Directory.CreateTempSubdirectory("mcpt-operator-").FullName;

    protected override string KubeconfigOfOperator => Path.Combine(folder, "kubeconfig");

    // The lease needs rights too.
    protected override IEnumerable<string> Arguments => ["--webhook-port", "0", "--leader-election", "true", "--mass-deletion-minimum", MassDeletionMinimum, "--isolation-probe-interval", ProbeInterval];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected override async Task PrepareAsync()
    {
        await ManifestFiles.ApplyAsync(Client, await RenderAsync(), Ct);
        var token = await Client.CreateServiceAccountTokenAsync("mcp-operator", SystemNamespace, new Authenticationv1TokenRequest { Spec = new() { ExpirationSeconds = 3600 } }, Ct);
        var server = KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig);
        var ca = string.Concat(server.SslCaCerts!.Select(c => c.ExportCertificatePem() + "\n"));
        await File.WriteAllTextAsync(
            KubeconfigOfOperator,
            $$$"""
            apiVersion: v1
            kind: Config
            current-context: operator
            clusters: [{name: c, cluster: {server: "{{{server.Host}}}", certificate-authority-data: "{{{Convert.ToBase64String(Encoding.ASCII.GetBytes(ca))}}}"}}]
            users: [{name: u, user: {token: "{{{token.Status!.Token}}}"}}]
            contexts: [{name: operator, context: {cluster: c, user: u}}]
            """,
            Ct);
    }

    protected override async Task CleanUpAsync()
    {
        foreach (var name in new[] { "mcp-operator", "mcp-gateway", RoleBindingBuilder.OperatorRole, RoleBindingBuilder.GatewayRole })
        {
            await Client.DeleteAsync<V1ClusterRole>(name);
            await Client.DeleteAsync<V1ClusterRoleBinding>(name);
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<string> RenderAsync()
    {
        var helm = (await Script.RunAsync(RepositoryFiles.At("dev", "tools", "helm.sh"), [], Ct)).Trim();
        string[] arguments =
        [
            "template", "mcp", RepositoryFiles.At("charts", "mcp-tenant-operator"), "--namespace", SystemNamespace, "--set", "baseDomain=mcp.test",
            "-s", "templates/operator-rbac.yaml", "-s", "templates/gateway-rbac.yaml", "-s", "templates/clusterroles-tenant.yaml",
        ];
        return await Script.RunAsync("-c", ["exec \"$0\" \"$@\"", helm, .. arguments], Ct);
    }
}
