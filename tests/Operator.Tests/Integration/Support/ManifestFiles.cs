using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Operator.Hosting;

namespace Operator.Tests.Integration.Support;

/// <summary>Applies YAML of this repository.</summary>
internal static class ManifestFiles
{
    private const string Manager = "operator-tests";

    /// <summary>Applies the CRDs and waits until they are served.</summary>
    public static async Task ApplyCrdsAsync(IKubernetesClient client, CancellationToken ct)
    {
        foreach (var file in Directory.GetFiles(RepositoryFiles.At("crds"), "*.yaml"))
        {
            await ApplyAsync(client, await File.ReadAllTextAsync(file, ct), ct);
        }

        await Until.TrueAsync(
            async () => (await client.ListAsync<V1CustomResourceDefinition>(ct: ct))
                .Count(c => c.Metadata.Name!.EndsWith(".mcptenants.dev", StringComparison.Ordinal) && c.Status?.Conditions?.Any(s => s is { Type: "Established", Status: "True" }) == true) == 4,
            "The CRDs are not established.");
    }

    /// <summary>Applies every document in the text.</summary>
    public static async Task ApplyAsync(IKubernetesClient client, string yaml, CancellationToken ct)
    {
        foreach (var manifest in YamlDocuments.Read(yaml))
        {
            await ApplyAsync(client, manifest, ct);
        }
    }

    private static Task ApplyAsync(IKubernetesClient client, JsonObject manifest, CancellationToken ct)
    {
        var (name, ns) = ((string)manifest["metadata"]!["name"]!, (string?)manifest["metadata"]!["namespace"]);
        Task Send<T>()
            where T : class, IKubernetesObject<V1ObjectMeta> =>
            client.PatchAsync<T>(new V1Patch(manifest.ToJsonString(), PatchType.ApplyPatch), name, ns, Manager, force: true, ct: ct);

        return (string?)manifest["kind"] switch
        {
            V1CustomResourceDefinition.KubeKind => Send<V1CustomResourceDefinition>(),
            V1ServiceAccount.KubeKind => Send<V1ServiceAccount>(),
            V1ClusterRole.KubeKind => Send<V1ClusterRole>(),
            V1ClusterRoleBinding.KubeKind => Send<V1ClusterRoleBinding>(),
            V1Role.KubeKind => Send<V1Role>(),
            V1RoleBinding.KubeKind => Send<V1RoleBinding>(),
            var other => throw new NotSupportedException($"kind {other}"),
        };
    }
}
