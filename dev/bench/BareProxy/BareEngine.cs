using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace McpTenants.BareProxy;

/// <summary>Every request goes to the target as it is.</summary>
internal static class BareEngine
{
    public static async Task RunAsync(IPEndPoint listen, IPEndPoint target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(listen));
        builder.Services.AddHttpForwarder();
        await using var app = builder.Build();
        var engine = app.Services.GetRequiredService<IHttpForwarder>();
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        });
        var prefix = $"http://{target}";
        var config = new ForwarderRequestConfig { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        app.Run(async context => await engine.SendAsync(context, prefix, invoker, config));
        await app.RunAsync();
    }
}
