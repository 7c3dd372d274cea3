using System.Reflection;
using McpTenants.Authorization;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Tools;
using McpTenants.Instance.Workspace;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Serving;

/// <summary>Builds the state of the server from a configuration.</summary>
internal sealed class InstanceStateFactory(
    Func<CancellationToken, Task<DocumentStore>> store, InstanceMetrics metrics, RequestLog log, ILoggerFactory loggers, TimeProvider time)
{
    public static string Version { get; } =
        typeof(InstanceStateFactory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public InstanceState Create(InstanceConfiguration configuration, JsonWebKeySet keys)
    {
        var authentication = new Authentication(configuration, keys, time);
        var origin = new Uri(configuration.Url).GetLeftPart(UriPartial.Authority);
        return new InstanceState
        {
            Configuration = configuration,
            Authentication = authentication,
            ResourceMetadata = InstanceState.BuildMetadata(configuration),
            Host = new McpHostOptions
            {
                Server = CreateServer(configuration),
                AllowedOrigins = [origin],
                MaxRequestBytes = configuration.Limits.MaxRequestBytes,
                Authenticate = context => Authenticate(context, authentication),
                Authorize = call => Authorize(call, authentication),
            },
        };
    }

    private McpRefusal? Authenticate(HttpContext context, Authentication authentication)
    {
        var refusal = authentication.Run(context.Request.Headers, out var caller, out var reason);
        if (caller is not null)
            context.Items[typeof(Caller)] = caller;
        if (reason is not null)
        {
            metrics.Refused(reason);
            log.Refused(context, reason);
        }
        return refusal;
    }

    private McpRefusal? Authorize(McpCall call, Authentication authentication)
    {
        call.Context.Items[typeof(McpCall)] = call;
        var refusal = authentication.CheckScopes((Caller)call.Context.Items[typeof(Caller)]!);
        if (refusal is not null)
        {
            metrics.Refused("InsufficientScope");
            log.Refused(call.Context, "InsufficientScope");
        }
        return refusal;
    }

    // A hidden tool is not in the collection at all: the list cannot show it and a call cannot tell it from one that never existed.
    private McpServerOptions CreateServer(InstanceConfiguration configuration)
    {
        var logger = loggers.CreateLogger<InstanceTool>();
        var visible = DocumentTools.Create(store).Where(t => ToolFilter.IsVisible(t, configuration.Tools)).ToList();
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "mcp-instance", Title = configuration.Tenant.DisplayName ?? configuration.Tenant.Name, Version = Version },
            ServerInstructions = "A private document workspace. Search before creating, and cite documents by their kb:// URI.",
            ToolCollection = [],
            ScopeRequests = false,
        };
        foreach (var tool in visible)
            options.ToolCollection.Add(new InstanceTool(tool, Settings(configuration, tool.Name), logger, time));
        if (visible.Exists(t => t.Name == "document_get"))
            new DocumentResources(store).AddTo(options.Handlers);
        return options;
    }

    private ToolSettings Settings(InstanceConfiguration configuration, string tool) => new()
    {
        Description = configuration.Tools.Descriptions.GetValueOrDefault(tool),
        Defaults = configuration.Tools.Defaults.GetValueOrDefault(tool) ?? new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal),
        Timeout = TimeSpan.FromSeconds(configuration.Limits.ToolTimeoutSeconds),
        MaxResponseBytes = configuration.Limits.MaxResponseBytes,
        Finished = metrics.ToolFinished,
    };
}
