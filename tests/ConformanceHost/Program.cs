using System.Text.Json.Nodes;
using ConformanceHost.Fixtures;
using McpTenants.Instance.Protocol;

// The production host layer with the fixtures that the conformance suite expects. /mcp gives sessions to initialize clients, which the older revisions'
// server-to-client scenarios need; /stateless is the layer without any way back to such clients. Below /servers are the same fixtures as third-party servers
// for the production binary (dev/conformance/production.json), and below /older as servers that know nothing of revision 2026-07-28.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Error);
// In an image (dev/e2e.sh) there are no arguments, and the port that some base images choose is the instance's.
if (!args.Contains("--urls"))
    builder.WebHost.UseUrls("http://127.0.0.1:5000");
var app = builder.Build();

app.Use((context, next) =>
{
    if (!context.Request.Path.StartsWithSegments("/older", StringComparison.Ordinal) || context.Request.Headers["MCP-Protocol-Version"] != "2026-07-28")
        return next(context);
    context.Response.StatusCode = StatusCodes.Status400BadRequest;
    return context.Response.WriteAsJsonAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = null, ["error"] = new JsonObject { ["code"] = -32000, ["message"] = "Unsupported protocol version." } });
});

var stateless = new McpHostOptions { Server = FixtureServer.Create(), AllowedHosts = ["localhost", "127.0.0.1"], AllowedOrigins = Origins(args) };
var hybrid = stateless with { Server = FixtureServer.Create(), StatefulForInitializeClients = true };
app.MapMcp("/mcp", () => hybrid);
app.MapMcp("/stateless", () => stateless);
foreach (var name in (string[])["test", "json"])
{
    var server = stateless with { Server = SidecarFixtures.Create(name) };
    app.MapMcp("/servers/" + name, () => server);
    var older = hybrid with { Server = SidecarFixtures.Create(name) };
    app.MapMcp("/older/" + name, () => older);
}
await app.RunAsync();

static string[] Origins(string[] args)
{
    var url = new Uri(args.SkipWhile(a => a != "--urls").Skip(1).FirstOrDefault() ?? "http://127.0.0.1:5000");
    return [$"http://localhost:{url.Port}", $"http://127.0.0.1:{url.Port}"];
}
