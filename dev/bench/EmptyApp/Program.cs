// The baseline: what ASP.NET Core itself costs, published and configured the way our programs are. It answers every POST with
// one constant JSON body of 250 bytes, the size that the gateway's throughput target names (as an event, if asked), and holds every GET open as an
// event stream.
using System.Text;

const string Head = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"", Tail = "\"}]}}";
var body = Encoding.ASCII.GetBytes(Head + new string('x', 250 - Head.Length - Tail.Length) + Tail);
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
await using var app = builder.Build();
var asEvent = Encoding.ASCII.GetBytes($"data: {Encoding.ASCII.GetString(body)}\n\n");
app.MapPost("/mcp", (HttpContext context) =>
{
    if (context.Request.Headers.ContainsKey("X-Bench-Answer"))
    {
        context.Response.ContentType = "text/event-stream";
        return context.Response.Body.WriteAsync(asEvent, context.RequestAborted).AsTask();
    }

    context.Response.ContentType = "application/json";
    context.Response.ContentLength = body.Length;
    return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
});
// The gateway asks every pod whose it is before it sends anything.
var tenant = app.Configuration["tenant-uid"] ?? "";
app.MapGet("/readyz", (HttpContext context) =>
{
    context.Response.Headers["Mcp-Tenant-Uid"] = tenant;
    context.Response.ContentLength = 0;
});
app.MapGet("/mcp", async (HttpContext context) =>
{
    context.Response.ContentType = "text/event-stream";
    await context.Response.Body.FlushAsync(context.RequestAborted);
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
});
await app.RunAsync();
