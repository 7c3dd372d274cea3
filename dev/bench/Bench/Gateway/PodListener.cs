using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace McpTenants.Bench.Gateway;

/// <summary>The smallest pod: says whose it is and answers each call with 250 bytes. In our own process, so that it starts in a moment.</summary>
internal static class PodListener
{
    private static readonly byte[] Answer = new byte[250];

    /// <summary>Starts to listen; disposing finishes what is being answered, then refuses.</summary>
    public static async Task<IAsyncDisposable?> StartAsync(string tenantUid, IPEndPoint endpoint)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{endpoint}");
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.Headers["Mcp-Tenant-Uid"] = tenantUid;
            var answer = HttpMethods.IsPost(context.Request.Method) ? Answer : [];
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            return context.Response.Body.WriteAsync(answer, context.RequestAborted).AsTask();
        });
        await app.StartAsync();
        return app;
    }
}
