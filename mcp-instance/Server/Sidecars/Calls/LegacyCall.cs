using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars.Calls;

/// <summary>
/// A request to a server of an older revision. There what a client can do is said once per session, and what a server sends carries no word on whom it is
/// for; so a caller that can be asked something, or wants to hear log messages, gets a session of its own for as long as its request takes.
/// </summary>
internal static class LegacyCall
{
    public static Task<JsonRpcMessage> RunAsync(SidecarLink link, SidecarRequest request, CancellationToken cancellationToken) =>
        NeedsSession(link, request) ? InSessionAsync(link, request, cancellationToken) : SharedAsync(link, request, cancellationToken);

    // A caller of revision 2026-07-28 is asked by the answer to its request, which a server of an older revision cannot give: for it, it can do nothing.
    private static JsonObject Capabilities(SidecarRequest request) =>
        request.Caller.IsModern || !request.CanBeAskedBack ? [] : (JsonObject)request.Caller.Capabilities.DeepClone();

    private static bool NeedsSession(SidecarLink link, SidecarRequest request) =>
        Capabilities(request).Count > 0 || (link.Client.ServerCapabilities.Logging is not null && request.Caller.Logging.Level is not null);

    private static async Task<JsonRpcMessage> SharedAsync(SidecarLink link, SidecarRequest request, CancellationToken cancellationToken)
    {
        var peer = new SidecarPeer(link.Server, request);
        var message = new JsonRpcRequest { Method = request.Method, Params = Parameters(request, peer) };
        if (request.Progress is null)
            return await link.Client.SendRequestAsync(message, cancellationToken).ConfigureAwait(false);
        var listening = link.Client.RegisterNotificationHandler(NotificationMethods.ProgressNotification, async (n, ct) => await peer.HearAsync(n, ct).ConfigureAwait(false));
        await using (listening.ConfigureAwait(false))
            return await link.Client.SendRequestAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<JsonRpcMessage> InSessionAsync(SidecarLink link, SidecarRequest request, CancellationToken cancellationToken)
    {
        var peer = new SidecarPeer(link.Server, request);
        var transport = await link.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transport.ConfigureAwait(false);
        var introduced = await SidecarExchange.RunAsync(transport, Initialize(link, request), peer, cancellationToken).ConfigureAwait(false);
        if (introduced is not JsonRpcResponse)
            return introduced;
        await transport.SendMessageAsync(new JsonRpcNotification { Method = NotificationMethods.InitializedNotification }, cancellationToken).ConfigureAwait(false);
        if (link.Client.ServerCapabilities.Logging is not null && request.Caller.Logging.Level is { } level)
        {
            var wanted = new JsonRpcRequest { Id = new RequestId(2), Method = RequestMethods.LoggingSetLevel, Params = new JsonObject { ["level"] = level } };
            await SidecarExchange.RunAsync(transport, wanted, peer, cancellationToken).ConfigureAwait(false);
        }
        var message = new JsonRpcRequest { Id = new RequestId(3), Method = request.Method, Params = Parameters(request, peer) };
        return await SidecarExchange.RunAsync(transport, message, peer, cancellationToken).ConfigureAwait(false);
    }

    private static JsonRpcRequest Initialize(SidecarLink link, SidecarRequest request) => new()
    {
        Id = new RequestId(1),
        Method = RequestMethods.Initialize,
        Params = new JsonObject
        {
            ["protocolVersion"] = link.Client.NegotiatedProtocolVersion,
            ["capabilities"] = Capabilities(request),
            ["clientInfo"] = SidecarLink.SelfJson(),
        },
    };

    private static JsonObject Parameters(SidecarRequest request, SidecarPeer peer)
    {
        var parameters = (JsonObject)request.Parameters.DeepClone();
        if (request.Progress is not null)
            parameters["_meta"] = new JsonObject { ["progressToken"] = peer.Token };
        return parameters;
    }
}
