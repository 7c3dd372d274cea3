using System.Net;
using System.Text;

namespace Gateway.Tests.Support;

/// <summary>The client's end of an event stream: reads it piece by piece, and knows how it ended.</summary>
internal sealed class EventStream(HttpResponseMessage response, StreamReader lines) : IAsyncDisposable
{
    public HttpStatusCode Status => response.StatusCode;

    public HttpResponseMessage Response => response;

    public static async Task<EventStream> OpenAsync(GatewayUnderTest gateway, HttpRequestMessage request)
    {
        var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), Encoding.UTF8));
    }

    /// <summary>A GET with the tenant's own token.</summary>
    public static HttpRequestMessage Get(GatewayUnderTest gateway, TestTenant tenant, string? token = null)
    {
        var request = gateway.Call(tenant, token);
        request.Method = HttpMethod.Get;
        request.Content = null;
        request.Headers.Accept.Clear();
        request.Headers.Accept.ParseAdd("text/event-stream");
        return request;
    }

    /// <summary>The subscription of a client of revision 2026-07-28.</summary>
    public static HttpRequestMessage Listen(GatewayUnderTest gateway, TestTenant tenant, string? body = null)
    {
        var request = gateway.Call(tenant, body: body ?? """{"jsonrpc":"2.0","id":7,"method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true}}}""");
        request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        request.Headers.Add("Mcp-Method", "subscriptions/listen");
        return request;
    }

    /// <summary>The next event or comment, its lines joined; null at the proper end of the stream.</summary>
    public async Task<string?> NextAsync()
    {
        var text = new StringBuilder();
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length == 0)
                return text.ToString();
            text.Append(text.Length > 0 ? "\n" : "").Append(line);
        }

        text.Length.ShouldBe(0, "half an event came");
        return null;
    }

    /// <summary>The next one that is not a comment.</summary>
    public async Task<string?> NextEventAsync()
    {
        while (true)
        {
            var next = await NextAsync();
            if (next?.StartsWith(':') != true)
                return next;
        }
    }

    /// <summary>All that is left, as it is.</summary>
    public Task<string> RestAsync() => lines.ReadToEndAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
