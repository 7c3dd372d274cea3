using System.Net;
using McpTenants.Bench.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bench.Tests;

public sealed class LoadGeneratorTests
{
    [Fact]
    public async Task AtRate_HealthyServer_SendsExactlyTheScheduledRequests()
    {
        await using var server = await ServeAsync(context => context.Response.WriteAsync("chunked answer"));
        var load = new LoadGenerator(Endpoint(server), HttpRequestBytes.Post("acme", "/mcp", "{}"), Connections: 4);

        var result = await load.AtRateAsync(200, TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);

        result.Succeeded.ShouldBe(100);
        result.Failed.ShouldBe(0);
        result.Latency.Count.ShouldBe(100);
    }

    [Fact]
    public async Task AtRate_ServerThatStallsOnce_ChargesTheStallToEveryRequestThatWasDue()
    {
        var count = 0;
        await using var server = await ServeAsync(async context =>
        {
            if (Interlocked.Increment(ref count) == 1)
                await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System, context.RequestAborted);
            context.Response.ContentLength = 2;
            await context.Response.WriteAsync("ok");
        });
        var load = new LoadGenerator(Endpoint(server), HttpRequestBytes.Get("acme", "/mcp"), Connections: 1);

        var result = await load.AtRateAsync(100, TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);

        // Requests due during the stall waited 400, 390, 380 ... ms: the median of 50 is far above what the last ten took.
        result.Latency.Quantile(0.5).TotalMilliseconds.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Saturate_ServerThatRefuses_CountsFailuresWithTheFirstReason()
    {
        await using var server = await ServeAsync(context =>
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync("busy");
        });
        var load = new LoadGenerator(Endpoint(server), HttpRequestBytes.Get("acme", "/mcp"), Connections: 2);

        var result = await load.SaturateAsync(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);

        result.Succeeded.ShouldBe(0);
        result.Failed.ShouldBeGreaterThan(0);
        result.FirstFailure!.ShouldStartWith("status 503");
    }

    [Fact]
    public async Task Send_LargeAnswerWithHeaders_IsReadToItsEnd()
    {
        await using var server = await ServeAsync(context =>
        {
            context.Response.Headers["Server-Timing"] = "decide;dur=1.5";
            return context.Response.WriteAsync(new string('x', 100_000));
        });
        using var connection = await HttpConnection.ConnectAsync(Endpoint(server), TestContext.Current.CancellationToken);

        for (var i = 0; i < 2; i++)
        {
            (await connection.SendAsync(HttpRequestBytes.Get("acme", "/mcp"), TestContext.Current.CancellationToken)).ShouldBe(200);
            connection.Header("server-timing").ShouldBe("decide;dur=1.5");
            connection.Body.Count(c => c == 'x').ShouldBe(100_000);
        }
    }

    private static async Task<WebApplication> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static IPEndPoint Endpoint(WebApplication app) =>
        IPEndPoint.Parse(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority);
}
