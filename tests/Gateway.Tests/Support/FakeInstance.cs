using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Support;

/// <summary>A tenant's pod: a real web server at a loopback address of its own, all at one port.</summary>
internal sealed class FakeInstance : IAsyncDisposable
{
    /// <summary>Free at 127.0.0.1 when the tests start; the instances live at 127.x.y.z.</summary>
    public static readonly int Port = FreePort();

    private static int _next = 1;
    private readonly WebApplication _app;

    private FakeInstance(IPAddress address, string tenantUid, RequestDelegate mcp, Func<SslServerAuthenticationOptions>? tls)
    {
        Handler = mcp;
        Address = address;
        TenantUid = tenantUid;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Limits.MaxRequestBodySize = null;
            k.Limits.MinResponseDataRate = null;
            k.Listen(address, Port, l =>
            {
                l.Protocols = HttpProtocols.Http1;
                if (tls is not null)
                    l.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls()) });
            });
        });
        _app = builder.Build();
        _app.Run(async context =>
        {
            if (context.Request.Path != "/readyz")
            {
                Interlocked.Increment(ref Calls);
                await Handler(context);
                return;
            }

            Interlocked.Increment(ref Questions);
            await IdentityGate.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = Ready ? 200 : 503;
            context.Response.Headers["Mcp-Tenant-Uid"] = TenantUid;
            await context.Response.WriteAsync(Ready ? "ok\n" : "starting\n");
        });
    }

    public IPAddress Address { get; }

    public string TenantUid { get; set; }

    /// <summary>Answers the calls.</summary>
    public RequestDelegate Handler { get; set; }

    public bool Ready { get; set; } = true;

    /// <summary>New connections are not answered before this has completed.</summary>
    public Task IdentityGate { get; set; } = Task.CompletedTask;

    public int Calls;

    /// <summary>Connections that asked who is there.</summary>
    public int Questions;

    /// <summary>Answers every call with the given handler, or with its own address.</summary>
    public static async Task<FakeInstance> StartAsync(string tenantUid, RequestDelegate? mcp = null, IPAddress? address = null, Func<SslServerAuthenticationOptions>? tls = null)
    {
        var instance = new FakeInstance(address ?? NextAddress(), tenantUid, mcp ?? (c => c.Response.WriteAsync("from " + tenantUid)), tls);
        await instance._app.StartAsync();
        return instance;
    }

    /// <summary>Waits for what comes about by itself; the test's own timeout is the bound.</summary>
    public async Task UntilAsync(Func<FakeInstance, bool> condition)
    {
        while (!condition(this))
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    public static IPAddress NextAddress()
    {
        var n = Interlocked.Increment(ref _next);
        return new IPAddress([127, (byte)(1 + (n >> 16)), (byte)(n >> 8), (byte)n]);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
