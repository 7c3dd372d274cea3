using System.Reflection;
using System.Text.Json.Nodes;
using k8s.Models;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api;

namespace McpTenants.Operator.Crds;

/// <summary>The CRDs of all our kinds, made from the C# types and their XML documentation.</summary>
internal static class CrdGenerator
{
    private static readonly Type[] Kinds = [typeof(McpTenant), typeof(McpExportTarget), typeof(McpTenantTombstone), typeof(McpVaultBinding)];

    /// <summary>File name and YAML of every CRD.</summary>
    /// <param name="withRules">
    /// Whether to write CEL rules. Servers below 1.23 drop them, and kubectl refuses to send them there, so the files without are the default.
    /// </param>
    public static IReadOnlyList<CrdFile> All(bool withRules = false)
    {
        var schemas = new SchemaBuilder(new XmlDocumentation(), withRules);
        return [.. Kinds.Select(kind => File(kind, schemas))];
    }

    private static CrdFile File(Type kind, SchemaBuilder schemas)
    {
        var entity = kind.GetCustomAttribute<KubernetesEntityAttribute>()!;
        var name = $"{entity.PluralName}.{entity.Group}";
        var definition = new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["group"] = entity.Group,
                ["names"] = Names(kind, entity),
                ["scope"] = kind.GetCustomAttribute<EntityScopeAttribute>()!.Scope.ToString(),
                ["versions"] = new JsonArray(Version(kind, entity, schemas)),
            },
        };
        return new($"{name}.yaml", "# Made by `mcp-operator crds` from the C# types; do not edit.\n" + YamlText.Of(definition));
    }

    private static JsonObject Names(Type kind, KubernetesEntityAttribute entity) => new()
    {
        ["kind"] = entity.Kind,
        ["listKind"] = entity.Kind + "List",
        ["plural"] = entity.PluralName,
        ["singular"] = entity.Kind.ToLowerInvariant(),
        ["shortNames"] = new JsonArray([.. kind.GetCustomAttribute<KubernetesEntityShortNamesAttribute>()!.ShortNames.Select(name => JsonValue.Create(name))]),
        ["categories"] = new JsonArray("mcp"),
    };

    private static JsonObject Version(Type kind, KubernetesEntityAttribute entity, SchemaBuilder schemas)
    {
        var version = new JsonObject
        {
            ["name"] = entity.ApiVersion,
            ["served"] = true,
            ["storage"] = true,
            ["additionalPrinterColumns"] = new JsonArray([.. kind.GetCustomAttributes<GenericAdditionalPrinterColumnAttribute>().Select(Column)]),
            ["schema"] = new JsonObject { ["openAPIV3Schema"] = schemas.Root(kind) },
        };
        if (kind.GetProperty("Status") is not null)
            version["subresources"] = new JsonObject { ["status"] = new JsonObject() };
        return version;
    }

    private static JsonObject Column(GenericAdditionalPrinterColumnAttribute column) => new()
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["description"] = column.Description,
        ["jsonPath"] = column.JsonPath,
        ["priority"] = column.Priority,
    };
}

/// <summary>One CRD as text.</summary>
/// <param name="Name">File name.</param>
/// <param name="Yaml">Content.</param>
internal sealed record CrdFile(string Name, string Yaml);
