using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Support;

/// <summary>The part of an MCP server that offers streams: GET, and <c>subscriptions/listen</c> with its acknowledgement. Everything else gets an empty result.</summary>
internal sealed class StreamServer
{
    private readonly ConcurrentDictionary<int, Channel<string>> _open = new();
    private int _next;

    /// <summary>Requests for streams, with the value of Last-Event-ID.</summary>
    public ConcurrentQueue<(string Method, string LastEventId, string Body)> Opened { get; } = new();

    public int Open => _open.Count;

    /// <summary>What it agrees to.</summary>
    public string Agreed { get; set; } = """{"toolsListChanged":true}""";

    /// <summary>When set, the answer to a GET.</summary>
    public int? GetStatus { get; set; }

    public async Task HandleAsync(HttpContext context)
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
        var isListen = body.Contains("subscriptions/listen", StringComparison.Ordinal);
        if (!isListen && !HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{}", context.RequestAborted);
            return;
        }

        Opened.Enqueue((context.Request.Method, context.Request.Headers["Last-Event-ID"].ToString(), body));
        if (!isListen && GetStatus is { } status)
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("no stream", context.RequestAborted);
            return;
        }

        await ServeAsync(context, isListen ? JsonDocument.Parse(body).RootElement.GetProperty("id").GetRawText() : null);
    }

    /// <summary>Sends this to everybody who listens.</summary>
    public void Send(string text)
    {
        foreach (var stream in _open.Values)
            stream.Writer.TryWrite(text);
    }

    /// <summary>Ends all streams properly.</summary>
    public void Finish()
    {
        foreach (var stream in _open.Values)
            stream.Writer.TryComplete();
    }

    private async Task ServeAsync(HttpContext context, string? subscription)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (subscription is not null)
            await WriteAsync(context, $$$"""data: {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"_meta":{"io.modelcontextprotocol/subscriptionId":{{{subscription}}}},"notifications":{{{Agreed}}}}}""" + "\n\n");
        var channel = Channel.CreateUnbounded<string>();
        var number = Interlocked.Increment(ref _next);
        _open[number] = channel;
        try
        {
            await foreach (var text in channel.Reader.ReadAllAsync(context.RequestAborted))
                await WriteAsync(context, text);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        finally
        {
            _open.TryRemove(number, out _);
        }
    }

    private static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
