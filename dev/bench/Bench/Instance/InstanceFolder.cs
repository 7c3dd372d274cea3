using System.Text.Json.Nodes;

namespace McpTenants.Bench.Instance;

/// <summary>The files of one instance, as a pod has them mounted.</summary>
internal sealed class InstanceFolder
{
    private readonly string _root;

    /// <summary>Makes them below the folder of this run.</summary>
    public InstanceFolder(BenchContext context)
    {
        _root = context.NewFolder("instance");
        File.WriteAllText(Path.Combine(Config, "instance.json"), Configuration().ToJsonString());
        File.WriteAllText(Path.Combine(Config, "jwks.json"), BenchToken.KeySet);
    }

    /// <summary>instance.json and jwks.json.</summary>
    public string Config => Sub("config");

    /// <summary>The data volume.</summary>
    public string Data => Sub("data");

    /// <summary>Variables that tell an instance where they are.</summary>
    public IEnumerable<(string Name, string Value)> Variables =>
        [("MCP_CONFIG_DIR", Config), ("MCP_DATA_DIR", Data), ("MCP_SECRETS_DIR", Sub("secrets")), ("MCP_CONNECTORS_DIR", Sub("connectors"))];

    /// <summary>Adds a connector to an OpenAPI document; all its operations are offered.</summary>
    public void AddConnector(string name, string document)
    {
        File.Copy(document, Path.Combine(Sub(Path.Combine("connectors", name)), "openapi"));
        var configuration = Configuration();
        configuration["connectors"] = new JsonArray(new JsonObject { ["name"] = name, ["baseUrl"] = "https://api.bench.example" });
        configuration["tools"]!["allow"] = new JsonArray("*");
        configuration["tools"]!["destructive"] = "Allow";
        File.WriteAllText(Path.Combine(Config, "instance.json"), configuration.ToJsonString());
    }

    private string Sub(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    // Everything on that a tenant in production has on, and limits that no load generator reaches.
    private static JsonObject Configuration() => new()
    {
        ["tenant"] = new JsonObject { ["uid"] = InstanceProcess.TenantUid, ["name"] = "bench", ["displayName"] = "Bench", ["tier"] = "standard", ["region"] = "westeurope" },
        ["url"] = BenchToken.Audience,
        ["namespace"] = "mcpt-bench",
        ["auth"] = new JsonObject
        {
            ["mode"] = "OAuth",
            ["issuer"] = BenchToken.Issuer,
            ["audience"] = BenchToken.Audience,
            ["requiredScopes"] = new JsonArray("kb:read"),
            ["toolScopes"] = new JsonObject { ["document_create"] = new JsonArray("kb:write") },
            ["tenantClaim"] = new JsonObject { ["name"] = "org_id", ["value"] = "bench" },
            ["apiKeys"] = new JsonArray(),
        },
        ["tools"] = new JsonObject
        {
            ["allow"] = new JsonArray("document_*"),
            ["deny"] = new JsonArray("document_versions"),
            ["destructive"] = "Deny",
            ["descriptions"] = new JsonObject { ["document_get"] = "Reads a document of Bench." },
            ["defaults"] = new JsonObject(),
        },
        ["limits"] = new JsonObject
        {
            ["requestsPerMinute"] = 10_000_000,
            ["burst"] = 10_000_000,
            ["perUserRequestsPerMinute"] = 10_000_000,
            ["maxConcurrent"] = 1000,
            ["maxRequestBytes"] = 4 << 20,
            ["maxResponseBytes"] = 8 << 20,
            ["toolTimeoutSeconds"] = 60,
            ["monthlyToolCalls"] = 1_000_000_000,
        },
        ["audit"] = new JsonObject { ["retentionSeconds"] = 400 * 86400, ["failClosed"] = true },
    };
}
