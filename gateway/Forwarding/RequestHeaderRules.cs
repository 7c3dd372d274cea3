using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace McpTenants.Gateway.Forwarding;

/// <summary>Which headers of a caller never reach a tenant's server, and which we add. Nothing the server trusts may come from outside.</summary>
internal static class RequestHeaderRules
{
    private static readonly FrozenSet<string> Ours = new[]
    {
        "Forwarded", "X-Real-IP", "X-Original-URL", "X-Rewrite-URL", "X-Content-Length", "X-Tenant-Id", "X-HTTP-Method-Override",
        // Hop-by-hop (RFC 9110, 7.6.1).
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Removes from the outgoing request what must not pass.</summary>
    public static void Strip(HttpRequestHeaders outgoing, HttpRequest incoming)
    {
        foreach (var name in incoming.Headers.Keys)
        {
            if (Ours.Contains(name) || IsInternal(name))
                outgoing.Remove(name);
        }

        foreach (var name in Nominated(incoming.Headers.Connection))
            outgoing.Remove(name);
    }

    /// <summary>Says where the call came from and whom it was for.</summary>
    public static void Add(HttpRequestHeaders outgoing, HttpRequest incoming, string scheme)
    {
        outgoing.Host = incoming.Host.Value;
        if (incoming.HttpContext.Connection.RemoteIpAddress is { } address)
            outgoing.TryAddWithoutValidation("X-Forwarded-For", address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : address.ToString());
        outgoing.TryAddWithoutValidation("X-Forwarded-Host", incoming.Host.Value);
        outgoing.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
    }

    private static bool IsInternal(string name) =>
        name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("X-Tenant-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Mcp-Tenant-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("X-Mcp-Internal-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Headers that Connection declares to be for this hop only; except those without which the request means something else.</summary>
    private static IEnumerable<string> Nominated(StringValues connection) =>
        connection.SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(n => !n.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && !n.Equals("Host", StringComparison.OrdinalIgnoreCase)
                && !n.StartsWith("Mcp-", StringComparison.OrdinalIgnoreCase));
}
