using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Gateway.Admin;
using McpTenants.Gateway.Authentication;
using McpTenants.Gateway.Edge;
using McpTenants.Gateway.Tls;

namespace McpTenants.Gateway.Hosting;

/// <summary>The web host with its two doors.</summary>
internal static class GatewayHost
{
    public static WebApplication Build(GatewayOptions options, IKubernetesClient client, KeyFetcher fetchKeys, TimeProvider time, Action<ILoggingBuilder>? logging = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // The host's own messages would repeat each request with its full URL, query string included.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Yarp", LogLevel.None);
        // At any level this category makes the host start an activity, its identifiers and a scope for each request, which nobody here ever sees.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        (logging ?? AddLines)(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel => KestrelLimits.Apply(kestrel, options, kestrel.ApplicationServices.GetRequiredService<CertificateStore>()));
        // A request goes on in the thread that received it instead of being handed to another one: nothing here blocks, so nobody is kept waiting.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        GatewayServices.Add(builder.Services, options, client, fetchKeys, time);
        builder.Services.AddHostedService<GracefulLeave>();
        builder.Services.Configure<HostOptions>(h => h.ShutdownTimeout = options.DrainGrace + options.DrainTimeout);

        var app = builder.Build();
        var edge = app.Services.GetRequiredService<GatewayEdge>();
        var admin = app.Services.GetRequiredService<AdminDoor>();
        var readiness = app.Services.GetRequiredService<Readiness>();
        app.Run(context =>
        {
            if (context.Features.Get<AdminConnection>() is not null)
                return admin.HandleAsync(context);
            // A client that is told to close comes back through the load balancer, to a replica that stays.
            if (readiness.IsLeaving && context.Request.Protocol == HttpProtocol.Http11)
                context.Response.OnStarting(CloseAsync, context);
            return edge.HandleAsync(context);
        });
        return app;
    }

    /// <summary>One JSON object per line on standard output.</summary>
    internal static void AddLines(ILoggingBuilder logging) => logging.AddJsonConsole(json => { json.UseUtcTimestamp = true; json.TimestampFormat = LogTimes.Format; });

    private static Task CloseAsync(object context)
    {
        ((HttpContext)context).Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
