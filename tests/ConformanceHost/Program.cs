using ConformanceHost.Fixtures;
using McpTenants.Instance.Protocol;

// The production host layer with the fixtures that the conformance suite expects. /mcp gives sessions to initialize clients, which the older revisions'
// server-to-client scenarios need; /stateless is what production serves.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Error);
var app = builder.Build();

var stateless = new McpHostOptions { Server = FixtureServer.Create(), AllowedHosts = ["localhost", "127.0.0.1"], AllowedOrigins = Origins(args) };
var hybrid = stateless with { Server = FixtureServer.Create(), StatefulForInitializeClients = true };
app.MapMcp("/mcp", () => hybrid);
app.MapMcp("/stateless", () => stateless);
await app.RunAsync();

static string[] Origins(string[] args)
{
    var url = new Uri(args.SkipWhile(a => a != "--urls").Skip(1).FirstOrDefault() ?? "http://127.0.0.1:5000");
    return [$"http://localhost:{url.Port}", $"http://127.0.0.1:{url.Port}"];
}
