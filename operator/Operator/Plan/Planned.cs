using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace McpTenants.Operator.Plan;

/// <summary>Makes planned objects of models.</summary>
internal static class Planned
{
    /// <summary>Plans the object at the stage.</summary>
    public static PlannedObject<T> At<T>(Stage stage, T desired)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var manifest = JsonNode.Parse(KubernetesJson.Serialize(desired))!.AsObject();
        manifest.Remove("status");
        var metadata = manifest["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
        {
            metadata["annotations"] = annotations = [];
        }

        annotations[PlannedObject.HashAnnotation] = Hash(manifest);
        return new PlannedObject<T>
        {
            Stage = stage,
            Key = new ObjectKey(desired.Kind, desired.Metadata.NamespaceProperty, desired.Metadata.Name!),
            Manifest = manifest,
            Object = desired,
        };
    }

    private static string Hash(JsonObject manifest) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest.ToJsonString())).AsSpan(0, 8));
}
