using System.Globalization;
using System.Text.Json;

namespace McpTenants.Gateway.Edge;

/// <summary>Writes refusals as problem documents (RFC 9457).</summary>
internal static class RefusalWriter
{
    public static async Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = refusal.Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (refusal.RetryAfter is { } wait)
            response.Headers.RetryAfter = Seconds(wait).ToString(CultureInfo.InvariantCulture);
        if (refusal.Challenge is { } challenge)
            response.Headers.WWWAuthenticate = challenge;
        if (refusal.Allow is { } allow)
            response.Headers.Allow = allow;
        if (refusal.Close && context.Request.Protocol == HttpProtocol.Http11)
            response.Headers.Connection = "close";
        var body = Body(refusal);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted);
    }

    internal static byte[] Body(Refusal refusal) => JsonSerializer.SerializeToUtf8Bytes(
        new Problem(refusal.Title, refusal.Status, refusal.Reason, refusal.RetryAfter is { } wait ? Seconds(wait) : null),
        EdgeJson.Default.Problem);

    /// <summary>Rounded up: whoever comes back at the second named must not be early.</summary>
    private static long Seconds(TimeSpan wait) => (long)Math.Ceiling(Math.Clamp(wait.TotalSeconds, 1, 3600));
}
