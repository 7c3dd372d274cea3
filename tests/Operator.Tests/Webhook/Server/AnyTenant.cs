using System.Text.Json;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using McpTenants.Api;

namespace Operator.Tests.Webhook.Server;

/// <summary>A tenant whose spec may be anything, so that what our own types could not hold can be sent too.</summary>
[KubernetesEntity(Group = McpTenant.KubeGroup, Kind = McpTenant.KubeKind, ApiVersion = McpTenant.KubeApiVersion, PluralName = McpTenant.KubePluralName)]
internal sealed record AnyTenant : IKubernetesObject<V1ObjectMeta>
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = McpTenantNames.ApiVersion;

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = McpTenant.KubeKind;

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public JsonElement Spec { get; set; }
}

[JsonSerializable(typeof(AnyTenant))]
internal sealed partial class AnyTenantJson : JsonSerializerContext;
