using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Instance.Tests.Connectors;

/// <summary>
/// A third-party MCP server written out by hand, so that it can do what no library lets it do. Of revision 2026-07-28, or of an older one with sessions that
/// it forgets when it restarts.
/// </summary>
internal sealed class SidecarStub(bool isModern) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Channel<string>, bool> streams = new();
    private WebApplication? host;
    private string session = "";
    private int lists;
    private int calls;

    public int Port { get; private set; }

    public IReadOnlyList<string> Tools { get; set; } = ["one"];

    /// <summary>Requests for the list so far.</summary>
    public int Lists => Volatile.Read(ref lists);

    /// <summary>Calls that have arrived so far.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <summary>Streams that wait for notifications.</summary>
    public int Streams => streams.Count;

    /// <summary>What it does to a call instead of answering; null: it answers.</summary>
    public Func<HttpContext, JsonNode, Task>? OnCall { get; set; }

    /// <summary>Whether it does not answer when a client ends its session.</summary>
    public bool HangsAtTheEnd { get; set; }

    /// <summary>The result of tools/list instead of the one with <see cref="Tools"/>.</summary>
    public Func<JsonNode, JsonObject>? OnList { get; set; }

    /// <summary>Results of methods that are not about tools, each of which it then announces to have.</summary>
    public Dictionary<string, Func<JsonNode, JsonNode>> Results { get; } = new(StringComparer.Ordinal);

    /// <summary>What it was asked, other than for lists.</summary>
    public ConcurrentQueue<JsonNode> Requests { get; } = new();

    /// <summary>Answers of its clients to what it asked.</summary>
    public Channel<JsonNode> Answers { get; } = Channel.CreateUnbounded<JsonNode>();

    public static async Task<SidecarStub> StartAsync(bool isModern = true)
    {
        var stub = new SidecarStub(isModern);
        await stub.StartAgainAsync();
        return stub;
    }

    /// <summary>Listens, at the port that it had before; knows no session from before.</summary>
    public async Task StartAgainAsync()
    {
        session = Guid.NewGuid().ToString("N");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        host = builder.Build();
        host.Run(HandleAsync);
        await host.StartAsync();
        Port = new Uri(host.Urls.Single()).Port;
    }

    public async Task StopAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        host = null;
    }

    /// <summary>Says on all streams that the tools have changed.</summary>
    public void NotifyChange()
    {
        foreach (var stream in streams.Keys)
            stream.Writer.TryWrite("""{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}""");
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    public static JsonObject Tool(string name) =>
        new() { ["name"] = name, ["description"] = "d", ["inputSchema"] = new JsonObject { ["type"] = "object" }, ["annotations"] = new JsonObject { ["readOnlyHint"] = true } };

    public static Task WriteAsync(HttpContext context, JsonNode request, JsonObject result)
    {
        result["resultType"] ??= "complete";
        return context.Response.WriteAsJsonAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request["id"]!.DeepClone(), ["result"] = result });
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Method != "POST")
        {
            if (context.Request.Method == "GET" && !isModern)
                await StreamAsync(context);
            else if (HangsAtTheEnd)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            else
                context.Response.StatusCode = 405;
            return;
        }
        var request = (await JsonNode.ParseAsync(context.Request.Body))!;
        if (request["method"] is null)
        {
            context.Response.StatusCode = 202;
            Answers.Writer.TryWrite(request);
            return;
        }
        var method = request["method"]!.GetValue<string>();
        if (!method.EndsWith("/list", StringComparison.Ordinal))
            Requests.Enqueue(request);
        if (!isModern && method is not ("initialize" or "server/discover") && context.Request.Headers["Mcp-Session-Id"] != session)
        {
            context.Response.StatusCode = 404;
            return;
        }
        switch (method)
        {
            case "server/discover" when isModern:
                await WriteAsync(context, request, new JsonObject { ["supportedVersions"] = new JsonArray("2026-07-28"), ["capabilities"] = Capabilities(), ["ttlMs"] = 0, ["cacheScope"] = "private" });
                break;
            case "initialize" when !isModern:
                context.Response.Headers["Mcp-Session-Id"] = session;
                await WriteAsync(context, request, new JsonObject { ["protocolVersion"] = "2025-06-18", ["capabilities"] = Capabilities(), ["serverInfo"] = new JsonObject { ["name"] = "stub", ["version"] = "1" } });
                break;
            case "tools/list":
                Interlocked.Increment(ref lists);
                await WriteAsync(context, request, OnList?.Invoke(request) ?? new JsonObject { ["tools"] = new JsonArray([.. Tools.Select(Tool)]), ["ttlMs"] = 0, ["cacheScope"] = "private" });
                break;
            case "tools/call":
                Interlocked.Increment(ref calls);
                await (OnCall?.Invoke(context, request) ?? WriteAsync(context, request, new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "done" }) }));
                break;
            case "subscriptions/listen" when isModern:
                await StreamAsync(context);
                break;
            case var other when other.StartsWith("notifications/", StringComparison.Ordinal):
                context.Response.StatusCode = 202;
                break;
            case var other when Results.TryGetValue(other, out var result):
                var answer = result(request);
                if (answer["code"] is null)
                    await WriteAsync(context, request, answer.AsObject());
                else
                    await context.Response.WriteAsJsonAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request["id"]!.DeepClone(), ["error"] = answer });
                break;
            default:
                context.Response.StatusCode = 400;
                await context.Response.WriteAsJsonAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request["id"]?.DeepClone(), ["error"] = new JsonObject { ["code"] = -32601, ["message"] = "no" } });
                break;
        }
    }

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync();
        var stream = Channel.CreateUnbounded<string>();
        streams[stream] = true;
        try
        {
            await foreach (var message in stream.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync($"data: {message}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has left.
        }
        finally
        {
            streams.TryRemove(stream, out _);
        }
    }

    private JsonObject Capabilities()
    {
        var all = new JsonObject { ["tools"] = new JsonObject { ["listChanged"] = true } };
        foreach (var method in Results.Keys)
            all[method.StartsWith("completion", StringComparison.Ordinal) ? "completions" : method[..method.IndexOf('/', StringComparison.Ordinal)]] = new JsonObject();
        return all;
    }
}
