using System.Text.Json.Nodes;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Dialogue;
using McpTenants.Instance.Tools.Confirmation;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Sidecars.Content;

/// <summary>Adds what third-party servers offer besides tools to a server's handlers and capabilities. What no server offers is not announced.</summary>
internal sealed class SidecarContent(SidecarSource sidecars, RequestSeal seal, LogThresholds logging, TimeProvider time)
{
    /// <summary>What callers of the older revisions have said about log messages.</summary>
    public LogThresholds Logging => logging;

    /// <param name="options">The server's options, with our own handlers.</param>
    /// <param name="configuration">The tenant's configuration.</param>
    /// <param name="isOwn">Whether a prompt or template is ours.</param>
    public SidecarSurface AddTo(McpServerOptions options, InstanceConfiguration configuration, Func<Reference, bool> isOwn)
    {
        var surface = sidecars.Surface(configuration);
        var relay = new SidecarRelay(
            new CarriedState(seal, configuration.Tenant.Uid), logging, TimeSpan.FromSeconds(configuration.Limits.ToolTimeoutSeconds), configuration.Limits.MaxResponseBytes, time);
        new SidecarPrompts(surface, relay).AddTo(options.Handlers);
        new SidecarResources(surface, relay).AddTo(options.Handlers);
        new SidecarCompletion(surface, relay).AddTo(options.Handlers, isOwn);
        if (!surface.Logs)
            return surface;
        (options.Capabilities ??= new ServerCapabilities()).Logging = new LoggingCapability();
        options.Handlers.SetLoggingLevelHandler = (request, _) =>
        {
            if (request.JsonRpcRequest.Context?.Items?.TryGetValue(Protocol.LegacyClient.ItemKey, out var client) is true && client is Protocol.LegacyClient known)
                logging.Set(known, request.Params!.Level);
            return ValueTask.FromResult(new EmptyResult());
        };
        options.Filters.Message.OutgoingFilters.Add(AnnounceLogging);
        return surface;
    }

    // The library leaves the capability out of server/discover; the revision wants it there of everybody who sends log messages.
    private static McpMessageHandler AnnounceLogging(McpMessageHandler next) => (context, ct) =>
    {
        if (context.JsonRpcMessage is JsonRpcResponse { Result: JsonObject result } && result.ContainsKey("supportedVersions") && result["capabilities"] is JsonObject capabilities)
            capabilities["logging"] ??= new JsonObject();
        return next(context, ct);
    };
}
