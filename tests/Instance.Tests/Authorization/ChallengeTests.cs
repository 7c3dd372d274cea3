using System.Text.Json;
using McpTenants.Authorization;

namespace Instance.Tests.Authorization;

public sealed class ChallengeTests
{
    private const string Metadata = "https://acme.mcp.test/.well-known/oauth-protected-resource/mcp";

    [Fact]
    public void MissingToken_NamesNoError()
    {
        var challenge = Challenge.MissingToken(Metadata, ["kb:read", "offline_access", "kb:read"]);
        challenge.StatusCode.ShouldBe(401);
        challenge.HeaderValue.ShouldBe($"Bearer scope=\"kb:read\", resource_metadata=\"{Metadata}\"");
    }

    [Fact]
    public void InsufficientScope_NamesAllScopesOfTheOperation()
    {
        var challenge = Challenge.InsufficientScope(Metadata, ["kb:read", "kb:write"]);
        challenge.StatusCode.ShouldBe(403);
        challenge.HeaderValue.ShouldContain("error=\"insufficient_scope\"");
        challenge.HeaderValue.ShouldContain("scope=\"kb:read kb:write\"");
    }

    [Fact]
    public void Build_QuotesAndLineBreaksInScopes_CannotBreakOut() =>
        Challenge.InvalidToken(Metadata, ["a\"\r\nSet-Cookie: x"]).HeaderValue.ShouldContain("scope=\"a\\\"Set-Cookie: x\"");

    [Theory]
    [InlineData("https://acme.mcp.test/mcp", Metadata)]
    [InlineData("https://acme.mcp.test", "https://acme.mcp.test/.well-known/oauth-protected-resource")]
    [InlineData("https://acme.mcp.test:8443/a/b/", "https://acme.mcp.test:8443/.well-known/oauth-protected-resource/a/b")]
    public void UrlFor_PutsTheWellKnownPathFirst(string resource, string expected) => ProtectedResourceMetadataDocument.UrlFor(resource).ShouldBe(expected);

    [Fact]
    public void Document_LeavesOutWhatIsEmptyAndOfflineAccess()
    {
        var document = new ProtectedResourceMetadataDocument
        {
            Resource = "https://acme.mcp.test/mcp",
            AuthorizationServers = ["https://login.example"],
            ScopesSupported = ["offline_access"],
        };
        using var json = JsonDocument.Parse(document.ToUtf8Json());
        json.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["resource", "authorization_servers", "bearer_methods_supported"]);
        json.RootElement.GetProperty("bearer_methods_supported").GetRawText().ShouldBe("[\"header\"]");
    }

    [Theory]
    [InlineData(BearerPresence.Missing)]
    [InlineData(BearerPresence.Missing, "")]
    [InlineData(BearerPresence.Malformed, "Basic abc")]
    [InlineData(BearerPresence.Malformed, "Bearer")]
    [InlineData(BearerPresence.Malformed, "Bearer ")]
    [InlineData(BearerPresence.Malformed, "Bearer a b")]
    [InlineData(BearerPresence.Malformed, "Bearer a,Bearer b")]
    [InlineData(BearerPresence.Malformed, "Bearer a", "Bearer b")]
    [InlineData(BearerPresence.Present, "bearer a")]
    [InlineData(BearerPresence.Present, "Bearer a")]
    public void Read_AuthorizationHeader_IsOneTokenOrNone(BearerPresence expected, params string[] values)
    {
        BearerCredential.Read(values, out var token).ShouldBe(expected);
        token.ShouldBe(expected is BearerPresence.Present ? "a" : "");
    }

    [Fact]
    public void Missing_KeepsTheOrderOfTheRequirement() =>
        ScopeCheck.Missing(new HashSet<string>(StringComparer.Ordinal) { "b" }, ["c", "b", "A"]).ShouldBe(["c", "A"]);
}
