// The baseline: what ASP.NET Core itself costs, published and configured the way our programs are. It answers every POST with
// one constant JSON body of 250 bytes, the size that the gateway's throughput target names, and holds every GET open as an event stream.
using System.Text;

var body = Encoding.ASCII.GetBytes($$"""{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{{new string('x', 181)}}"}]}}""");
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
await using var app = builder.Build();
app.MapPost("/mcp", (HttpContext context) =>
{
    context.Response.ContentType = "application/json";
    context.Response.ContentLength = body.Length;
    return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
});
app.MapGet("/mcp", async (HttpContext context) =>
{
    context.Response.ContentType = "text/event-stream";
    await context.Response.StartAsync(context.RequestAborted);
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
});
await app.RunAsync();
