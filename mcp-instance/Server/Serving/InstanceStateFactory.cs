using System.Reflection;
using McpTenants.Authorization;
using McpTenants.Instance.Audit;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Sidecars.Content;
using McpTenants.Instance.Tools;
using McpTenants.Instance.Tools.Catalogue;
using McpTenants.Instance.Tools.Confirmation;
using McpTenants.Instance.Workspace;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Serving;

/// <summary>Builds the state of the server from a configuration.</summary>
internal sealed class InstanceStateFactory(
    Func<CancellationToken, Task<DocumentStore>> store, Admission admission, ApprovedCatalogueFile approved, RequestSeal seal, TenantAudit audit, InstanceMetrics metrics,
    IToolSource added, SidecarContent content, OlderClients older, ILoggerFactory loggers, TimeProvider time)
{
    public static string Version { get; } =
        typeof(InstanceStateFactory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Told what the configuration lets the workspace hold.</summary>
    public Action<StoragePolicy> StoragePolicyChanged { get; set; } = static _ => { };

    /// <param name="configuration">What instance.json says.</param>
    /// <param name="keys">What jwks.json says.</param>
    /// <param name="newer">Finds the state after the one with this authentication, for tokens of a key that is not known yet.</param>
    public InstanceState Create(InstanceConfiguration configuration, JsonWebKeySet keys, Func<Authentication, InstanceState?> newer)
    {
        audit.Configure(configuration);
        StoragePolicyChanged(new StoragePolicy(configuration.Storage.WorkspaceBytes, configuration.Storage.DocumentVersions));
        var authentication = new Authentication(configuration, keys, time);
        var surface = ToolSurface.Build([.. CreateTools(configuration).Select(t => Guard(t, configuration))], configuration.Tools, approved);
        var server = CreateServer(configuration, surface);
        var others = content.AddTo(server, configuration, reference => IsOwn(reference, server));
        var origin = new Uri(configuration.Url).GetLeftPart(UriPartial.Authority);
        return new InstanceState
        {
            Configuration = configuration,
            Authentication = authentication,
            Surface = surface,
            ResourceMetadata = InstanceState.BuildMetadata(configuration),
            Host = new McpHostOptions
            {
                Server = server,
                ToolCalls = CreateCallServer(server),
                AllowedOrigins = [origin],
                MaxRequestBytes = configuration.Limits.MaxRequestBytes,
                Dialogue = older.For(configuration),
                Authenticate = context => admission.Enter(context, authentication, configuration.Limits, newer),
                Items = static context => new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    [Caller.ItemKey] = context.Items[typeof(Caller)],
                    [CallFacts.ItemKey] = context.Items[typeof(CallFacts)] = CallFacts.Create(context),
                },
                Authorize = call => Authorize(call, authentication, configuration.Limits, IsOffered(call, server), others),
            },
        };
    }

    private McpRefusal? Authorize(McpCall call, Authentication authentication, LimitsConfiguration limits, bool isOffered, SidecarSurface others)
    {
        var refusal = admission.Proceed(call, authentication, limits, isOffered, OperationNames.Of(call, isOffered, others));
        if (refusal is not null)
            audit.Refused(call, isOffered);
        return refusal;
    }

    private static bool IsOffered(McpCall call, McpServerOptions server) =>
        call is { Method: "tools/call", Name: { } name } && server.ToolCollection!.TryGetPrimitive(name, out _);

    private static bool IsOwn(Reference reference, McpServerOptions server) =>
        (reference switch
        {
            PromptReference prompt => DocumentPrompts.ToolOf(prompt.Name),
            ResourceTemplateReference { Uri: DocumentUri.Template or DocumentUri.VersionTemplate } => "document_get",
            _ => null,
        }) is { } tool && server.ToolCollection!.TryGetPrimitive(tool, out _);

    private List<McpServerTool> CreateTools(InstanceConfiguration configuration)
    {
        var logger = loggers.CreateLogger<InstanceTool>();
        var all = DocumentTools.Create(store);
        if (AuditSearchTool.IsEnabled(configuration))
            all = [.. all, AuditSearchTool.Create(audit.DataFolder)];
        return [.. all.Concat(added.Tools(configuration)).Where(t => ToolFilter.IsVisible(t, configuration.Tools)).Select(t => new InstanceTool(t, Settings(configuration, t.Name), logger, time))];
    }

    private McpServerTool Guard(McpServerTool tool, InstanceConfiguration configuration) =>
        configuration.Tools.Destructive is DestructiveTools.Confirm && tool.ProtocolTool.Annotations?.DestructiveHint is true
            ? new ConfirmedTool(tool, seal, configuration.Tenant.Uid, TimeSpan.FromSeconds(configuration.Limits.ToolTimeoutSeconds), time)
            : tool;

    // A hidden tool is not in the collection at all: the list cannot show it and a call cannot tell it from one that never existed.
    private McpServerOptions CreateServer(InstanceConfiguration configuration, ToolSurface surface)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "mcp-instance", Title = configuration.Tenant.DisplayName ?? configuration.Tenant.Name, Version = Version },
            ServerInstructions = "A private document workspace. Search before creating, and cite documents by their kb:// URI.",
            ToolCollection = [],
            ScopeRequests = false,
        };
        foreach (var tool in surface.Offered)
            options.ToolCollection.Add(tool);
        if (options.ToolCollection.TryGetPrimitive("document_get", out _))
            new DocumentResources(store).AddTo(options.Handlers);
        new DocumentPrompts(store).AddTo(options.Handlers, tool => options.ToolCollection.TryGetPrimitive(tool, out _));
        audit.AddTo(options.Filters.Request);
        CacheHints.AddTo(options.Filters.Request);
        return options;
    }

    // Tools and the filters of their calls, and nothing of what other methods need.
    private McpServerOptions CreateCallServer(McpServerOptions server)
    {
        var options = new McpServerOptions { ServerInfo = server.ServerInfo, ToolCollection = server.ToolCollection, ScopeRequests = false };
        audit.AddTo(options.Filters.Request);
        return options;
    }

    private ToolSettings Settings(InstanceConfiguration configuration, string tool) => new()
    {
        Description = configuration.Tools.Descriptions.GetValueOrDefault(tool),
        Defaults = configuration.Tools.Defaults.GetValueOrDefault(tool) ?? new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal),
        Timeout = TimeSpan.FromSeconds(configuration.Limits.ToolTimeoutSeconds),
        MaxResponseBytes = configuration.Limits.MaxResponseBytes,
        Logging = content.Logging,
        Finished = metrics.ToolFinished,
    };
}
