using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Instance.Tests.Support;

/// <summary>A collector that takes OTLP over HTTP, protobuf only, and keeps what it gets. Texts in it are plain UTF-8, so they can also be looked for without a schema.</summary>
internal sealed class CollectorStub : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> received = new();
    private WebApplication app = null!;

    public Uri Uri => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public string Text(string path) => string.Concat(received.Where(r => r.Path == path).Select(r => Encoding.Latin1.GetString(r.Body)));

    /// <summary>Name, string attributes and the resource's string attributes of every span so far.</summary>
    public IReadOnlyList<(string Name, Dictionary<string, string> Attributes, Dictionary<string, string> Resource)> Spans() =>
    [
        .. from request in received where request.Path == "/v1/traces"
           from resourceSpans in new OtlpMessage(request.Body).At(1)
           from span in resourceSpans.At(2, 2)
           select (span.At(5).Single().Text, span.Attributes(9), resourceSpans.At(1).Single().Attributes(1)),
    ];

    /// <summary>Name and the resource's string attributes of every metric so far.</summary>
    public IReadOnlyList<(string Name, Dictionary<string, string> Resource)> Metrics() =>
    [
        .. from request in received where request.Path == "/v1/metrics"
           from resourceMetrics in new OtlpMessage(request.Body).At(1)
           from metric in resourceMetrics.At(2, 2)
           select (metric.At(1).Single().Text, resourceMetrics.At(1).Single().Attributes(1)),
    ];

    /// <summary>Everything that came, as text.</summary>
    public string Everything() => string.Concat(received.Select(r => r.Path + Encoding.Latin1.GetString(r.Body)));

    public static async Task<CollectorStub> StartAsync()
    {
        var stub = new CollectorStub();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        stub.app = builder.Build();
        stub.app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            if (context.Request is { Method: "POST", ContentType: "application/x-protobuf" })
                stub.received.Enqueue((context.Request.Path, body.ToArray()));
            else
                context.Response.StatusCode = 415;
        });
        await stub.app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
