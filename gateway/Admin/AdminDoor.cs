using McpTenants.Gateway.Caching;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Streams;
using McpTenants.Gateway.Telemetry;
using McpTenants.Gateway.Tls;

namespace McpTenants.Gateway.Admin;

/// <summary>The private port: health and metrics for everybody who reaches it, the sleep protocol for the operator.</summary>
internal sealed class AdminDoor(AdminToken token, Routes routes, TenantDoors doors, Readiness readiness, GatewayMetrics metrics, StreamHub streams, CertificateStore certificates, PublicAnswers answers)
{
    private const string Tenants = "/admin/tenants/";

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith(Tenants, StringComparison.Ordinal))
            return CommandAsync(context, path[Tenants.Length..]);
        return HttpMethods.IsGet(context.Request.Method) ? Public(context, path) : Status(context, StatusCodes.Status404NotFound);
    }

    private Task Public(HttpContext context, string path)
    {
        switch (path)
        {
            case "/livez":
                return context.Response.WriteAsync("ok\n");
            case "/readyz":
                context.Response.StatusCode = readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                return context.Response.WriteAsync(readiness.IsReady ? "ok\n" : "not ready\n");
            case "/metrics":
                context.Response.ContentType = PrometheusText.ContentType;
                return context.Response.WriteAsync(MetricsPage.Render(metrics, routes, doors, streams, certificates, answers));
            default:
                return Status(context, StatusCodes.Status404NotFound);
        }
    }

    private async Task CommandAsync(HttpContext context, string rest)
    {
        if (!await token.AllowsAsync(context.Request, context.RequestAborted))
        {
            await Status(context, StatusCodes.Status401Unauthorized);
            return;
        }

        if (routes.Current is not { } table)
        {
            // Not "unknown tenant": whoever asks must take this replica for busy.
            await Status(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        var parts = rest.Split('/');
        if (table.FindUid(parts[0]) is not { } route)
        {
            await Status(context, StatusCodes.Status404NotFound);
            return;
        }

        var door = doors.Of(route.Uid, route.Namespace);
        switch (context.Request.Method, parts.ElementAtOrDefault(1))
        {
            case ("GET", null):
                var document = TenantStatusDocument.Of(door.Report(), streams.Pins(route.Uid), doors.Clock.Provider.GetUtcNow());
                await context.Response.WriteAsJsonAsync(document, AdminJson.Default.TenantStatusDocument);
                return;
            case ("POST", "drain"):
                var consents = streams.Pins(route.Uid) == 0 && door.ConsentsToSleep();
                context.Response.StatusCode = consents ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
                await Answer(context, consents ? "ack" : "veto");
                return;
            case ("POST", "asleep"):
                door.ConfirmSleep();
                await Answer(context, "asleep");
                return;
            case ("POST", "abort"):
                door.AbortSleep();
                await Answer(context, "aborted");
                return;
            default:
                await Status(context, StatusCodes.Status404NotFound);
                return;
        }
    }

    private static Task Answer(HttpContext context, string result) =>
        context.Response.WriteAsJsonAsync(new CommandResult(result), AdminJson.Default.CommandResult);

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
