using System.Runtime.CompilerServices;
using McpTenants.Authorization;
using McpTenants.Gateway.Routing;

namespace McpTenants.Gateway.Edge;

/// <summary>What the gateway answers for a tenant by itself, awake or asleep. None of it costs the tenant anything.</summary>
internal static class StaticAnswers
{
    public const string McpPath = "/mcp";

    private static readonly byte[] Robots = "User-agent: *\nDisallow: /\n"u8.ToArray();
    private static readonly byte[] Healthy = "ok\n"u8.ToArray();

    /// <summary>Documents by route: a changed tenant has a new route, and the old document goes with the old one.</summary>
    private static readonly ConditionalWeakTable<TenantRoute, byte[]> Metadata = [];

    /// <summary>Null when the path is not one of ours.</summary>
    public static (string ContentType, byte[] Body)? Find(TenantRoute route, string path) => path switch
    {
        ProtectedResourceMetadataDocument.WellKnownPath or ProtectedResourceMetadataDocument.WellKnownPath + McpPath when route.Tokens is not null =>
            ("application/json", Metadata.GetValue(route, Document)),
        "/healthz" or "/livez" or "/readyz" => ("text/plain", Healthy),
        "/robots.txt" => ("text/plain", Robots),
        _ => null,
    };

    private static byte[] Document(TenantRoute route) => new ProtectedResourceMetadataDocument
    {
        Resource = route.Tokens!.Audience,
        AuthorizationServers = [route.Tokens.Issuer],
        ScopesSupported = route.RequiredScopes,
    }.ToUtf8Json();
}
