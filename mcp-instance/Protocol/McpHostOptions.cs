using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Protocol;

/// <summary>How one MCP endpoint behaves. Immutable: a change of configuration builds a new value, and requests under way keep theirs.</summary>
public sealed record McpHostOptions
{
    /// <summary>Tools, resources, prompts and handlers. Shared by all requests, so it must not be changed once it is here.</summary>
    public required McpServerOptions Server { get; init; }

    /// <summary>
    /// The same for <c>tools/call</c> alone. A server is made for each request, and all that it could do besides would be prepared for nothing.
    /// Default null: <see cref="Server"/> answers these as well.
    /// </summary>
    public McpServerOptions? ToolCalls { get; init; }

    /// <summary>Origins a browser may call from, as <c>scheme://host[:port]</c>. Requests without an Origin header (all but browsers) pass. Default: none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Host names (without port) that requests may be addressed to, against DNS rebinding; empty, the default, means that a proxy in front has decided.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Largest request body in bytes. Default 4 MiB.</summary>
    public long MaxRequestBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of a request body. Default 48; the SDK itself stops at 64.</summary>
    public int MaxRequestDepth { get; init; } = 48;

    /// <summary>
    /// Whether clients that begin with <c>initialize</c> (revisions up to 2025-11-25) get a session, which
    /// resource subscriptions of these revisions need. Default false: then any process can answer any request, and nothing is lost when a pod goes to sleep.
    /// </summary>
    public bool StatefulForInitializeClients { get; init; }

    /// <summary>How handlers may ask clients that begin with <c>initialize</c> something although there are no sessions. Default null: they may not.</summary>
    public LegacyDialogue? Dialogue { get; init; }

    /// <summary>
    /// Decides on the credentials of a POST before its body is read. Returns null to go on. Default: everybody may.
    /// </summary>
    public Func<HttpContext, McpRefusal?> Authenticate { get; init; } = static _ => null;

    /// <summary>
    /// Decides on the parsed and validated message, never on headers, whether the caller may send it. Returns null to go on. Default: everybody may.
    /// </summary>
    public Func<McpCall, McpRefusal?> Authorize { get; init; } = static _ => null;

    /// <summary>Values for the handlers of one request, found there in <c>JsonRpcMessageContext.Items</c>. Default: none.</summary>
    public Func<HttpContext, IDictionary<string, object?>?> Items { get; init; } = static _ => null;
}
