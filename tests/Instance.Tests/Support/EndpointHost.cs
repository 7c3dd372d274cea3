using McpTenants.Instance.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Server;

namespace Instance.Tests.Support;

/// <summary>The production host layer on a real socket, with tools of the test's own.</summary>
internal sealed class EndpointHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly McpEndpoint endpoint;

    private EndpointHost(WebApplication host, McpEndpoint mcp) => (app, endpoint) = (host, mcp);

    public HttpClient Http { get; } = new();

    public Uri Uri => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/mcp");

    public static async Task<EndpointHost> StartAsync(params McpServerTool[] tools)
    {
        var options = new McpHostOptions { Server = new McpServerOptions { ServerInfo = new() { Name = "test", Version = "0" }, ToolCollection = [.. tools], ScopeRequests = false } };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var host = builder.Build();
        var mcp = new McpEndpoint(() => options, NullLoggerFactory.Instance, TimeProvider.System);
        host.Run(mcp.HandleAsync);
        await host.StartAsync();
        return new EndpointHost(host, mcp);
    }

    public HttpRequestMessage Call(string tool, System.Text.Json.Nodes.JsonObject? body = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Uri) { Content = new StringContent((body ?? Rpc.Call(tool)).ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        foreach (var (name, value) in Rpc.Headers("tools/call", tool))
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        await endpoint.DisposeAsync();
    }
}
