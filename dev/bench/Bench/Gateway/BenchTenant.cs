using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using McpTenants.Bench.Cluster;

namespace McpTenants.Bench.Gateway;

/// <summary>A tenant that the benchmark sets up by itself, as the operator would leave it: asleep, with a Deployment of zero pods.</summary>
internal sealed record BenchTenant(string Name, string Uid)
{
    /// <summary>Domain of all hosts in a benchmark.</summary>
    public const string BaseDomain = "bench.test";

    /// <summary>The key that callers present; high entropy, as the hash in the tenant's object demands.</summary>
    public static string ApiKey { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the client sends as Host.</summary>
    public string Host => $"{Name}.{BaseDomain}";

    /// <summary>Namespace of the pod.</summary>
    public string Namespace => "mcpt-" + Name;

    /// <summary>Path of the scale of its Deployment.</summary>
    public string ScalePath => $"/apis/apps/v1/namespaces/{Namespace}/deployments/mcp-instance/scale";

    /// <summary>Creates the object alone, already asleep by its status: enough for a gateway to route to it. With an image of its own it may have streams.</summary>
    public static async Task<BenchTenant> CreateObjectAsync(ApiServer api, string name, CancellationToken cancellationToken, string? image = null)
    {
        var manifest = Manifest(name);
        if (image is not null)
            manifest["spec"]!["instance"] = new JsonObject { ["image"] = image };
        var created = await api.CreateAsync(Collection, manifest, cancellationToken);
        var status = new JsonObject { ["status"] = new JsonObject { ["phase"] = "Asleep", ["namespace"] = "mcpt-" + name, ["observedGeneration"] = 1 } };
        await api.PatchAsync($"{Collection}/{name}/status", ApiServer.MergePatch, status, cancellationToken);
        return new BenchTenant(name, created["metadata"]!["uid"]!.GetValue<string>());
    }

    /// <summary>Creates the object, its namespace and its Deployment.</summary>
    public static async Task<BenchTenant> CreateAsync(ApiServer api, string name, CancellationToken cancellationToken)
    {
        var tenant = await CreateObjectAsync(api, name, cancellationToken);
        await api.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = tenant.Namespace } }, cancellationToken);
        await api.CreateAsync($"/apis/apps/v1/namespaces/{tenant.Namespace}/deployments", tenant.Deployment(), cancellationToken);
        return tenant;
    }

    /// <summary>The manifest of a tenant whose limits do not get in the way of a measurement.</summary>
    public static JsonObject Manifest(string name) => new()
    {
        ["apiVersion"] = "mcptenants.dev/v1alpha1",
        ["kind"] = "McpTenant",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject
        {
            ["displayName"] = $"Bench {name}",
            ["auth"] = new JsonObject { ["mode"] = "ApiKey", ["apiKeys"] = new JsonArray(new JsonObject { ["name"] = "bench", ["sha256"] = Hash(ApiKey) }) },
            ["limits"] = new JsonObject { ["requestsPerMinute"] = 1_000_000, ["burst"] = 100_000, ["perUserRequestsPerMinute"] = 1_000_000, ["maxConcurrent"] = 1000 },
        },
    };

    /// <summary>Path of all tenants.</summary>
    public const string Collection = "/apis/mcptenants.dev/v1alpha1/mcptenants";

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)));

    private JsonObject Deployment()
    {
        JsonObject Labels() => new()
        {
            ["app.kubernetes.io/name"] = "mcp-instance",
            ["app.kubernetes.io/managed-by"] = "mcp-operator",
            ["mcptenants.dev/tenant"] = Name,
            ["mcptenants.dev/tenant-uid"] = Uid,
        };
        var container = new JsonObject { ["name"] = "mcp-instance", ["image"] = "mcptenants.dev/mcp-instance:dev" };
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "mcp-instance", ["labels"] = Labels() },
            ["spec"] = new JsonObject
            {
                ["replicas"] = 0,
                ["strategy"] = new JsonObject { ["type"] = "Recreate" },
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["mcptenants.dev/tenant-uid"] = Uid } },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = Labels() },
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(container) },
                },
            },
        };
    }
}
