using McpTenants.Gateway.Authentication;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Limits;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Edge;

/// <summary>The public door. The order of the checks is the design: whatever costs the tenant something comes after everything that can refuse.</summary>
internal sealed class GatewayEdge(
    Routes routes,
    OriginCheck origins,
    RequestAuthenticator authenticator,
    RateLimiter limiter,
    DiscoveryCall discovery,
    StreamCall streams,
    MonotonicClock clock,
    GatewayMetrics metrics,
    ILogger log)
{
    public async Task HandleAsync(HttpContext context)
    {
        var entry = new CallEntry { Arrived = clock.Now };
        try
        {
            var refusal = await DecideAsync(context, entry);
            if (entry.Stream is { } open)
                refusal = await streams.RunAsync(open.Stream, open.Route, entry);
            if (refusal is not null)
            {
                entry.Outcome = refusal.Reason;
                // Too late for an answer of our own: the client has to see a broken one, not a complete-looking one.
                if (context.Response.HasStarted)
                    context.Abort();
                else
                    await RefusalWriter.WriteAsync(context, refusal);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            entry.Outcome = "client_left";
        }
        catch (Exception e) when (e is not BadHttpRequestException)
        {
            GatewayLog.Unexpected(log, e);
            entry.Outcome = Refusals.Unexpected.Reason;
            if (context.Response.HasStarted)
                context.Abort();
            else
                await RefusalWriter.WriteAsync(context, Refusals.Unexpected);
        }
        finally
        {
            metrics.Requests.Add(entry.Outcome);
            AccessLog.Write(log, context, entry, clock.Now);
        }
    }

    private async Task<Refusal?> DecideAsync(HttpContext context, CallEntry entry)
    {
        var request = context.Request;
        if (FramingCheck.IsAmbiguous(request))
            return Refusals.Framing;
        if (ServerNameCheck.Contradicts(context))
            return Refusals.UnknownHost;
        if (routes.Current is not { } table)
            return Refusals.NotSynced;
        if (table.Find(request.Host.Value) is not { } route)
            return Refusals.UnknownHost;
        entry.TenantUid = route.Uid;
        if (route.Standing != Standing.Open)
            return await RefuseClosedAsync(context, route);
        if (!origins.Allows(request, route.Hosts))
            return Refusals.Origin;
        if (!request.Path.Equals(StaticAnswers.McpPath, StringComparison.Ordinal))
            return await AnswerStaticallyAsync(context, route, entry);
        if (HttpMethods.IsOptions(request.Method))
            return Preflight(context, entry);
        // "Upgrade: h2c" is an offer that may be ignored; a WebSocket client would wait for ever.
        if (request.Headers.Upgrade.Count > 0 && !request.Headers.Upgrade.Contains("h2c"))
            return Refusals.Upgrade;
        // No session of ours needs a DELETE, and most servers have no stream to GET. Answered here, because neither may wake anybody.
        var isGet = HttpMethods.IsGet(request.Method);
        if (isGet ? streams.RefusesGet(route) : !HttpMethods.IsPost(request.Method))
            return Refusals.Method;
        if ((isGet ? BodyCheck.RunGet(request) : BodyCheck.Run(context, route.Limits.MaxRequestBytes)) is { } unfit)
            return unfit;
        var identity = await authenticator.CheckAsync(request, route, context.RequestAborted);
        if (identity.Refusal is { } unauthenticated)
            return unauthenticated;
        if (limiter.Check(route, identity.Caller!) is var wait && wait > TimeSpan.Zero)
            return Refusals.RateLimited(wait);
        origins.AddCors(context);
        var listen = isGet ? null : await streams.ReadListenAsync(context);
        if (!isGet && listen is null)
            return await discovery.RunAsync(context, route, entry);
        entry.Stream = (streams.Open(context, identity.Expires, listen), route);
        return null;
    }

    /// <summary>Only whoever proves to belong to the tenant learns that it exists; everybody else sees an unknown host.</summary>
    private async Task<Refusal> RefuseClosedAsync(HttpContext context, TenantRoute route)
    {
        if (route.Scheme == AuthScheme.Anonymous || !RequestAuthenticator.HasCredential(context.Request))
            return Refusals.UnknownHost;
        var identity = await authenticator.CheckAsync(context.Request, route, context.RequestAborted);
        if (identity.Refusal is not null)
            return Refusals.UnknownHost;
        return route.Standing == Standing.Suspended ? Refusals.Suspended : Refusals.Provisioning;
    }

    private static async Task<Refusal?> AnswerStaticallyAsync(HttpContext context, TenantRoute route, CallEntry entry)
    {
        var request = context.Request;
        if (StaticAnswers.Find(route, request.Path.Value ?? "/") is not { } answer)
            return Refusals.NotFound;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return Refusals.ReadOnly;
        entry.Outcome = "static";
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        // Public by nature: browser clients of any origin may read how to authenticate.
        context.Response.Headers.AccessControlAllowOrigin = "*";
        if (HttpMethods.IsGet(request.Method))
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
        return null;
    }

    private Refusal? Preflight(HttpContext context, CallEntry entry)
    {
        entry.Outcome = "static";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.Allow = "POST, OPTIONS";
        origins.AddCors(context);
        return null;
    }
}
