using McpTenants.Gateway.Caching;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;

namespace McpTenants.Gateway.Edge;

/// <summary>
/// Answers what a sleeping tenant's server has declared public, instead of waking it; and remembers such answers while it is awake. Whoever asks
/// has been authenticated before, and an awake server is always asked itself.
/// </summary>
internal sealed class DiscoveryCall(TenantCall call, TenantDoors doors, PublicAnswers answers, MonotonicClock clock)
{
    public async Task<Refusal?> RunAsync(HttpContext context, TenantRoute route, CallEntry entry)
    {
        if (await DiscoveryRequest.ReadAsync(context.Request, context.RequestAborted) is not { } request)
            return await call.RunAsync(context, route, entry);
        if (doors.Find(route.Uid)?.Report().Phase != TenantPhase.Awake && answers.Find(route, request) is { } known)
        {
            await AnswerAsync(context, request, known);
            entry.Outcome = "cached";
            return null;
        }

        var client = context.Response.Body;
        var captured = new CapturedBody(client, PublicAnswers.MaxBytes);
        context.Response.Body = captured;
        Refusal? refusal;
        try
        {
            refusal = await call.RunAsync(context, route, entry);
        }
        finally
        {
            context.Response.Body = client;
        }

        var response = context.Response;
        if (refusal is null && entry.Outcome == "forwarded" && response.StatusCode == StatusCodes.Status200OK && captured.Copy is { } body
            && PublicAnswer.Read(response.Headers, body, clock.Now) is { } answer)
            answers.Keep(route, request, answer);
        return refusal;
    }

    private async Task AnswerAsync(HttpContext context, DiscoveryRequest request, PublicAnswer known)
    {
        var body = known.For(request.Id, clock.Now);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        // Public among the tenant's callers, who were authenticated; not for caches on the way that were not.
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
