using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;

namespace k8s;

/// <summary>Metadata of hand-written types and of the plain values that untyped fields (schemas, raw extensions, patches) may hold.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, UseStringEnumConverter = true)]
[JsonSerializable(typeof(V1AdmissionReview))]
[JsonSerializable(typeof(Authentication.ExecCredential))]
[JsonSerializable(typeof(V1PartialObjectMetadata))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonArray))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(decimal))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<object>))]
[JsonSerializable(typeof(Dictionary<string, object>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, V1JSONSchemaProps>))]
[JsonSerializable(typeof(IList<V1JSONSchemaProps>))]
internal sealed partial class KubernetesBaseContext : JsonSerializerContext;
