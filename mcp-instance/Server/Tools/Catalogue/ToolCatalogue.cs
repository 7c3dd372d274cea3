using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpTenants.Audit.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Tools.Catalogue;

/// <summary>
/// The tools a tenant sees, reduced to digests. Everything a model reads counts (name, title, description, schemas, annotations), because a changed
/// description can change what an agent does just as a changed schema can.
/// </summary>
/// <param name="Digest"><c>sha256:</c> over the tools' digests in the order of their names.</param>
/// <param name="Tools">Tool name to the digest of its definition.</param>
internal sealed record ToolCatalogue(string Digest, IReadOnlyDictionary<string, string> Tools)
{
    private const string Prefix = "sha256:";

    private static readonly JsonTypeInfo<Tool> ToolType = (JsonTypeInfo<Tool>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Tool));

    public static ToolCatalogue Of(IEnumerable<Tool> tools) => Of(tools.ToDictionary(
        t => t.Name, t => Prefix + Hash(CanonicalJson.Serialize(JsonSerializer.SerializeToElement(t, ToolType))), StringComparer.Ordinal));

    public static ToolCatalogue Of(IReadOnlyDictionary<string, string> tools)
    {
        var lines = string.Concat(tools.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key} {t.Value}\n"));
        return new ToolCatalogue(Prefix + Hash(Encoding.UTF8.GetBytes(lines)), tools);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
