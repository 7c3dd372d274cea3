using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Plan;

namespace Operator.Tests.Integration.Support;

/// <summary>What the operator made for a tenant, as the API server holds it.</summary>
internal static class TenantObjects
{
    // Given by the server or by other controllers; they differ between two tenants that are the same.
    private static readonly string[] Given = ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "selfLink"];
    private static readonly string[] GivenSpec = ["clusterIP", "clusterIPs", "volumeName", "replicas"];

    /// <summary>All of them.</summary>
    public static async Task<IReadOnlyList<IKubernetesObject<V1ObjectMeta>>> OfAsync(IKubernetesClient client, McpTenant tenant, CancellationToken ct)
    {
        var ours = $"{McpTenantNames.TenantUidLabel}={tenant.Metadata.Uid}";
        var found = new List<IKubernetesObject<V1ObjectMeta>>(await client.ListAsync<V1Namespace>(labelSelector: ours, ct: ct));
        foreach (var kind in ManagedKind.All)
        {
            found.AddRange(await kind.ListAsync(client, null, ours, ct));
        }

        return found;
    }

    /// <summary>Kind and name of an object.</summary>
    public static string Title(IKubernetesObject<V1ObjectMeta> o) => $"{Kinds.Of(o.GetType())}/{o.Metadata.Name}";

    /// <summary>Their resourceVersions.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> VersionsAsync(IKubernetesClient client, McpTenant tenant, CancellationToken ct) =>
        (await OfAsync(client, tenant, ct)).ToDictionary(Title, o => o.Metadata.ResourceVersion!);

    /// <summary>Their contents, with everything that two equal tenants do not share taken out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ContentsAsync(IKubernetesClient client, McpTenant tenant, CancellationToken ct) =>
        (await OfAsync(client, tenant, ct)).ToDictionary(o => Neutral(Title(o), tenant), o => Neutral(Normalised(o), tenant));

    private static string Neutral(string text, McpTenant tenant) => text
        .Replace(tenant.Metadata.Uid!, "UID", StringComparison.Ordinal)
        .Replace($"mcpt-{tenant.Metadata.Name}", "mcpt-NAME", StringComparison.Ordinal)
        .Replace($"\"{tenant.Metadata.Name}\"", "\"NAME\"", StringComparison.Ordinal)
        .Replace($"{tenant.Metadata.Name}.mcp.test", "NAME.mcp.test", StringComparison.Ordinal)
        .Replace($"\\u0022{tenant.Metadata.Name}\\u0022", "\\u0022NAME\\u0022", StringComparison.Ordinal)
        .Replace($"\\\"{tenant.Metadata.Name}\\\"", "\\\"NAME\\\"", StringComparison.Ordinal);

    private static string Normalised(IKubernetesObject<V1ObjectMeta> o)
    {
        // Who owns which field belongs to it: a field without its owner would never be taken away again.
        var owners = (o.Metadata.ManagedFields ?? [])
            .Where(m => m.Manager!.StartsWith("mcp-", StringComparison.Ordinal))
            .OrderBy(m => m.Manager, StringComparer.Ordinal).ThenBy(m => m.Operation, StringComparer.Ordinal)
            .Select(m => $"{m.Manager} {m.Operation} {m.FieldsV1}");
        var json = JsonNode.Parse(KubernetesJson.Serialize((object)o))!.AsObject();
        json.Remove("status");
        var metadata = json["metadata"]!.AsObject();
        Array.ForEach(Given, field => metadata.Remove(field));
        if (metadata["annotations"] is JsonObject annotations)
        {
            annotations.Where(a => a.Key == PlannedObject.HashAnnotation || !a.Key.StartsWith(McpTenantNames.Group, StringComparison.Ordinal))
                .Select(a => a.Key).ToList().ForEach(key => annotations.Remove(key));
        }

        if (json["spec"] is JsonObject spec)
        {
            Array.ForEach(GivenSpec, field => spec.Remove(field));
        }

        json.Remove("secrets");
        return json.ToJsonString() + "\n" + string.Join('\n', owners);
    }
}
