using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Operator.Tests.Integration.Support;

/// <summary>The admin port of a tenant's pod, over real HTTP.</summary>
internal sealed class FakeInstance : IAsyncDisposable
{
    private readonly WebApplication app;
    private int asked;

    private FakeInstance(WebApplication app) => this.app = app;

    /// <summary>Its address, which the tests give to pods.</summary>
    public string Address => "127.0.0.1";

    public int Port => new Uri(app.Urls.Single()).Port;

    /// <summary>What it answers at /status.</summary>
    public string Status { get; set; } = "{}";

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref asked);

    public static async Task<FakeInstance> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var instance = new FakeInstance(builder.Build());
        instance.app.MapGet("/status", instance.Answer);
        await instance.app.StartAsync();
        return instance;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Answer()
    {
        Interlocked.Increment(ref asked);
        return Results.Text(Status, "application/json");
    }
}
