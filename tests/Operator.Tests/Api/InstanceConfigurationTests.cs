using System.Text.Json;
using McpTenants.Api;

namespace Operator.Tests.Api;

/// <summary>The contract with the instance, which reads the same file in its own tests (ConfigurationContractTests).</summary>
public sealed class InstanceConfigurationTests
{
    private static readonly string Golden = RepositoryFiles.At("tests", "contracts", "instance.json");

    [Fact]
    public void Serialize_EveryFieldSet_IsTheContract() => InstanceConfigurationJson.Serialize(Complete()).ShouldBe(File.ReadAllText(Golden).TrimEnd());

    [Fact]
    public void Deserialize_TheContract_LosesNothing() =>
        InstanceConfigurationJson.Serialize(InstanceConfigurationJson.Deserialize(File.ReadAllBytes(Golden))).ShouldBe(InstanceConfigurationJson.Serialize(Complete()));

    private static InstanceConfiguration Complete() => new()
    {
        Tenant = new() { Uid = "0b9f6f5e-0000-4000-8000-000000000001", Name = "acme", DisplayName = "Acme Health", Tier = "standard", Region = "westeurope" },
        Url = "https://acme.mcp.test/mcp",
        Namespace = "mcpt-acme",
        Auth = new()
        {
            Mode = AuthMode.OAuth,
            Issuer = "https://login.mcp.test",
            Audience = "https://acme.mcp.test/mcp",
            RequiredScopes = ["mcp.read", "mcp.write"],
            ToolScopes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["document_create"] = ["mcp.edit"] },
            TenantClaim = new("org_id", "acme"),
            ApiKeys = [new("current", new string('a', 64), new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))],
        },
        Tools = new()
        {
            Allow = ["document_*"],
            Deny = ["document_delete"],
            Destructive = DestructiveTools.Allow,
            Descriptions = new Dictionary<string, string>(StringComparer.Ordinal) { ["document_search"] = "Searches the papers of Acme." },
            Defaults = new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>(StringComparer.Ordinal)
            {
                ["document_list"] = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["limit"] = JsonElement.Parse("25") },
            },
            PinnedCatalog = "sha256:" + new string('b', 64),
            OnDrift = DriftReaction.Block,
        },
        Limits = new()
        {
            RequestsPerMinute = 601,
            Burst = 61,
            PerUserRequestsPerMinute = 121,
            MaxConcurrent = 65,
            MaxRequestBytes = 4194305,
            MaxResponseBytes = 8388609,
            ToolTimeoutSeconds = 61.5,
            MonthlyToolCalls = 100001,
        },
        Storage = new() { WorkspaceBytes = 536870913, DocumentVersions = 21 },
        Audit = new() { RetentionSeconds = 34560001, FailClosed = false, Sync = AuditSync.EveryCall },
        Connectors =
        [
            new()
            {
                Name = "crm",
                Inline = true,
                BaseUrl = "https://crm.example/v1",
                Include = ["getCustomer"],
                Exclude = ["GET /internal/*"],
                Credential = new()
                {
                    Type = ConnectorCredentialType.OAuth2ClientCredentials,
                    File = "crm-token",
                    Header = "X-Key",
                    UsernameFile = "crm-user",
                    PasswordFile = "crm-password",
                    ClientIdFile = "crm-id",
                    ClientSecretFile = "crm-secret",
                    TokenUrl = "https://login.crm.example/token",
                    Scopes = ["read"],
                },
                TimeoutSeconds = 12.5,
                MaxResponseBytes = 65536,
                CaBundle = "PEM",
            },
        ],
        Servers = [new("files", 9000, "/mcp")],
        Observability = new(new("http://collector.observability.svc:4318/")),
    };
}
