using System.Text.Json.Nodes;
using McpTenants.Instance.Dialogue;
using ModelContextProtocol;

namespace McpTenants.Instance.Sidecars.Calls;

/// <summary>What a caller wants from a third-party server, in the server's own names.</summary>
/// <param name="Method">The method.</param>
/// <param name="Parameters">Its parameters, without <c>_meta</c>.</param>
/// <param name="Caller">Who can be told and asked something meanwhile.</param>
internal sealed record SidecarRequest(string Method, JsonObject Parameters, CallerChannel Caller)
{
    private static readonly string[] MayAsk = ["tools/call", "prompts/get", "resources/read"];

    /// <summary>Where the server may tell how far it is; null: the caller does not want to know, and the server is not asked to say.</summary>
    public IProgress<ProgressNotificationValue>? Progress { get; init; }

    /// <summary>Whether the protocol lets a server ask something instead of answering.</summary>
    public bool CanBeAskedBack => MayAsk.Contains(Method, StringComparer.Ordinal);
}
