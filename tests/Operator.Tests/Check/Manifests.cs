using k8s;
using McpTenants.Api;
using YamlDotNet.Serialization;

namespace Operator.Tests.Check;

/// <summary>Manifests in files; the first line of a bad one says who refuses it and why: <c># B04 ReservedName metadata.name</c>.</summary>
internal static class Manifests
{
    public const string Schema = "Schema";

    public static readonly PlatformPolicy Platform = new()
    {
        BaseDomain = "mcp.test",
        AllowedRegistries = ["registry.example"],
        ClusterCidrs = ["203.0.113.0/24"],
        PlatformHosts = ["gateway.mcp.test"],
    };

    public static IEnumerable<string> Bad => Directory.EnumerateFiles(RepositoryFiles.At("tests", "Operator.Tests", "Check", "bad"), "*.yaml").Order(StringComparer.Ordinal);

    public static (string Reason, string Field) Expected(string file)
    {
        var words = File.ReadLines(file).First().Split(' ');
        return (words[2], words[3]);
    }

    public static McpTenant Read(string file)
    {
        KubernetesJson.AddResolver(ApiJsonContext.Default);
        return KubernetesJson.Deserialize<McpTenant>(Json(file))!;
    }

    /// <summary>The manifest as kubectl would send it, whatever is wrong with it.</summary>
    public static string Json(string file)
    {
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(File.ReadAllText(file));
        return new SerializerBuilder().JsonCompatible().Build().Serialize(yaml);
    }
}
