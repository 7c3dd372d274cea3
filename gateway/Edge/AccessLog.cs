using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Edge;

/// <summary>One line per request. Paths are ours or nothing: what a stranger asks for may contain whatever he likes, and query strings may carry tokens.</summary>
internal static class AccessLog
{
    public static void Write(ILogger log, HttpContext context, CallEntry entry, TimeSpan now)
    {
        var path = context.Request.Path.Value;
        var known = path is StaticAnswers.McpPath || path?.StartsWith("/.well-known/", StringComparison.Ordinal) == true && path.Length < 64;
        GatewayLog.Access(
            log,
            Method(context.Request.Method),
            known ? Printable(path!) : "other",
            context.Response.StatusCode,
            entry.Outcome,
            entry.TenantUid,
            Math.Round((now - entry.Arrived).TotalMilliseconds, 3),
            context.Response.ContentLength,
            entry.Cold);
    }

    private static string Method(string method) => method.Length <= 8 && method.All(char.IsAsciiLetterUpper) ? method : "OTHER";

    private static string Printable(string path) => path.AsSpan().ContainsAnyExceptInRange('!', '~') ? "other" : path;
}
