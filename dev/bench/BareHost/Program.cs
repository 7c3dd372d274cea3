// The instance without its layers: the SDK, the protocol host and the same tools over the same database, and nothing of authorization, limits, audit,
// metrics, logs, tool filter or time limits. What the instance takes longer is what these layers cost.
using System.Globalization;
using McpTenants.BareHost;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Serving;
using McpTenants.Instance.Tools;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

var (port, data) = (int.Parse(args[0], CultureInfo.InvariantCulture), args[1]);
await using var workspace = new LazyWorkspace(Path.Combine(data, "workspace.db"), TimeProvider.System);
var server = new McpServerOptions { ServerInfo = new Implementation { Name = "bare-host", Version = "1" }, ToolCollection = [], ScopeRequests = false };
foreach (var tool in DocumentTools.Create(workspace.GetAsync))
    server.ToolCollection.Add(new BareTool(tool));
var host = new McpHostOptions { Server = server };
await using var mcp = new McpEndpoint(() => host, NullLoggerFactory.Instance, TimeProvider.System);

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "bare-host" });
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.ListenAnyIP(port);
});
await using var app = builder.Build();
app.Run(mcp.HandleAsync);
await app.RunAsync();
